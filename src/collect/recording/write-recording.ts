import { createHash } from "node:crypto";
import { constants, existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, readFile, realpath, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { InputError } from "../../errors.ts";
import { looksLikeHtml } from "../calls/failure.ts";
import { isObject, readJson } from "../json/json.ts";
import { makeFolder } from "../../files/make-folder.ts";
import { isShortened, stemOf } from "./recording-files.ts";
import type { Provider } from "../provider.ts";
import type { RecordingFormat } from "./format.ts";
import type { Redactor } from "./redactor.ts";
import type { Reply, Request, Transport } from "../calls/transport.ts";
import { isSign } from "../calls/completeness-signs.ts";

export interface RecordOptions {
  /** ISO 8601 UTC. */
  readonly recordedAt: string;
  readonly identity?: string;
  readonly redactor?: Redactor;
  /** The folder may hold answers already: those of the run that is resumed. */
  readonly resumed?: boolean;
}

/** A file that is written anew, never one that a link leads to, nor a pipe that would wait for its reader. */
const writeFlags =
  constants.O_WRONLY |
  constants.O_CREAT |
  constants.O_TRUNC |
  (constants.O_NOFOLLOW ?? 0) |
  (constants.O_NONBLOCK ?? 0);

/** A folder that answers are kept in, whoever gives them. */
export interface Recorder {
  /** The same transport; every answer that comes through it is kept, as the provider's recordings have it. */
  record<T extends Transport>(inner: T, format: RecordingFormat<unknown>): T;
  /** Once all is read: what was redacted first may hold names that only later answers told. */
  finish(): Promise<void>;
}

/**
 * Begins a recording of the `sources` in `folder`, in the format that `openRecording` reads. Requests carry no token, and none is
 * written. Throws an `InputError` where the folder holds something else.
 */
export async function beginRecording(
  folder: string,
  sources: readonly {
    readonly provider: Pick<Provider, "name">;
    readonly transport: Pick<Transport, "endpoint">;
  }[],
  { redactor, identity, recordedAt, resumed = false }: RecordOptions,
): Promise<Recorder> {
  refuseOccupied(folder, resumed);
  makeFolder(folder);
  const told = (text: string) => redactor?.text(text) ?? text;
  const [first, ...others] = sources.map(({ provider, transport }) => [
    provider.name,
    told(transport.endpoint),
  ]);
  const about = {
    ...{ recordedAt, endpoint: first![1] },
    ...(others.length > 0 ? { endpoints: Object.fromEntries(others) as object } : {}),
    ...(identity === undefined ? {} : { identity: told(identity) }),
  };
  const made = new Map<string, Promise<unknown>>();
  const write = async (path: string, text: string) => {
    const target = join(folder, path);
    const parent = dirname(target);
    const ready = made.get(parent) ?? makeInside(folder, parent);
    made.set(parent, ready);
    await ready;
    await writeFile(target, text, { flag: writeFlags });
  };
  const written = new Set<string>();
  const writeAnswer = async (path: string, text: string) => {
    if (redactor) written.add(path);
    await write(path, text);
  };
  await write("recording.json", `${JSON.stringify(about, undefined, 2)}\n`);
  return {
    record: (inner, format) => ({
      ...inner,
      async send(request: Request) {
        const answer = await inner.send(request);
        if (answer.kind === "reply")
          await keep({ write, writeAnswer }, request, answer, format, redactor);
        return answer;
      },
    }),
    async finish() {
      for (const path of written) {
        const text = await readFile(join(folder, path), "utf8");
        const again = redactor!.bodyAgain(text);
        if (again !== text) await writeFile(join(folder, path), again, { flag: writeFlags });
      }
    },
  };
}

/** Folders that are resumed into may have become links, which lead out of the recording. */
async function makeInside(folder: string, parent: string): Promise<void> {
  const root = await realpath(folder);
  const nearest = nearestThere(parent);
  const place = await realpath(nearest);
  if (place === join(root, relative(folder, nearest))) {
    await mkdir(parent, { recursive: true });
    return;
  }
  throw new InputError(
    "unwritable-file",
    `"${parent}" cannot be recorded to: it is a link, or behind one, and leads to "${place}".`,
  );
}

type Write = (path: string, text: string) => Promise<void>;

async function keep(
  { write, writeAnswer }: Readonly<Record<"write" | "writeAnswer", Write>>,
  request: Request,
  reply: Reply,
  format: RecordingFormat<unknown>,
  redactor: Redactor | undefined,
): Promise<void> {
  const { withoutTokens } = format;
  const redact = (text: string) => redactor?.body(withoutTokens(text)) ?? withoutTokens(text);
  const path = redactor ? redactor.path(request.path) : request.path;
  const tenant =
    request.tenant === undefined
      ? {}
      : { tenant: redactor?.tenant(request.tenant) ?? request.tenant };
  const question = format.questionOf?.(request);
  const stem = stemOf(
    { ...request, path, ...tenant },
    format,
    question === undefined ? undefined : digestOf(question),
  );
  const status = reply.status === 200 ? "" : `.${reply.status}`;
  await writeAnswer(`${stem}${status}.${endingOf(reply.body)}`, redact(reply.body));
  const headers = Object.entries(reply.headers).flatMap(([name, value]) =>
    value !== "" && (isSign(name) || format.keepsHeader(name))
      ? [[name, redactor?.text(value) ?? withoutTokens(value)]]
      : [],
  );
  if (headers.length > 0)
    await writeAnswer(`${stem}${status}.headers.json`, JSON.stringify(Object.fromEntries(headers)));
  if (isShortened({ path })) await write(`${stem}.request.json`, JSON.stringify({ path }));
  if (question !== undefined && request.page === 1)
    await write(
      `${stem}.request.json`,
      withQuestion(redact(JSON.stringify(request.body)), request),
    );
}

/** The query is the program's own, and read again as it stands. */
function withQuestion(redacted: string, { body }: Request): string {
  const question = readJson(redacted);
  if (!isObject(body) || !isObject(question)) return redacted;
  return JSON.stringify({ ...question, query: body.query });
}

function digestOf(question: unknown): string {
  return createHash("sha256").update(JSON.stringify(question)).digest("hex").slice(0, 16);
}

function endingOf(body: string): string {
  if (looksLikeHtml(body)) return "html";
  return readJson(body) === undefined ? "txt" : "json";
}

function refuseFileInPath(folder: string): void {
  const nearest = nearestThere(folder);
  if (!statSync(nearest).isDirectory())
    throw new InputError(
      "unwritable-file",
      `"${folder}" cannot be a folder: "${nearest}" is a file.`,
    );
}

/** The path itself or the nearest folder above it that exists. */
function nearestThere(path: string): string {
  return existsSync(path) ? path : nearestThere(dirname(path));
}

function refuseOccupied(folder: string, resumed: boolean): void {
  refuseFileInPath(folder);
  if (!existsSync(folder) || (resumed && existsSync(join(folder, "recording.json")))) return;
  if (readdirSync(folder).length > 0)
    throw new InputError(
      "folder-not-empty",
      `"${folder}" is not empty. "--record" takes a folder of its own.`,
    );
}
