import { InputError } from "../errors.ts";
import type { AssetType, Collection, Model } from "../types.ts";
import { connectorType } from "../model/constants.ts";
import { suggestType } from "../model/known-as.ts";
import { findUnseen, writeConnectors } from "./accounts.ts";
import type { LoaderContext, Progress } from "./loader-context.ts";
import { createCollectionWriter, type Resumed, type Sink } from "./collection-writer.ts";
import type { AccountList, Provider } from "./provider.ts";
import { createNormaliser } from "./reading/normalise.ts";
import type { Transport } from "./calls/transport.ts";

export interface CollectOptions {
  /** Names of asset types; with them come the connectors and the types that their calls run over. All where absent. */
  readonly types?: readonly string[];
  /** The accounts to read, as people name them; all that are listed where absent. */
  readonly accounts?: readonly string[];
  /** Connectors' ids that a collection of the same wish saw before; what of them is not seen now is not known to be gone. */
  readonly seenBefore?: readonly string[];
  readonly resumed?: Resumed;
  readonly progress?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

/** What a collection came to, for the last line on a terminal. */
export interface Collected extends Progress {
  /** Connectors read, as ids. */
  readonly connectorIds: readonly string[];
  /** What stands in for connectors that could not be listed or seen, as ids of connectors. */
  readonly standIns: readonly string[];
  /** Collections that are not complete. */
  readonly incomplete: number;
  /** The same by asset type, status and permission, in that order. */
  readonly gaps: readonly Gap[];
  /** Why accounts that were asked for, or were there before, could not be read at all, a sentence each. */
  readonly unseen: readonly string[];
  /** Why lists of accounts are not whole, a sentence or two each. */
  readonly unlisted: readonly string[];
}

/** Collections of one type that ended alike. */
export interface Gap {
  readonly type: string;
  readonly status: Collection["status"];
  readonly connectors: number;
  /** That of the first by connector. */
  readonly cause: string;
  readonly permission?: string;
}

/**
 * Reads an estate through `transport` into `sink`: the accounts, then every asset type in each. What cannot be read
 * becomes a collection with its cause; only an abort, a full disk or a bug makes it reject.
 */
export async function collect(
  model: Model,
  provider: Provider,
  transport: Transport,
  sink: Sink,
  options: CollectOptions = {},
): Promise<Collected> {
  const types = chooseTypes(model, options.types);
  const connector = connectorOf(model);
  const loads = ({ source }: AssetType) =>
    source !== undefined && Object.hasOwn(provider.loaders, source.loader);
  const read = types.filter((type) => !type.source || type.name === connector.name || loads(type));
  const wanted = options.accounts && new Set(options.accounts.map(provider.ids.account));
  const keep = (id: string) => wanted === undefined || wanted.has(id);
  const list = await provider.listAccounts(transport, connector, keep);
  const unseen = findUnseen(provider.account, list, {
    asked: wanted ?? [],
    before: (options.seenBefore ?? []).filter(keep),
  });
  const { listed } = list;
  const unlisted = [...list.unlisted, ...unseen];
  const accounts = listed.map(({ account }) => account);
  // Their cause is said once, and not for every type.
  const isQuiet = new Set(unseen.map((one) => one.connector));
  const counts = countUp(
    { all: types.length, read: read.length },
    { listed, unlisted },
    isQuiet,
    options.progress,
  );
  const writer = createCollectionWriter(
    sink,
    provider,
    types.filter((type) => type.source?.of),
    counts.finished,
    options.resumed,
  );
  const normalise = createNormaliser(model, provider);
  const accountIds = new Set(accounts.map(({ id }) => id));
  // Where only some accounts are read or known, any other may be one, too.
  const isPart = wanted !== undefined || unlisted.length > 0;
  const context: LoaderContext = {
    ...{ model, transport, normalise, accounts, writer },
    isAccount: (id) => accountIds.has(id) || (isPart && provider.ids.isAccount(id)),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const load = async () => {
    for (const stage of stagesOf(types, loads))
      await Promise.all(
        [...stage].map(([loader, some]) => provider.loaders[loader]!(context, some)),
      );
  };
  const write = async () =>
    writeConnectors(
      { listed, unlisted },
      (await provider.describeAccounts?.(context)) ?? new Map(),
      { connector, all: types },
      context,
    );
  // What the connectors wait for does not hold up the rest.
  await Promise.all([load(), write()]);
  return {
    ...counts.current(),
    gaps: counts.gaps(),
    connectorIds: accounts.map(({ id }) => id),
    standIns: unlisted.map((one) => one.connector),
    unlisted: list.unlisted.map(({ failure }) => failure.cause),
    unseen: unseen.map(({ failure }) => failure.cause),
  };
}

/** The asset types to read: those named and what they rest on, in the model's order. Throws an `InputError` for names there are none of. */
export function chooseTypes(
  model: Model,
  names: readonly string[] | undefined,
): readonly AssetType[] {
  const assets = expandParents(model);
  if (names === undefined) return assets;
  const known = new Map(
    assets.flatMap((type) => [
      [type.name, type],
      [type.plural, type],
    ]),
  );
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new InputError(
      unknown.map((name) => ({
        code: "unknown-type",
        message: `Unknown asset type "${name}".${suggestType(model, name, known.keys())}`,
      })),
    );
  const chosen = new Set<AssetType>([connectorOf(model)]);
  const add = (type: AssetType | undefined) => {
    if (!type || chosen.has(type)) return;
    chosen.add(type);
    for (const parent of type.source?.of ?? []) add(known.get(parent));
  };
  for (const name of names) add(known.get(name));
  return assets.filter((type) => chosen.has(type));
}

/** All asset types, those that run over an interface's assets with its concrete types in place of it. */
function expandParents(model: Model): readonly AssetType[] {
  const assets = [...model.types.values()].filter((type) => type.kind === "asset");
  return assets.map((type) => {
    if (!type.source?.of) return type;
    const of = type.source.of.flatMap((name) => model.abstractTypes.get(name)?.members ?? [name]);
    const read = of.filter((name) => model.types.get(name)?.kind === "asset");
    return { ...type, source: { ...type.source, of: [...new Set(read)] } };
  });
}

function connectorOf(model: Model): AssetType {
  const type = connectorType(model);
  if (!type)
    throw new InputError(
      "no-accounts-type",
      "No asset type of the schema is read by a loader that lists accounts.",
    );
  return type;
}

/** The loaders of these types with them, in stages that follow each other: first what needs nothing, then what runs over its assets, and so on. */
function stagesOf(
  types: readonly AssetType[],
  loads: (type: AssetType) => boolean,
): readonly Map<string, AssetType[]>[] {
  const depths = new Map<string, number>();
  const byName = new Map(types.map((type) => [type.name, type]));
  const depthOf = (type: AssetType, below: readonly string[] = []): number => {
    const known = depths.get(type.name);
    if (known !== undefined || below.includes(type.name)) return known ?? 0;
    const parents = (type.source?.of ?? []).map((name) => byName.get(name));
    const depth = parents.reduce(
      (most, parent) =>
        parent ? Math.max(most, depthOf(parent, [...below, type.name]) + 1) : most,
      0,
    );
    depths.set(type.name, depth);
    return depth;
  };
  const loaded = types.filter(loads);
  const deepest = Math.max(0, ...loaded.map((type) => depthOf(type)));
  return Array.from({ length: deepest + 1 }, (_, depth) =>
    Map.groupBy(
      loaded.filter((type) => depthOf(type) === depth),
      (type) => type.source!.loader,
    ),
  );
}

/** Counts collections and assets as they finish, and tells. Of `all` asset types so many as `read` are read in accounts that are listed. */
function countUp(
  { all, read }: { readonly all: number; readonly read: number },
  { listed, unlisted }: Pick<AccountList, "listed" | "unlisted">,
  isQuiet: ReadonlySet<string>,
  tell: CollectOptions["progress"],
) {
  const finishedIn = new Map<string, number>();
  const gaps = new Map<string, Gap & { readonly first: string }>();
  let [connectorsDone, collectionsDone, assets, incomplete] = [0, 0, 0, 0];
  const current = () => ({
    connectors: listed.length,
    connectorsDone,
    collections: read * listed.length + all * unlisted.length,
    collectionsDone,
    assets,
    incomplete,
  });
  return {
    current,
    gaps: () =>
      [...gaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { first: _first, ...gap }]) => gap),
    finished(collection: Collection) {
      const { connector, status } = collection;
      const ofConnector = (finishedIn.get(connector) ?? 0) + 1;
      finishedIn.set(connector, ofConnector);
      if (ofConnector === read) connectorsDone += 1;
      collectionsDone += 1;
      assets += collection.assets;
      if (status !== "complete") {
        incomplete += 1;
        if (!isQuiet.has(connector)) addGap(gaps, collection);
      }
      tell?.(current());
    },
  };
}

function addGap(
  gaps: Map<string, Gap & { readonly first: string }>,
  { type, status, connector, cause = "", permission }: Collection,
): void {
  const key = [type, status, permission ?? ""].join("\n");
  const before = gaps.get(key);
  const isFirst = before === undefined || connector < before.first;
  gaps.set(key, {
    ...{ type, status, connectors: (before?.connectors ?? 0) + 1 },
    cause: isFirst ? cause : before.cause,
    first: isFirst ? connector : before.first,
    ...(permission === undefined ? {} : { permission }),
  });
}
