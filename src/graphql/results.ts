import { GraphQLError } from "graphql";
import { compareText } from "../dialect/values.ts";
import { shorten, suggestionFor } from "../errors.ts";
import type {
  AssetName,
  Check,
  Collection,
  Evidence,
  Finding,
  JudgedRun,
  MissingEvidence,
  Offender,
  PartOfList,
  Rule,
  Run,
  SnapshotInfo,
  UndecidedAsset,
  Verdict,
} from "../types.ts";
import { type Arguments, readFilter, readWindow } from "./arguments.ts";
import type { Call } from "./call.ts";
import { LazyList } from "./children.ts";
import { constantName } from "./gaps.ts";
import { type RowRef, type RowList, readAcross, splitByType } from "./nodes.ts";
import type { Method } from "./root.ts";
import type { RowFields } from "./rows.ts";
import { readInstant } from "../dialect/moments.ts";
import { readId } from "../model/spellings.ts";

/** What was found out about an inventory, and where else one could look. */
export interface Results {
  /** The suite over the inventory. Lists of offenders may be cut. */
  run(): Promise<Run>;
  /** What its lists leave out, and what was found about single assets; work ends with the signal. */
  judged(
    signal: AbortSignal | undefined,
  ): Pick<JudgedRun, "offenders" | "undecided" | "unreadable" | "findingsOf">;
  /** A verdict that names so many collections that could not be read may wait for more. */
  readonly unreadableLimit?: number;
  /** Newest first. */
  snapshots(): Promise<readonly SnapshotInfo[]>;
}

/** The root fields of `renderResultsSdl`. Plain objects below them answer by properties and methods. */
export function createResultsRoot(results: Results): Record<string, Method> {
  return {
    controls: async (args) => {
      const run = await results.run();
      return page(select(run, args), args, (check) => renderControl(results, run, check));
    },
    control: async ({ id }) => {
      const run = await results.run();
      const check = run.checks.find((candidate) => candidate.id === id);
      return check ? renderControl(results, run, check) : null;
    },
    checks: async (args) => {
      const run = await results.run();
      const all = run.checks.flatMap((check) =>
        check.rules.map((rule) => renderCheck(results, run, check, rule)),
      );
      const wanted = args.status as readonly string[] | undefined;
      const kept = all.filter(
        ({ results: came }) => !wanted || came.some(({ status }) => wanted.includes(status)),
      );
      return page(kept, args, (check) => check);
    },
    verdicts: async (args) => {
      const run = await results.run();
      return page(select(run, args), args, (check) => renderVerdictOf(results, run, check));
    },
    runCheck: async ({ id }) => {
      const run = await results.run();
      const verdict = run.verdicts.find(({ check }) => check === id);
      const known = run.checks.map((check) => check.id);
      if (!verdict)
        throw new GraphQLError(
          `Unknown check "${shorten(String(id))}".${suggestionFor(String(id), known)}`,
          {
            extensions: { code: "BAD_USER_INPUT" },
          },
        );
      return renderVerdict(results, run, verdict);
    },
    asset: ({ id }, call, key) => findAsset(call, String(id), key),
    node: ({ id }, call, key) => findNode(results, call, String(id), key),
    snapshot: (_args, call) => renderSnapshot(call.inventory.snapshot),
    snapshots: async () => (await results.snapshots()).map(renderSnapshot),
    coverage: async (args, call) => page(await coverage(call, args), args, renderCollection),
  };
}

/** The fields that `renderResultsSdl` adds to every asset. */
export function createRowFields(results: Results): RowFields {
  return {
    async findings(call: Call, list: RowList) {
      const read = call.inventory.read.bind(call.inventory);
      const [ids] = await readAcross(list, ["id"], read);
      const run = await results.run();
      const judged = results.judged(call.signal);
      const found: (readonly Finding[])[] = [];
      for (const { rows } of splitByType(list)) {
        // The same asset may stand in many places of an answer; it is judged once.
        const once = Uint32Array.from(new Set(rows.rows)).sort();
        found.push(await judged.findingsOf({ type: rows.type, rows: once }));
      }
      const byAsset = Map.groupBy(
        found.flat(),
        ({ offender, undecided }) => (offender ?? undecided)!.asset.id,
      );
      const render = ({ check, offender, undecided }: Finding) => ({
        control: () => renderControl(results, run, check),
        status: offender ? "FAIL" : "UNDECIDED",
        because: new LazyList(offender?.because ?? [], renderEvidence),
        missing: new LazyList(undecided?.missing ?? [], renderMissing),
      });
      return ids!.map((id) => new LazyList(byAsset.get(String(id)) ?? [], render));
    },
  };
}

/** The asset that is meant by `id`. Where none is known, what was not read is noted: it may be there. */
async function findAsset(call: Call, id: string, key: string | undefined): Promise<RowRef | null> {
  const { model } = call.inventory;
  const wanted = readId(id);
  const assets = model.abstractTypes.get("Asset")?.members ?? [];
  const found = await Promise.all(assets.map((type) => call.find(type, wanted)));
  const row = found.find((one) => one !== null);
  if (!row) await call.select({ type: "Asset", where: readFilter(call, "Asset", { id }) }, key);
  return row ?? null;
}

async function findNode(results: Results, call: Call, id: string, key: string | undefined) {
  const run = await results.run();
  for (const check of run.checks) {
    if (check.id === id) return { __typename: "Control", ...renderControl(results, run, check) };
    const rule = check.rules.find(({ name }) => `${check.id}#${name}` === id);
    if (rule) return { __typename: "Check", ...renderCheck(results, run, check, rule) };
  }
  const snapshot = (await results.snapshots()).find((one) => one.id === id);
  return snapshot
    ? { __typename: "Snapshot", ...renderSnapshot(snapshot) }
    : findAsset(call, id, key);
}

function select(run: Run, args: Arguments): readonly Check[] {
  const severities = args.severity as readonly string[] | undefined;
  const statuses = args.status as readonly string[] | undefined;
  const framework = args.framework as string | undefined;
  const tag = args.tag as string | undefined;
  return run.checks.filter(
    (check, i) =>
      (!severities || severities.includes(check.severity)) &&
      (!statuses || statuses.includes(constantName(run.verdicts[i]!.status))) &&
      (!framework ||
        check.frameworks.some((id) => id === framework || id.startsWith(`${framework}:`))) &&
      (!tag || check.tags.includes(tag)),
  );
}

function page<T>(items: readonly T[], args: Arguments, make: (item: T) => object): LazyList<T> {
  const { offset, limit } = readWindow(args);
  const to = limit === undefined ? undefined : offset + limit;
  return new LazyList(items, make, { from: offset, to });
}

function renderControl(results: Results, run: Run, check: Check) {
  return {
    ...check,
    checks: () => new LazyList(check.rules, (rule) => renderCheck(results, run, check, rule)),
    verdict: () => renderVerdictOf(results, run, check),
  };
}

function renderCheck(results: Results, run: Run, check: Check, rule: Rule) {
  const verdict = run.verdicts[run.checks.indexOf(check)]!;
  return {
    id: `${check.id}#${rule.name}`,
    name: rule.name,
    type: rule.query.type,
    control: () => renderControl(results, run, check),
    results: verdict.rules
      .filter((result) => result.rule === rule.name)
      .map((result) => ({ ...result, status: constantName(result.status) })),
  };
}

function renderVerdictOf(results: Results, run: Run, check: Check) {
  return renderVerdict(results, run, run.verdicts[run.checks.indexOf(check)]!);
}

function renderVerdict(results: Results, run: Run, verdict: Verdict) {
  const { check } = verdict;
  return {
    control: () =>
      renderControl(
        results,
        run,
        run.checks.find(({ id }) => id === check)!,
      ),
    status: constantName(verdict.status),
    scope: verdict.scope,
    examined: () =>
      new LazyList(Object.entries(verdict.examined), ([type, count]) => ({ type, count })),
    offenderCount: verdict.offenderCount,
    async offenders(args: Arguments, call: Call) {
      const { offenders, offenderCount } = verdict;
      const more = (part: PartOfList) => results.judged(call.signal).offenders(check, part);
      const list = { kept: offenders, count: offenderCount, more };
      return new LazyList(await readPart(call, args, list), renderOffender);
    },
    undecidedCount: verdict.undecidedCount,
    async undecided(args: Arguments, call: Call) {
      const { undecided, undecidedCount } = verdict;
      const more = (part: PartOfList) => results.judged(call.signal).undecided(check, part);
      const list = { kept: undecided, count: undecidedCount, more };
      return new LazyList(await readPart(call, args, list), renderUndecided);
    },
    async unreadable(_args: Arguments, call: Call) {
      const { unreadable } = verdict;
      const isCut = unreadable.length === results.unreadableLimit;
      const whole = isCut ? await results.judged(call.signal).unreadable(check) : unreadable;
      return new LazyList(whole, renderCollection);
    },
  };
}

/** A list of a verdict: those that are kept, how many there are in all, and where the others are described. */
interface LongList<T> {
  readonly kept: readonly T[];
  readonly count: number;
  more(part: PartOfList): AsyncIterable<readonly T[]>;
}

/** The members that are asked for. Those that have to be described are accounted for before. */
async function readPart<T>(
  call: Call,
  args: Arguments,
  { kept, count, more }: LongList<T>,
): Promise<readonly T[]> {
  const { offset, limit = Number.POSITIVE_INFINITY } = readWindow(args);
  const length = Math.max(0, Math.min(count - offset, limit));
  if (offset + length <= kept.length || kept.length === count)
    return kept.slice(offset, offset + length);
  call.spend(length, "described");
  const members: T[] = [];
  for await (const batch of more({ offset, limit: length })) members.push(...batch);
  return members;
}

function renderOffender({ asset, rule, because }: Offender) {
  return { ...renderName(asset), check: rule, because: new LazyList(because, renderEvidence) };
}

function renderUndecided({ asset, rule, missing }: UndecidedAsset) {
  return { ...renderName(asset), check: rule, missing: new LazyList(missing, renderMissing) };
}

function renderName({ id, name, type, connector }: AssetName) {
  return {
    assetId: id,
    name,
    type,
    connector: connector && { connectorId: connector.id, name: connector.name },
    asset: (_args: Arguments, call: Call) =>
      call.inventory.model.types.get(type)?.kind === "asset" ? call.find(type, id) : null,
  };
}

function renderEvidence({ path, condition, found }: Evidence) {
  return { path, condition, found: found === undefined ? null : JSON.stringify(found) };
}

function renderMissing({ path, collection, id, reason }: MissingEvidence) {
  return {
    path,
    collection: collection ? renderCollection(collection) : null,
    assetId: id ?? null,
    reason: reason ?? null,
  };
}

/** Collections at once; an estate of a million connectors has too many to make an object of each. */
const MOST_COLLECTIONS = 500_000;
/** Collections that are made before others are served. */
const COLLECTIONS_AT_ONCE = 1_000;

async function coverage(call: Call, { type, connector, status }: Arguments) {
  const { inventory } = call;
  const assets = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const types = type === undefined ? assets.map(({ name }) => name) : [String(type)];
  const narrow = connector === undefined ? {} : { connectors: [readId(String(connector))] };
  const count = (await inventory.coverage())
    .filter(({ type: of }) => types.includes(of))
    .reduce((sum, { connectors }) => sum + connectors, 0);
  if (count > MOST_COLLECTIONS && type === undefined && connector === undefined)
    throw new GraphQLError(
      `There are ${count} collections. Ask for those of a type or connector.`,
      {
        extensions: { code: "TOO_MANY_ROWS" },
      },
    );
  const statuses = status as readonly string[] | undefined;
  if (connector === undefined) call.spend(count, "links");
  const wanted: Collection[] = [];
  // In the order that all of them together would have.
  for (const of of types.toSorted(compareText))
    for (let offset = 0, read = COLLECTIONS_AT_ONCE; read === COLLECTIONS_AT_ONCE;) {
      const part = { ...narrow, offset, limit: COLLECTIONS_AT_ONCE };
      const piece = await inventory.collections({ ...part, types: [of] });
      for (const collection of piece)
        if (!statuses || statuses.includes(constantName(collection.status)))
          wanted.push(collection);
      read = piece.length;
      offset += read;
      await call.yieldToEventLoop();
    }
  return wanted;
}

function renderCollection(collection: Collection) {
  return {
    ...collection,
    status: constantName(collection.status),
    // A collection that was never attempted has no moment.
    readAt: collection.readAt ? renderMoment(collection.readAt) : null,
  };
}

function renderSnapshot(snapshot: SnapshotInfo) {
  return { ...snapshot, takenAt: renderMoment(snapshot.takenAt) };
}

/** A moment as those of assets are written. */
function renderMoment(moment: string): string {
  return readInstant(moment) ?? moment;
}
