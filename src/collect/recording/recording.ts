import { join } from "node:path";
import { readTextFile } from "../../decode.ts";
import { InputError } from "../../errors.ts";
import { tellFuture } from "../../future.ts";
import { listFiles } from "../../model/files.ts";
import { isObject, readJson } from "../json/json.ts";
import {
  type AnswerFile,
  best,
  fault,
  type FileReader,
  keyOf,
  readFileName,
  replyFrom,
} from "./recording-files.ts";
import { createGraphAnswers, type GraphFiles, type UnaskedRows } from "../azure/recording-graph.ts";
import { GRAPH_PATH } from "../azure/resource-graph.ts";
import type { Answer, Request, Transport } from "../calls/transport.ts";

/** A folder of raw answers, answering as the cloud once did. docs/collecting.md has the format. */
export interface Recording extends Transport {
  /** When its answers are said to have been read, ISO 8601 UTC. */
  readonly recordedAt: string;
  /** Who read them. */
  readonly identity?: string;
  /** Files that look like answers and that nothing has asked for so far, sorted. */
  unread(): readonly string[];
  /** Rows of Resource Graph in other files that nothing has asked for so far, by their lower-case resource type. */
  unreadRows(): UnaskedRows["types"];
}

/**
 * Opens the recording in `folder`; answers are read when they are asked for. `now` (ISO 8601 UTC) is the time of reading
 * where the recording names none. Throws an `InputError` where the folder is not there or is no recording.
 */
export function openRecording(folder: string, now: string): Recording {
  const files = listRecording(folder);
  const about = readAbout(folder, files, now);
  const answers = new Map<string, AnswerFile[]>();
  for (const path of files.keys()) {
    const file = path === "recording.json" ? undefined : readFileName(path);
    if (file) answers.set(file.key, [...(answers.get(file.key) ?? []), file]);
  }
  const tenants = tenantsOf(answers, folder);
  const read = new Set<string>();
  const reader: FileReader = {
    recordedAt: about.recordedAt,
    has: (path) => files.has(path),
    text(path) {
      read.add(path);
      const reason = files.get(path);
      if (reason !== undefined) throw new Error(reason);
      return readTextFile(join(folder, path));
    },
  };
  const graph = createGraphAnswers(reader, graphFiles(answers));
  return {
    ...about,
    tenants,
    part: graph.part,
    unread() {
      const unasked = new Set(graph.unasked().files);
      return [...answers.values()]
        .flat()
        .map((file) => file.path)
        .filter((path) => !read.has(path) || unasked.has(path))
        .sort();
    },
    unreadRows: () => graph.unasked().types,
    async send(request) {
      try {
        return request.path === GRAPH_PATH
          ? graph.send(request)
          : answerFrom(reader, answers.get(keyOf(request)) ?? [], request);
      } catch (error) {
        return fault(
          reader,
          "failed",
          `The recording cannot be read: ${(error as Error).message.replace(/\.$/, "")}.`,
        );
      }
    },
  };
}

function answerFrom(reader: FileReader, files: readonly AnswerFile[], request: Request): Answer {
  const version = chooseVersion(files, request.apiVersion.toLowerCase());
  const pages = files.filter((file) => file.apiVersion === version);
  const file = best(pages.filter((each) => each.page === request.page));
  if (!file) {
    const what = `${request.method} ${request.path} at version ${request.apiVersion}`;
    return request.page === 1
      ? fault(reader, "notCollected", `The recording holds no answer to ${what}.`)
      : fault(reader, "failed", `The recording holds no page ${request.page} of ${what}.`);
  }
  const reply = replyFrom(reader, file, request.apiVersion);
  const followed = pages.some((each) => each.page === request.page + 1);
  if (followed && file.status === 200 && !/"nextLink"\s*:\s*"./.test(reply.body))
    return fault(
      reader,
      "failed",
      `The recording holds page ${request.page + 1}, but "${file.path}" has no "nextLink" to it.`,
    );
  return reply;
}

/** The version asked for, else no version, else the newest other, among those with a first page. */
function chooseVersion(files: readonly AnswerFile[], asked: string): string | undefined {
  const versions = new Set(files.filter((file) => file.page === 1).map((file) => file.apiVersion));
  if (versions.has(asked)) return asked;
  if (versions.has("")) return "";
  return [...versions].sort(newestFirst)[0];
}

/** By date; of one date the one without `-preview` first. */
function newestFirst(a: string, b: string): number {
  const [left, right] = [a.slice(0, 10), b.slice(0, 10)];
  return left === right ? a.length - b.length : left < right ? 1 : -1;
}

function graphFiles(answers: ReadonlyMap<string, readonly AnswerFile[]>): GraphFiles {
  const root = GRAPH_PATH.slice(1).toLowerCase();
  const found = new Map<string, readonly AnswerFile[]>();
  for (const [key, files] of answers)
    if (key === root || key.startsWith(`${root}/`)) found.set(key.slice(root.length + 1), files);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function tenantsOf(
  answers: ReadonlyMap<string, unknown>,
  folder: string,
): readonly (string | undefined)[] {
  const tenants = [...answers.keys()]
    .map((key) => /^tenants\/([^/]+)\/subscriptions$/.exec(key)?.[1])
    .filter((tenant) => tenant !== undefined)
    .sort();
  if (answers.has("subscriptions")) return [undefined, ...tenants];
  if (tenants.length > 0) return tenants;
  throw new InputError(
    `Folder "${folder}" is no recording: it holds no "subscriptions.json". docs/collecting.md describes the format.`,
  );
}

/** The files of a recording, each with why it cannot be read, if so: what asks for one of those is answered with it. */
function listRecording(folder: string): ReadonlyMap<string, string | undefined> {
  try {
    const { paths, unread } = listFiles(folder);
    const closed = unread.find(({ path }) => !/\.(json|html|txt)$/i.test(path));
    if (closed)
      throw new InputError(
        `Folder "${folder}" cannot be imported: "${closed.path}" cannot be read: ${closed.reason}.`,
      );
    return new Map([
      ...paths.map((path) => [path, undefined] as const),
      ...unread.map(({ path, reason }) => [path, `"${path}": ${reason}`] as const),
    ]);
  } catch (error) {
    if (error instanceof InputError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "ENOENT" ? "does not exist" : code === "ENOTDIR" ? "is a file" : message;
    throw new InputError(`Folder "${folder}" cannot be imported: it ${why}.`);
  }
}

function readAbout(folder: string, files: ReadonlyMap<string, string | undefined>, now: string) {
  const defaults = { recordedAt: now, endpoint: "https://management.azure.com" };
  if (!files.has("recording.json")) return defaults;
  const file = `${folder}/recording.json`;
  const reason = files.get("recording.json");
  if (reason !== undefined) throw new InputError(`"${file}" cannot be read: ${reason}.`);
  const about = readJson(readTextFile(join(folder, "recording.json")));
  if (!isObject(about)) throw new InputError(`"${file}" must hold a JSON object.`);
  const { recordedAt, endpoint, identity } = about;
  const moment = typeof recordedAt === "string" ? Date.parse(recordedAt) : Number.NaN;
  if (recordedAt !== undefined && Number.isNaN(moment))
    throw new InputError(
      `"recordedAt" in "${file}" must be a moment such as "2026-11-20T08:00:00Z", not ${JSON.stringify(recordedAt)}.`,
    );
  const future = tellFuture(
    new Date(Number.isNaN(moment) ? 0 : moment).toISOString(),
    new Date(now),
  );
  if (future !== undefined)
    throw new InputError(
      `"recordedAt" in "${file}" cannot be right. ${future} Mend the one or the other.`,
    );
  if (endpoint !== undefined && !(typeof endpoint === "string" && URL.canParse(endpoint)))
    throw new InputError(`"endpoint" in "${file}" must be a URL, not ${JSON.stringify(endpoint)}.`);
  return {
    recordedAt: recordedAt === undefined ? now : new Date(moment).toISOString(),
    endpoint: endpoint ?? defaults.endpoint,
    ...(typeof identity === "string" ? { identity } : {}),
  };
}
