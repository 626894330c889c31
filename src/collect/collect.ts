import type { AssetType, Collection, Model } from "../types.ts";
import { findUnseen, writeConnectors } from "./accounts.ts";
import { chooseTypes, connectorOf, stagesOf } from "./choose-types.ts";
import { createCollectionWriter, type Resumed, type Sink } from "./collection-writer.ts";
import { countUp, type Gap } from "./count-up.ts";
import type { LoaderContext, Progress } from "./loader-context.ts";
import type { AccountList, Provider } from "./provider.ts";
import { createNormaliser } from "./reading/normalise.ts";
import type { Transport } from "./calls/transport.ts";

/** A cloud to read: what is known of it, and who carries calls to it. */
export interface Source {
  readonly provider: Provider;
  readonly transport: Transport;
}

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

/** What a source's lists of accounts came to, and what is read in them. */
interface Listed extends AccountList {
  readonly source: Source;
  /** Accounts that were asked for, or were there before, and are not seen. */
  readonly unseen: AccountList["unlisted"];
  /** Its own of the asset types. */
  readonly types: readonly AssetType[];
  /** Whether an account was asked for. */
  readonly keep: (id: string) => boolean;
}

/**
 * Reads an estate out of its sources into `sink`: the accounts, then every asset type in each. Where accounts are named, sources of which
 * none is are not asked. What cannot be read becomes a collection
 * with its cause; only an abort, a full disk or a bug makes it reject. Of what is another source's an account has none, and that is known.
 */
export async function collect(
  model: Model,
  all: readonly Source[],
  sink: Sink,
  options: CollectOptions = {},
): Promise<Collected> {
  const types = chooseTypes(model, options.types);
  const connector = connectorOf(model);
  const sources = all.filter(
    ({ provider }) => options.accounts?.some((one) => provider.ids.account(one)) ?? true,
  );
  const lists: Listed[] = [];
  for (const source of sources)
    lists.push(await listAccounts(source, connector, typesOf(source, sources, types), options));
  const listed = lists.flatMap((list) => list.listed.map(({ account }) => account.id));
  const unseen = lists.flatMap((list) => list.unseen);
  // Their cause is said once, and not for every type.
  const isQuiet = new Set(unseen.map((one) => one.connector));
  const isRead = (type: AssetType) =>
    !type.source || type.name === connector.name || sources.some((source) => loads(source, type));
  const counts = countUp(
    {
      connectors: listed.length,
      types: types.filter(isRead).length,
      standIns: lists.reduce(
        (sum, list) => sum + (list.unlisted.length + list.unseen.length) * list.types.length,
        0,
      ),
    },
    (id) => isQuiet.has(id),
    options.progress,
  );
  await Promise.all(
    lists.map((list) => {
      const others = types.filter((type) => isRead(type) && !list.types.includes(type));
      return readSource(model, list, others, sink, counts.finished, options);
    }),
  );
  return {
    ...counts.current(),
    gaps: counts.gaps(),
    connectorIds: listed,
    standIns: lists.flatMap((list) =>
      [...list.unlisted, ...list.unseen].map((one) => one.connector),
    ),
    unlisted: lists.flatMap((list) => list.unlisted.map(({ failure }) => failure.cause)),
    unseen: unseen.map(({ failure }) => failure.cause),
  };
}

const loads = ({ provider }: Source, { source }: AssetType) =>
  source !== undefined && Object.hasOwn(provider.loaders, source.loader);

/** Those types that are not another source's: its own, the accounts', and those that nothing reads. */
function typesOf(
  own: Source,
  sources: readonly Source[],
  types: readonly AssetType[],
): readonly AssetType[] {
  const others = sources.filter((source) => source !== own);
  return types.filter((type) => !others.some((source) => loads(source, type)));
}

async function listAccounts(
  source: Source,
  connector: AssetType,
  types: readonly AssetType[],
  options: CollectOptions,
): Promise<Listed> {
  const { provider, transport } = source;
  const wanted =
    options.accounts && new Set(options.accounts.flatMap((one) => provider.ids.account(one) ?? []));
  const keep = (id: string) => wanted === undefined || wanted.has(id);
  const list = await provider.listAccounts(transport, connector, keep);
  const before = (options.seenBefore ?? []).filter((id) => provider.ids.isAccount(id) && keep(id));
  const unseen = findUnseen(provider.account, list, { asked: wanted ?? [], before });
  return { ...list, source, unseen, types, keep };
}

/** Reads all of one source, and says of the types of the `others` that its accounts have none. */
async function readSource(
  model: Model,
  { source, listed, types, ...list }: Listed,
  others: readonly AssetType[],
  sink: Sink,
  finished: (collection: Collection) => void,
  options: CollectOptions,
): Promise<void> {
  const { provider, transport } = source;
  const accounts = listed.map(({ account }) => account);
  const unlisted = [...list.unlisted, ...list.unseen];
  const below = types.filter((type) => type.source?.of);
  const writer = createCollectionWriter(sink, provider, below, finished, options.resumed);
  const normalise = createNormaliser(model, provider);
  const accountIds = new Set(accounts.map(({ id }) => id));
  // Where only some accounts are read or known, any other may be one, too.
  const isPart = options.accounts !== undefined || unlisted.length > 0;
  const context: LoaderContext = {
    ...{ model, transport, normalise, accounts, writer },
    isAccount: (id) => accountIds.has(id) || (isPart && provider.ids.isAccount(id)),
    ...(options.signal ? { signal: options.signal } : {}),
  };
  const load = async () => {
    for (const stage of stagesOf(types, (type) => loads(source, type)))
      await Promise.all(
        [...stage].map(([loader, some]) => provider.loaders[loader]!(context, some)),
      );
  };
  const write = async () =>
    writeConnectors(
      { listed, unlisted },
      (await provider.describeAccounts?.(context)) ?? new Map(),
      { connector: connectorOf(model), all: types, others },
      context,
    );
  // What the connectors wait for does not hold up the rest.
  await Promise.all([load(), write()]);
}
