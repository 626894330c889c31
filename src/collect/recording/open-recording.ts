import { join } from "node:path";
import { readTextFile } from "../../files/decode.ts";
import { InputError } from "../../errors.ts";
import { tellFuture } from "../../future.ts";
import { listFiles } from "../../files/list-files.ts";
import { isObject, type JsonObject, readJson } from "../json/json.ts";
import {
  type AnswerFile,
  best,
  fault,
  type FileReader,
  keyOf,
  readFileName,
  replyFrom,
} from "./recording-files.ts";
import type { Provider } from "../provider.ts";
import type { Source } from "../collect.ts";
import type { SpecialAnswers, UnaskedRows } from "./format.ts";
import type { ServiceResponse, Request } from "../calls/transport.ts";

/** A folder of raw answers, answering as clouds once did. docs/collecting.md has the format. */
export interface Recording {
  /** Whose answers they are, as they have to be read, in the order of the providers. At least one. */
  readonly sources: readonly Source[];
  /** When its answers are said to have been read, ISO 8601 UTC. */
  readonly recordedAt: string;
  /** Who read them. */
  readonly identity?: string;
  /** Files that look like answers and that nothing has asked for so far, sorted. */
  unread(): readonly string[];
  /** Rows in other files that nothing has asked for so far, by their lower-case resource type. */
  unreadRows(): UnaskedRows["types"];
}

/**
 * Opens the recording in `folder`; answers are read when they are asked for. `now` (ISO 8601 UTC) is the time of reading
 * where the recording names none. Throws an `InputError` where the folder is not there or is no recording of any of `providers`.
 */
export function openRecording(
  folder: string,
  now: string,
  providers: readonly Provider[],
): Recording {
  const files = listRecording(folder);
  const answers = new Map<string, AnswerFile[]>();
  for (const path of files.keys()) {
    const file = path === "recording.json" ? undefined : readFileName(path);
    if (file) answers.set(file.key, [...(answers.get(file.key) ?? []), file]);
  }
  const whose = providers.filter((one) => tenantsOf(answers, one).length > 0);
  if (whose.length === 0) throw noRecording(folder, providers);
  const about = readAbout(folder, files, now, whose[0]!);
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
  const opened = whose.map((provider) => ({
    provider,
    special: provider.recording.open(reader, answers),
  }));
  const { endpoints, ...told } = about;
  return {
    ...told,
    sources: opened.map(({ provider, special }) => ({
      provider: special.provider,
      transport: {
        endpoint: endpoints[provider.name] ?? provider.recording.endpoint,
        tenants: tenantsOf(answers, provider),
        send: async (request) => answer(reader, answers, provider, special, request),
      },
    })),
    unread() {
      const unasked = new Set(opened.flatMap(({ special }) => special.unasked().files));
      return [...answers.values()]
        .flat()
        .map((file) => file.path)
        .filter((path) => !read.has(path) || unasked.has(path))
        .sort();
    },
    unreadRows: () => new Map(opened.flatMap(({ special }) => [...special.unasked().types])),
  };
}

/** The answer to one of a provider's calls; what keeps a file from being read is an answer, too. */
function answer(
  reader: FileReader,
  answers: ReadonlyMap<string, readonly AnswerFile[]>,
  { recording }: Provider,
  special: SpecialAnswers<Provider>,
  request: Request,
): ServiceResponse {
  try {
    return (
      special.send(request) ??
      answerFrom(reader, answers.get(keyOf(request, recording)) ?? [], request, recording.link)
    );
  } catch (error) {
    return fault(
      reader,
      "failed",
      `The recording cannot be read: ${(error as Error).message.replace(/\.$/, "")}.`,
    );
  }
}

function answerFrom(
  reader: FileReader,
  files: readonly AnswerFile[],
  request: Request,
  link: string,
): ServiceResponse {
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
  const leadsOn = new RegExp(`"${link}"\\s*:\\s*".`);
  if (followed && file.status === 200 && !leadsOn.test(reply.body))
    return fault(
      reader,
      "failed",
      `The recording holds page ${request.page + 1}, but "${file.path}" has no "${link}" to it.`,
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

/** The tenants whose accounts are listed; one undefined for a list that is of no named one. */
function tenantsOf(
  answers: ReadonlyMap<string, unknown>,
  { recording }: Provider,
): readonly (string | undefined)[] {
  const list = keyOf({ path: recording.accounts }, recording);
  const named = [...answers.keys()]
    .map((key) => (key.endsWith(`/${list}`) ? /^tenants\/([^/]+)\//.exec(key) : null))
    .flatMap((match) => (match && match[0] + list === match.input ? match[1]! : []))
    .sort();
  return answers.has(list) ? [undefined, ...named] : named;
}

function noRecording(folder: string, providers: readonly Provider[]): InputError {
  const lists = providers.map(({ recording }) => `"${recording.accounts.slice(1)}.json"`);
  return new InputError(
    "not-a-recording",
    `Folder "${folder}" is no recording: it holds no ${lists.join(" or ")}. docs/collecting.md describes the format.`,
  );
}

/** The files of a recording, each with why it cannot be read, if so: what asks for one of those is answered with it. */
function listRecording(folder: string): ReadonlyMap<string, string | undefined> {
  try {
    const { paths, unread } = listFiles(folder);
    const closed = unread.find(({ path }) => !/\.(json|html|txt)$/i.test(path));
    if (closed)
      throw new InputError(
        "unreadable-file",
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
    throw new InputError("not-a-recording", `Folder "${folder}" cannot be imported: it ${why}.`);
  }
}

function readAbout(
  folder: string,
  files: ReadonlyMap<string, string | undefined>,
  now: string,
  first: Provider,
) {
  if (!files.has("recording.json")) return { recordedAt: now, endpoints: {} };
  const file = `${folder}/recording.json`;
  const reason = files.get("recording.json");
  if (reason !== undefined)
    throw new InputError("unreadable-file", `"${file}" cannot be read: ${reason}.`);
  const about = readJson(readTextFile(join(folder, "recording.json")));
  if (!isObject(about)) throw new InputError("wrong-value", `"${file}" must hold a JSON object.`);
  const { recordedAt, identity } = about;
  const endpoints = readEndpoints(file, about, first);
  const moment = typeof recordedAt === "string" ? Date.parse(recordedAt) : Number.NaN;
  if (recordedAt !== undefined && Number.isNaN(moment))
    throw new InputError(
      "wrong-value",
      `"recordedAt" in "${file}" must be a moment such as "2026-11-20T08:00:00Z", not ${JSON.stringify(recordedAt)}.`,
    );
  const future = tellFuture(
    new Date(Number.isNaN(moment) ? 0 : moment).toISOString(),
    new Date(now),
  );
  if (future !== undefined)
    throw new InputError(
      "wrong-value",
      `"recordedAt" in "${file}" cannot be right. ${future} Mend the one or the other.`,
    );
  return {
    recordedAt: recordedAt === undefined ? now : new Date(moment).toISOString(),
    endpoints,
    ...(typeof identity === "string" ? { identity } : {}),
  };
}

/** Where calls went, by provider: `endpoint` is the first one's. */
function readEndpoints(
  file: string,
  { endpoint, endpoints = {} }: JsonObject,
  first: Provider,
): Readonly<Record<string, string>> {
  const refuse = (what: string, value: unknown): never => {
    throw new InputError(
      "wrong-value",
      `${what} in "${file}" must be a URL, not ${JSON.stringify(value)}.`,
    );
  };
  const read = (what: string, value: unknown): string =>
    typeof value === "string" && URL.canParse(value) ? value : refuse(what, value);
  const others = isObject(endpoints) ? Object.entries(endpoints) : refuse('"endpoints"', endpoints);
  return {
    ...(endpoint === undefined ? {} : { [first.name]: read('"endpoint"', endpoint) }),
    ...Object.fromEntries(others.map(([name, url]) => [name, read(`"endpoints.${name}"`, url)])),
  };
}
