import type { Fragments } from "../check/fragments.ts";
import { runWhole } from "../check/run.ts";
import type { Results } from "../graphql/results.ts";
import { createAnswers } from "../graphql/schema.ts";
import { type ConnectorSummary, judgedOf, summariseConnectors } from "../report/pages/summary.ts";
import type { Check, Inventory, Run, SnapshotInfo, Verdict, JudgedRun } from "../types.ts";
import { createDocumentReader } from "./documents.ts";
import type { Answering } from "./operation.ts";
import { createHistory, type KnownSince } from "./history.ts";
import type { Limits } from "./limits.ts";

/** Where snapshots come from. */
export interface EstateSource {
  /** Names the snapshot that should answer now; undefined while there is none. Cheap: it is asked every few seconds. */
  newest(): string | undefined;
  open(name: string): Promise<Inventory>;
  /** Newest first. */
  snapshots(): readonly SnapshotInfo[];
}

/** One snapshot, opened and judged: what pages and queries are made from. */
export interface Estate extends Answering {
  readonly name: string;
  readonly run: Run;
  /** One check, with nothing cut from its lists. */
  runCheck(id: string): Promise<Verdict | undefined>;
  /** All that the run's verdicts leave out. */
  readonly whole: JudgedRun;
  /** All connectors, those with the most failing controls first. */
  connectors(): Promise<readonly ConnectorSummary[]>;
  /** Since when a check's offenders are known as such, by asset id, where an earlier snapshot tells. */
  knownSince(check: Check): Promise<KnownSince>;
}

/** What an estate is judged by and answers within. */
export interface EstateOptions {
  readonly source: EstateSource;
  readonly checks: readonly Check[];
  readonly fragments: Fragments;
  readonly limits: Limits;
  readonly clock: () => number;
}

/** Offenders and undecided assets that are kept of each check; a page beyond them judges the check again. */
const KEPT = 1_000;
/** Whole verdicts that are remembered. */
const REMEMBERED = 8;

/** Opens a snapshot and judges it. */
export async function openEstate(name: string, options: EstateOptions): Promise<Estate> {
  const { source, checks, fragments, limits, clock } = options;
  const inventory = await source.open(name);
  const whole = await runWhole(inventory, checks, { limit: KEPT, clock });
  const { run } = whole;
  const verdicts = new Map<string, Promise<Verdict | undefined>>();
  const runCheck = (id: string): Promise<Verdict | undefined> => {
    const known = verdicts.get(id) ?? listWhole(whole, id);
    verdicts.delete(id);
    verdicts.set(id, known);
    const [oldest] = verdicts.keys();
    if (verdicts.size > REMEMBERED) verdicts.delete(oldest!);
    return known;
  };
  const history = createHistory(inventory.snapshot, {
    snapshots: () => source.snapshots(),
    open: (id) => source.open(id),
    clock,
  });
  let connectors: Promise<readonly ConnectorSummary[]> | undefined;
  const results: Results = {
    run: async () => run,
    runCheck,
    findingsOf: whole.findingsOf,
    snapshots: async () => source.snapshots(),
  };
  const answers = createAnswers(inventory, results);
  return {
    name,
    inventory,
    answers,
    readDocument: createDocumentReader(answers.schema, fragments, limits),
    run,
    runCheck,
    whole,
    connectors: () => (connectors ??= listConnectors(inventory, run)),
    async knownSince(check) {
      return history(check, () => whole.offenderIds(check.id));
    },
  };
}

async function listConnectors(
  inventory: Inventory,
  run: Run,
): Promise<readonly ConnectorSummary[]> {
  const found = summariseConnectors(judgedOf(run));
  const known = new Set(found.map(({ id }) => id));
  const [all] = await inventory.select([{ type: "Connector" }]);
  const quiet: ConnectorSummary[] = [];
  for (const rows of all!.rows("matched")) {
    const [ids, names] = await inventory.read(rows, ["id", "name"]);
    ids!.forEach((id, i) => {
      const name = names![i] as string | null;
      if (!known.has(String(id))) quiet.push({ id: String(id), name, failing: 0, undecided: 0 });
    });
  }
  return [...found, ...quiet];
}

async function listWhole(
  { run, offenders, undecided }: JudgedRun,
  id: string,
): Promise<Verdict | undefined> {
  const verdict = run.verdicts.find(({ check }) => check === id);
  if (!verdict) return undefined;
  const all = { offenders: await gather(offenders(id)), undecided: await gather(undecided(id)) };
  return { ...verdict, ...all };
}

async function gather<T>(batches: AsyncIterable<readonly T[]>): Promise<readonly T[]> {
  const all: (readonly T[])[] = [];
  for await (const batch of batches) all.push(batch);
  return all.flat();
}

/** The estate that answers now, exchanged when there is a newer snapshot. */
export interface EstateFollower {
  readonly current: Estate | undefined;
  /** Looks for a newer snapshot; never throws. What cannot be opened is reported once, and the one before stays. */
  refresh(): Promise<void>;
}

/** Follows the newest snapshot of a source. `onProblem` is told what could not be opened, and why. */
export function followEstate(
  options: EstateOptions,
  onProblem: (name: string, error: unknown) => void,
): EstateFollower {
  let current: Estate | undefined;
  let tried: string | undefined;
  let running: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      const name = options.source.newest();
      if (name === undefined || name === tried) return;
      tried = name;
      current = await openEstate(name, options);
    } catch (error) {
      onProblem(tried ?? "newest", error);
    }
  };
  return {
    get current() {
      return current;
    },
    refresh() {
      running ??= look().finally(() => {
        running = undefined;
      });
      return running;
    },
  };
}
