import type { IncomingMessage, ServerResponse } from "node:http";
import {
  type EndpointOptions,
  type Parameters,
  abortAnswer,
  type WrittenAnswer,
} from "./operation.ts";

/** What programs accept where they do not choose between GraphQL's two media types. */
const ACCEPTED = [undefined, "*/*", "application/json"];

/** Whether a request is of the form that nearly all are: a POST of JSON in UTF-8, of known length, for JSON. */
export function takesFastPath(
  { method, url, headers }: IncomingMessage,
  mostBytes: number,
): boolean {
  return (
    method === "POST" &&
    url === "/graphql" &&
    /^application\/json(; ?charset=utf-8)?$/i.test(headers["content-type"] ?? "") &&
    ACCEPTED.includes(headers.accept) &&
    headers["content-encoding"] === undefined &&
    Number(headers["content-length"] ?? Number.NaN) <= mostBytes
  );
}

/** The body, which Node keeps to the length that was announced. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

const NAMES = ["query", "variables", "operationName", "extensions"];

/** The parameters of a well-formed body; undefined for any other. */
export function readParameters(body: string): Parameters | undefined {
  const value = parseJson(body);
  if (!isObject(value) || !Object.keys(value).every((name) => NAMES.includes(name)))
    return undefined;
  const { query, variables, operationName, extensions } = value;
  const isWellFormed =
    typeof query === "string" &&
    (variables == null || isObject(variables)) &&
    (operationName == null || typeof operationName === "string") &&
    (extensions == null || isObject(extensions));
  return isWellFormed ? (value as Parameters) : undefined;
}

/** Sends an answer, no faster than it is taken. */
export async function sendAnswer(
  options: EndpointOptions,
  response: ServerResponse,
  { first, rest }: WrittenAnswer,
): Promise<void> {
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  if (!rest) {
    response.setHeader("Content-Length", first.length);
    response.end(first);
    return;
  }
  try {
    response.write(first);
    for await (const piece of rest) {
      // Asked anew each time: it may have been drained while the piece was made.
      if (response.writableNeedDrain) await drained(response);
      if (response.destroyed) break;
      response.write(piece);
    }
    response.end();
  } catch (error) {
    abortAnswer(options, response, error);
  }
}

/** Until more can be taken, or nobody is there to take it. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
