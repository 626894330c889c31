import { type JsonObject, isObject, readJson } from "../json/json.ts";
import {
  type AnswerFile,
  best,
  fault,
  type FileReader,
  replyFrom,
} from "../recording/recording-files.ts";
import {
  createPageCheck,
  GRAPH_API_VERSION,
  type GraphQuestion,
  type PartQuestion,
  readGraphPage,
  readGraphQuery,
  subscriptionsOf,
} from "./resource-graph.ts";
import type { UnaskedRows } from "../recording/format.ts";
import type { ServiceResponse, Fault, Reply, Request } from "../calls/transport.ts";

/** Answers of Resource Graph by their place below its folder, sorted; "" is the answer that stands beside the folder. */
export type GraphFiles = ReadonlyMap<string, readonly AnswerFile[]>;

/** What a recording answers to questions of Resource Graph. Files are read when the first question comes. */
export interface GraphAnswers {
  /** A question as those that this recording has one answer each to. */
  readonly part: PartQuestion;
  /**
   * The rows of all answers that the question asks for, in one page; where those are not whole, in a first page that why
   * they are not follows as the second. A question that has to be parted first is refused as not collected.
   */
  send(request: Request): ServiceResponse;
  /** What the answers hold that no question has asked for so far. */
  unasked(): UnaskedRows;
}

/** One answer with all its pages, and what it covers. */
interface Chain {
  readonly files: readonly AnswerFile[];
  readonly rows: ReadonlyMap<string, readonly JsonObject[]>;
  /** Why it is not whole. */
  readonly failure?: Reply | Fault;
  /** Lower-case resource types; undefined: whatever nothing else covers. */
  readonly types: ReadonlySet<string> | undefined;
  /** Lower-case ids; undefined: all. */
  readonly subscriptions: ReadonlySet<string> | undefined;
}

/** The answers about one resource type: those about all subscriptions, and those about some by subscription. */
interface Covering {
  readonly everywhere: Chain[];
  readonly bySubscription: Map<string, Chain[]>;
}

/** The answers of the recording at `files`. */
export function createGraphAnswers(reader: FileReader, files: GraphFiles): GraphAnswers {
  const asked = new Set<string>();
  let chains: readonly Chain[] | undefined;
  let find: ChainsFor | undefined;
  const chainsFor: ChainsFor = (type, subscription) => {
    chains ??= [...files].map(([place, each]) => readChain(reader, place, each));
    find ??= indexChains(chains);
    asked.add(type);
    return find(type, subscription);
  };
  return {
    part: (question) => partQuestion(question, chainsFor),
    send: (request) => answerGraph(reader, chainsFor, request),
    unasked: () => listUnasked(chains ?? [], asked),
  };
}

function listUnasked(chains: readonly Chain[], asked: ReadonlySet<string>): UnaskedRows {
  const files: string[] = [];
  const types = new Map<string, { rows: number; file: string }>();
  for (const chain of chains) {
    // An answer that names no type was there for every question.
    const own = [...new Set([...(chain.types ?? []), ...chain.rows.keys()])];
    if (own.length > 0 && chain.types && !own.some((type) => asked.has(type))) {
      files.push(...chain.files.map(({ path }) => path));
      continue;
    }
    const [first] = chain.files;
    for (const [type, rows] of chain.rows) {
      if (asked.has(type) || !first) continue;
      const known = types.get(type) ?? { rows: 0, file: first.path };
      types.set(type, { ...known, rows: known.rows + rows.length });
    }
  }
  return { files, types: new Map([...types].sort(([a], [b]) => (a < b ? -1 : 1))) };
}

type ChainsFor = (type: string, subscription: string) => readonly Chain[];

/** Types whose answers are whole in the same subscriptions stay together; of others each is asked about alone. */
function partQuestion(question: GraphQuestion, chainsFor: ChainsFor): readonly GraphQuestion[] {
  const parts = new Map<string, { types: string[]; subscriptions: readonly string[] }>();
  const numbers = new Map<Chain, number>();
  const numberOf = (chain: Chain) => {
    if (!numbers.has(chain)) numbers.set(chain, numbers.size);
    return numbers.get(chain)!;
  };
  for (const type of question.types) {
    const groups = Map.groupBy(question.subscriptions, (subscription) => {
      const chains = chainsFor(type, subscription.toLowerCase());
      const isWhole = chains.length > 0 && chains.every(({ failure }) => !failure);
      return isWhole ? "whole" : `${type} ${chains.map(numberOf).join()}`;
    });
    for (const [fate, subscriptions] of groups) {
      const key = `${fate} ${subscriptions.join()}`;
      const part = parts.get(key);
      if (part) part.types.push(type);
      else parts.set(key, { types: [type], subscriptions });
    }
  }
  return [...parts.values()].map((part) => ({ ...question, ...part }));
}

function answerGraph(reader: FileReader, chainsFor: ChainsFor, request: Request): ServiceResponse {
  const question = questionOf(request);
  const parts = partQuestion(question, chainsFor);
  const types = question.types.join(", ");
  const none = `The recording holds no answer of Resource Graph about ${types}.`;
  if (parts.length > 1) return fault(reader, "notCollected", none);
  const asked = question.types.map((type) => ({
    type,
    chains: [...new Set(question.subscriptions.flatMap((id) => chainsFor(type, id)))],
  }));
  const failure = asked.flatMap(({ chains }) => chains).find((chain) => chain.failure)?.failure;
  const wanted = new Set(question.subscriptions);
  const data = asked.flatMap(({ type, chains }) =>
    chains.flatMap((chain) => (chain.rows.get(type) ?? []).filter((row) => isIn(row, wanted))),
  );
  if (failure && (data.length === 0 || request.page > 1)) return failure;
  if (asked.some(({ chains }) => chains.length === 0)) return fault(reader, "notCollected", none);
  const more = failure
    ? { $skipToken: "the rest" }
    : { totalRecords: new Set(data.map(({ id }) => String(id).toLowerCase())).size };
  const body = JSON.stringify({ count: data.length, data, resultTruncated: "false", ...more });
  const { apiVersion } = request;
  const readAt = reader.recordedAt;
  return { kind: "reply", status: 200, headers: {}, body, apiVersion, readAt };
}

/** Rows that name no subscription are everybody's. */
function isIn(row: JsonObject, subscriptions: ReadonlySet<string>): boolean {
  const { column, id } = subscriptionsOf(row);
  const named = column ?? id;
  return named === undefined || subscriptions.has(named);
}

/** Finds the answers about a type in a subscription, by their lower-case names. */
function indexChains(chains: readonly Chain[]): ChainsFor {
  const index = new Map<string, Covering>();
  for (const chain of chains)
    for (const type of chain.types ?? []) {
      const covering: Covering = index.get(type) ?? { everywhere: [], bySubscription: new Map() };
      index.set(type, covering);
      if (!chain.subscriptions) covering.everywhere.push(chain);
      for (const id of chain.subscriptions ?? [])
        covering.bySubscription.set(id, [...(covering.bySubscription.get(id) ?? []), chain]);
    }
  const others = chains.filter((chain) => !chain.types && chain.failure);
  return (type, subscription) => {
    const covering = index.get(type);
    if (!covering) return others.filter((chain) => chain.subscriptions?.has(subscription) ?? true);
    return withoutRetried([
      ...covering.everywhere,
      ...(covering.bySubscription.get(subscription) ?? []),
    ]);
  };
}

/** A refused question about several types was asked again about fewer, and those answers count. */
function withoutRetried(chains: readonly Chain[]): readonly Chain[] {
  const sizeOf = (chain: Chain) => chain.types?.size ?? 0;
  const narrowest = chains.map(sizeOf).reduce((least, size) => Math.min(least, size), Infinity);
  return chains.filter(
    (chain) => !chain.failure || chain.rows.size > 0 || sizeOf(chain) === narrowest,
  );
}

function readChain(reader: FileReader, place: string, files: readonly AnswerFile[]): Chain {
  const rows: JsonObject[] = [];
  const request = readCompanion(reader, files);
  const check = createPageCheck(request);
  let failure: Reply | Fault | undefined;
  const last = files.reduce((most, file) => Math.max(most, file.page), 1);
  for (let page = 1; page <= last && !failure; page++) {
    const file = best(files.filter((each) => each.page === page));
    const reply = file && replyFrom(reader, file, GRAPH_API_VERSION);
    const read = reply && readGraphPage(reply);
    if (!read) failure = fault(reader, "failed", missingPage(place, page));
    else if (!("rows" in read)) failure = reply;
    else {
      // One by one: a hand-made file may hold more rows than a call takes arguments.
      for (const row of read.rows) rows.push(row);
      const trouble = check(read);
      if (trouble) failure = fault(reader, trouble.status, trouble.cause);
      else if ((read.skipToken !== undefined) !== page < last)
        failure = fault(reader, "failed", missingPage(place, page + 1));
    }
  }
  const named = place.includes("/") ? [place] : [];
  const byType = Map.groupBy(rows, (row) => String(row.type).toLowerCase());
  const types = request?.types ?? [...named, ...byType.keys()];
  return {
    files,
    rows: byType,
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

function questionOf(request: Request): GraphQuestion {
  const body = isObject(request.body) ? request.body : {};
  const { table, types } = readGraphQuery(String(body.query)) ?? { table: "", types: [] };
  return { table, types, subscriptions: [...(idsOf(body.subscriptions) ?? [])] };
}

function idsOf(value: unknown): ReadonlySet<string> | undefined {
  return Array.isArray(value)
    ? new Set(value.map((each) => String(each).toLowerCase()))
    : undefined;
}

const missingPage = (place: string, page: number) =>
  `The recording's pages of Resource Graph's answer "${place}" do not fit their links at page ${page}.`;
