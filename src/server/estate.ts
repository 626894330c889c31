import { type ConnectorSummary, judgementsByStatus, summariseConnectors } from "../report/pages.ts";
import { runWhole } from "../check/run/run.ts";
import { invariant } from "../errors.ts";
import type { Results } from "../graphql/results.ts";
import type { Published } from "../dialect/shown-filters.ts";
import { answersOf, type Executor } from "../graphql/answers.ts";
import { createExecutableSchema } from "../graphql/schema.ts";
import { inSlices } from "../slices.ts";
import type {
  AssetName,
  AssetType,
  Check,
  Inventory,
  JudgedRun,
  Run,
  SnapshotInfo,
} from "../types.ts";
import { type ConnectorList, createConnectorLister } from "./connector-list.ts";
import { createDocumentReader } from "./documents.ts";
import { createLease, type Lease } from "./lease.ts";
import type { Answering } from "./answering.ts";
import { createHistory, type KnownSince } from "./history.ts";
import type { Limits } from "./limits.ts";
import type { Suite } from "./suite.ts";

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
  /** Which asset types this version reads. */
  readonly isRead: (type: AssetType) => boolean;
  /** All that the run's verdicts leave out. */
  readonly whole: JudgedRun;
  /** The same, for work that ends with this signal. */
  until(signal: AbortSignal): Estate;
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

/** Opens a snapshot and judges it. */
export async function openEstate(name: string, options: EstateOptions): Promise<Estate> {
  const { source, clock } = options;
  const answering = await openAnswering(name, options);
  const { inventory } = answering;
  const whole = await answering.judge().catch((error: unknown) => {
    inventory.close();
    throw error;
  });
  const { run } = whole;
  const history = createHistory(inventory.snapshot, {
    snapshots: () => source.snapshots(),
    open: (id) => source.open(id),
    clock,
  });
  let summary: Promise<readonly ConnectorSummary[]> | undefined;
  const summarise = () => {
    summary ??= inSlices(summariseConnectors(judgementsByStatus(run)));
    return summary;
  };
  const connectors = createConnectorLister(summarise);
  const create = (own: Inventory, judged: JudgedRun, signal?: AbortSignal): Estate => ({
    ...answering,
    name,
    inventory: own,
    run,
    isRead: options.isRead ?? (() => true),
    whole: judged,
    until: (ending) => create(own.until(ending), judged.until(ending), ending),
    summarise,
    connectors: () => connectors(own),
    knownSince: (check, assets) => history(check, assets, signal),
  });
  return create(inventory, whole);
}

/** A snapshot that answers queries, and is judged once when the first of them asks what checks found. */
export interface OpenSnapshot extends Answering, Lease {
  judge(): Promise<JudgedRun>;
}

/** Opens a snapshot. */
export async function openAnswering(
  name: string,
  { source, checks, fragments, limits, clock, published, executor }: EstateOptions,
): Promise<OpenSnapshot> {
  const inventory = await source.open(name);
  const lease = createLease(() => inventory.close());
  let judging: Promise<JudgedRun> | undefined;
  let whole: JudgedRun | undefined;
  const judge = async () => {
    const release = lease.hold();
    try {
      judging ??= runWhole(inventory, checks, { limit: KEPT, unreadableLimit: KEPT, clock });
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
