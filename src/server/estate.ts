import { readScope, type Scope } from "../check/scope/scope.ts";
import { type ConnectorSummary, type Links, linksOver } from "../report/pages.ts";
import { runWhole } from "../check/run/run.ts";
import { invariant } from "../errors.ts";
import type { Results } from "../graphql/results.ts";
import type { Published } from "../dialect/shown-filters.ts";
import { answersOf, type Executor } from "../graphql/answers.ts";
import { createExecutableSchema } from "../graphql/schema.ts";
import type {
  AssetName,
  AssetType,
  Check,
  Inventory,
  JudgedRun,
  Run,
  SnapshotInfo,
} from "../types.ts";
import type { ConnectorList } from "./connector-list.ts";
import { createDocumentReader } from "./documents.ts";
import { createLease, type Lease } from "./lease.ts";
import type { ReadDocument as ReadCheck } from "../check/document/document.ts";
import { findConnected } from "../check/run/connected.ts";
import { createTextReader } from "../check/document/read-text.ts";
import type { Answering } from "./answering.ts";
import { createHistory, type KnownSince } from "./history.ts";
import type { Limits } from "./limits.ts";
import { createSharedWork } from "./shared-work.ts";
import type { Suite } from "./suite.ts";
import { createView, type View } from "./view.ts";

/** A snapshot as its source lists it. */
export interface ListedSnapshot {
  readonly name: string;
  /** Why it cannot be read, as far as that is known without opening it. */
  readonly problem?: string;
  /** Changes whenever the file or the rights to it do. */
  readonly mark?: string;
}

/** Where snapshots come from. */
export interface EstateSource {
  /** Newest first, with those that cannot be read. Cheap: it is asked every few seconds. */
  list(): readonly ListedSnapshot[];
  open(name: string): Promise<Inventory>;
  /** Newest first. */
  snapshots(): readonly SnapshotInfo[];
}

/** One snapshot, opened and judged: what pages and queries are made from. */
export interface Estate extends Answering {
  readonly name: string;
  readonly run: Run;
  /** Which asset types this version reads in the clouds that the snapshot has accounts of. */
  readonly isRead: (type: AssetType) => boolean;
  /** All that the run's verdicts leave out. */
  readonly whole: JudgedRun;
  /** The same, for work that ends with this signal. */
  until(signal: AbortSignal): Estate;
  /** Which of its assets are shown; undefined: all. */
  readonly scope?: Scope | undefined;
  /**
   * The same snapshot, judged for those of its assets alone that words mean: `subscription:web-prod`.
   *
   * @throws InputError of all words that stand for nothing in it
   */
  narrowTo(words: readonly string[]): Promise<Estate>;
  /** Reads a document that no file holds as a check; mistakes name it by `name`. */
  readCheck(text: string, name: string): ReadCheck;
  /** Judges a further check over what is shown. */
  judgeCheck(check: Check): Promise<JudgedRun>;
  /** No more is asked of it but by who holds it: then its file is closed. */
  retire(): void;
  /** The connectors that verdicts speak of, worked out once. */
  summarise(): Promise<readonly ConnectorSummary[]>;
  /** All connectors, those with the most failing controls first. */
  connectors(): Promise<ConnectorList>;
  /** Since when some of a check's offenders are known as such, by asset id, where an earlier snapshot tells. */
  knownSince(check: Check, assets: readonly AssetName[]): Promise<KnownSince>;
}

/** What an estate is judged by and answers within. */
export interface EstateOptions extends Suite {
  readonly source: EstateSource;
  readonly limits: Limits;
  /** Which asset types this version reads, where not all: of the others nothing is missing in a connector. */
  readonly isRead?: (type: AssetType) => boolean;
  readonly clock: () => number;
  /** Which spelling of filters introspection shows. */
  readonly published?: Published | undefined;
  /** Who answers queries: by default the executor that works level by level. */
  readonly executor?: Executor | undefined;
}

/** Offenders, undecided assets and unread collections that are kept of each check; those beyond are described when they are asked for. */
const KEPT = 1_000;

/** Scopes for which a snapshot stays judged: those that were asked for last. */
const MOST_SCOPES = 8;

/** Opens a snapshot and judges it. */
export async function openEstate(name: string, options: EstateOptions): Promise<Estate> {
  const { source, clock } = options;
  const answering = await openAnswering(name, options);
  const { inventory } = answering;
  const whole = await answering.judge().catch((error: unknown) => {
    inventory.close();
    throw error;
  });
  const isConnected = await findConnected(inventory);
  const isRead = options.isRead ?? (() => true);
  const history = createHistory(inventory.snapshot, {
    snapshots: () => source.snapshots(),
    open: (id) => source.open(id),
    clock,
  });
  const narrowed = createSharedWork(MOST_SCOPES, async (key, signal) => {
    const release = answering.hold();
    try {
      const own = inventory.until(signal);
      const scope = await readScope(own, JSON.parse(key) as readonly string[]);
      return createView(await judgeAll(own, options, scope), scope);
    } finally {
      release();
    }
  });
  const readCheck = createTextReader(inventory.model, options.fragments);
  const create = (own: Inventory, view: View, signal?: AbortSignal): Estate => ({
    ...answering,
    name,
    inventory: own,
    run: view.whole.run,
    scope: view.scope,
    isRead: (type) => isRead(type) && isConnected(type),
    whole: signal ? view.whole.until(signal) : view.whole,
    until: (ending) => create(inventory.until(ending), view, ending),
    narrowTo: async (words) =>
      words.length === 0
        ? create(own, view, signal)
        : create(own, await narrowed(JSON.stringify(words), signal), signal),
    readCheck,
    judgeCheck: (check) => judgeAll(own, { ...options, checks: [check] }, view.scope),
    summarise: view.summarise,
    connectors: () => view.connectors(own),
    knownSince: (check, assets) => history(check, assets, signal),
  });
  return create(inventory, createView(whole));
}

/** Links between the pages of an estate. */
export function linksOf({ run }: Estate): Links {
  return linksOver(run.snapshot.id, run.narrowedTo);
}

function judgeAll(
  inventory: Inventory,
  { checks, clock }: EstateOptions,
  scope?: Scope,
): Promise<JudgedRun> {
  const narrowing = scope ? { scope } : {};
  return runWhole(inventory, checks, { limit: KEPT, unreadableLimit: KEPT, clock, ...narrowing });
}

/** A snapshot that answers queries, and is judged once when the first of them asks what checks found. */
export interface OpenSnapshot extends Answering, Lease {
  judge(): Promise<JudgedRun>;
}

/** Opens a snapshot. */
export async function openAnswering(name: string, options: EstateOptions): Promise<OpenSnapshot> {
  const { source, fragments, limits, published, executor } = options;
  const inventory = await source.open(name);
  const lease = createLease(() => inventory.close());
  let judging: Promise<JudgedRun> | undefined;
  let whole: JudgedRun | undefined;
  const judge = async () => {
    const release = lease.hold();
    try {
      judging ??= judgeAll(inventory, options);
      whole = await judging;
      return whole;
    } finally {
      release();
    }
  };
  const results: Results = {
    run: async () => (await judge()).run,
    unreadableLimit: KEPT,
    judged(signal) {
      invariant(whole, "what was judged is asked for after the run");
      return signal ? whole.until(signal) : whole;
    },
    snapshots: async () => source.snapshots(),
  };
  const schema = createExecutableSchema(inventory, { results, published, executor });
  // Here nobody waits for it yet; whoever asks for the schema first would hold up all others.
  answersOf(schema).described();
  const readDocument = createDocumentReader(inventory.model, schema, fragments, limits);
  return { inventory, schema, readDocument, judge, ...lease };
}
