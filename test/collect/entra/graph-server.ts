import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answers } from "./tenant.ts";

/** A server that answers as Microsoft Graph does. */
export interface GraphServer {
  readonly url: string;
  /** Path and query of each call, in order, with the moment it came in milliseconds. */
  readonly asked: { readonly url: string; readonly at: number }[];
  close(): Promise<void>;
}

/**
 * Plays Microsoft Graph with these answers by path. What `$select` does not name is left out; a token other than `token` is refused, as
 * one for another audience is. `fault` is asked first: an answer in place of the ordinary one.
 */
export async function startGraphServer(
  answers: Answers,
  token: string,
  fault: (url: URL, before: number) => { status: number; body?: unknown } | undefined = () =>
    undefined,
): Promise<GraphServer> {
  const asked: { url: string; at: number }[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://graph");
    const before = asked.filter((one) => one.url === request.url).length;
    asked.push({ url: request.url ?? "/", at: performance.now() });
    const isKnown = request.headers.authorization === `Bearer ${token}`;
    const audience = { code: "InvalidAuthenticationToken", message: "Invalid audience." };
    const own = answers[url.pathname] as { readonly value?: readonly object[] } | undefined;
    const { status = 200, body } =
      fault(url, before) ??
      (!isKnown
        ? { status: 401, body: { error: audience } }
        : own === undefined
          ? { status: 404, body: { error: { code: "ResourceNotFound", message: "No." } } }
          : { body: selected(own, url.searchParams.get("$select")) });
    response.writeHead(status, { "content-type": "application/json" });
    response.end(body === undefined ? "" : JSON.stringify(body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((done) => server.close(() => done())),
  };
}

/** By default users come without `userType` and `accountEnabled`; with a selection nothing comes that it does not name. */
function selected(body: { readonly value?: readonly object[] }, names: string | null): object {
  if (names === null || !body.value) return body;
  const wanted = new Set(["id", "@odata.type", ...names.split(",")]);
  const value = body.value.map((item) =>
    Object.fromEntries(Object.entries(item).filter(([name]) => wanted.has(name))),
  );
  return { ...body, value };
}
