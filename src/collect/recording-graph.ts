import { type JsonObject, isObject, readJson } from "./json.ts";
import { type AnswerFile, best, fault, type FileReader, replyFrom } from "./recording-files.ts";
import { readGraphPage, readGraphQuery } from "./resource-graph.ts";
import type { Answer, Fault, Reply, Request } from "./transport.ts";

/** Answers of Resource Graph by their place below its folder, sorted; "" is the answer that stands beside the folder. */
export type GraphFiles = ReadonlyMap<string, readonly AnswerFile[]>;

/** One answer with all its pages, and what it covers. */
interface Chain {
  readonly rows: readonly JsonObject[];
  /** Why it is not whole. */
  readonly failure?: Reply | Fault;
  /** Lower-case resource types; undefined: whatever nothing else covers. */
  readonly types: ReadonlySet<string> | undefined;
  /** Lower-case ids; undefined: all. */
  readonly subscriptions: ReadonlySet<string> | undefined;
}

/**
 * What a recording answers to a question of Resource Graph: the rows of all its answers that the question asks for, in
 * one page. A question about several types that are not all covered, or not all whole, is refused as not collected, so
 * that whoever asks tries each type alone. Files are read when the first question comes.
 */
export function createGraphAnswers(
  reader: FileReader,
  files: GraphFiles,
): (request: Request) => Answer {
  let read: readonly Chain[] | undefined;
  return (request) => {
    read ??= [...files].map(([place, each]) => readChain(reader, place, each));
    return answerGraph(reader, read, request);
  };
}

function answerGraph(reader: FileReader, chains: readonly Chain[], request: Request): Answer {
  const question = questionOf(request);
  const relevant = question.types.map((type) => covering(chains, type, question.subscriptions));
  const [first] = relevant;
  if (question.types.length === 1 && first?.failure) return first.failure;
  if (relevant.some((each) => each === undefined || each.failure !== undefined))
    return fault(
      reader,
      "notCollected",
      `The recording holds no answer of Resource Graph about ${question.types.join(", ")}.`,
    );
  const data = relevant.flatMap((each) => each!.rows);
  const body = JSON.stringify({ count: data.length, data, resultTruncated: "false" });
  return {
    kind: "reply",
    status: 200,
    headers: {},
    body,
    apiVersion: request.apiVersion,
    readAt: reader.recordedAt,
  };
}

/** The rows of one type in these subscriptions, if answers cover all of them. */
function covering(
  chains: readonly Chain[],
  type: string,
  subscriptions: ReadonlySet<string>,
): Pick<Chain, "rows" | "failure"> | undefined {
  const named = chains.filter((chain) => chain.types?.has(type));
  const usable = named.length > 0 ? named : chains.filter((chain) => !chain.types && chain.failure);
  const open = new Set(subscriptions);
  const rows: JsonObject[] = [];
  for (const chain of usable) {
    const overlaps = [...subscriptions].some((id) => chain.subscriptions?.has(id) ?? true);
    if (!overlaps) continue;
    if (chain.failure) return { rows: [], failure: chain.failure };
    for (const id of chain.subscriptions ?? subscriptions) open.delete(id);
    rows.push(...chain.rows.filter((row) => isAsked(row, type, subscriptions)));
  }
  if (usable.length === 0 || open.size > 0) return undefined;
  return { rows };
}

function isAsked(row: JsonObject, type: string, subscriptions: ReadonlySet<string>): boolean {
  const subscription = row.subscriptionId;
  return (
    String(row.type).toLowerCase() === type &&
    (typeof subscription !== "string" ||
      subscription === "" ||
      subscriptions.has(subscription.toLowerCase()))
  );
}

function readChain(reader: FileReader, place: string, files: readonly AnswerFile[]): Chain {
  const rows: JsonObject[] = [];
  let failure: Reply | Fault | undefined;
  const last = Math.max(...files.map((file) => file.page));
  for (let page = 1; page <= last && !failure; page++) {
    const file = best(files.filter((each) => each.page === page));
    const read = file && readGraphPage(replyFrom(reader, file, ""));
    if (!file || !read) failure = fault(reader, "failed", missingPage(place, page));
    else if (!("rows" in read)) failure = replyFrom(reader, file, "");
    else {
      rows.push(...read.rows);
      if ((read.skipToken !== undefined) !== page < last)
        failure = fault(reader, "failed", missingPage(place, page + 1));
      if (read.reply.headers["x-ms-tenant-subscription-limit-hit"] === "true") failure = read.reply;
    }
  }
  const request = readCompanion(reader, files);
  const named = place.includes("/") ? [place] : [];
  const types = request?.types ?? [...named, ...rows.map((row) => String(row.type).toLowerCase())];
  return {
    rows,
    ...(failure ? { failure } : {}),
    types: types.length === 0 && failure ? undefined : new Set(types),
    subscriptions: request?.subscriptions,
  };
}

/** The body that was sent, as the recorder keeps it beside the first page. */
function readCompanion(reader: FileReader, files: readonly AnswerFile[]) {
  const companion = files
    .filter((file) => file.page === 1)
    .map((file) => file.path.replace(/(\.\d{3})?\.\w+$/, ".request.json"))
    .find((path) => reader.has(path));
  const body = companion === undefined ? undefined : readJson(reader.text(companion));
  if (!isObject(body)) return undefined;
  const query = readGraphQuery(String(body.query));
  return query && { types: query.types, subscriptions: idsOf(body.subscriptions) };
}

function questionOf(request: Request) {
  const body = isObject(request.body) ? request.body : {};
  const types = readGraphQuery(String(body.query))?.types ?? [];
  return { types, subscriptions: idsOf(body.subscriptions) ?? new Set<string>() };
}

function idsOf(value: unknown): ReadonlySet<string> | undefined {
  return Array.isArray(value)
    ? new Set(value.map((each) => String(each).toLowerCase()))
    : undefined;
}

const missingPage = (place: string, page: number) =>
  `The recording's pages of Resource Graph's answer "${place}" do not fit their links at page ${page}.`;
