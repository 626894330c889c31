import {
  closeSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { InputError } from "../errors.ts";
import { connectorType } from "../model/constants.ts";
import type { AssetRecord, Collection, SnapshotInfo } from "../types.ts";
import { type Holder, holderOf, isAlive, lastClaim, takeOver } from "./claim.ts";
import { openFreshSync } from "../files/fresh-file.ts";
import { compactJournal, type Journal, openJournal } from "./journal.ts";
import { createEstateDraft, type EstateKind, layTables } from "./lay-tables.ts";
import { isOwnFile, isOwnFolder, isStagingName, removeStaging } from "./own.ts";
import type { Pairs } from "./pairs.ts";
import {
  type Entry,
  explainDisk,
  guardDisk,
  hiddenFolder,
  nextId,
  publish,
  type Store,
} from "./store.ts";

/** A snapshot that is being taken. What it has been given survives the process, for a later one to resume. */
export interface Staging {
  readonly info: SnapshotInfo;
  /** What was asked for when it began. */
  readonly wish: Wish;
  write(records: readonly AssetRecord[]): Promise<void>;
  finish(collection: Collection): Promise<void>;
  /** Of a resumed one: the collection that need not be read again. */
  find(type: string, connector: string): Collection | undefined;
  /** Of a resumed one: the connectors of which it had read anything. */
  readonly connectors: readonly string[];
  /**
   * Makes the snapshot, of these connectors' assets only, and clears the staging away. `standIns` are for what could not be
   * listed: of them it has collections alone.
   */
  commit(connectors: readonly string[], standIns?: readonly string[]): Promise<Entry>;
  /** Lets go of the files; what was read stays for `resumeStaging`. */
  close(): Promise<void>;
}

/** Which part of an estate is read. */
export interface Wish {
  readonly types?: readonly string[];
  readonly accounts?: readonly string[];
}

/** What a staging says of itself: whose it was when it was begun, too. */
interface About extends Holder {
  readonly info: SnapshotInfo;
  readonly wish: Wish;
}

/** Starts a new snapshot. What interrupted ones left is removed. */
export async function beginStaging(
  store: Store,
  estate: EstateKind,
  info: SnapshotInfo,
  wish: Wish,
): Promise<Staging> {
  const about = guardDisk(store.folder, () => {
    for (const { path, about, claims } of abandoned(store))
      if (!about || takeOver(path, claims, store.owner)) removeStaging(path);
    return enter(store, info, wish);
  });
  return openStaging(store, estate, about);
}

/** Gives the work its id and its place. Of several processes that want one at once the others get the next. */
function enter(store: Store, info: SnapshotInfo, wish: Wish): About {
  const id = nextId(store, info.id);
  const hidden = hiddenFolder(store, id);
  const place = join(store.folder, "staging", id);
  mkdirSync(hidden, { recursive: true });
  const about = writeAbout(store, hidden, { ...info, id }, wish);
  try {
    renameSync(hidden, place);
    return about;
  } catch (error) {
    removeStaging(hidden);
    if (!existsSync(place)) throw error;
    return enter(store, info, wish);
  }
}

/**
 * Takes up the newest snapshot that was interrupted: what it had wholly read is kept, the rest is read again. Of several
 * processes that try at once one gets it. With `force` it is taken from another machine's process, too. Throws an
 * `InputError` where there is none, where it is still being taken, or where the schema has changed since.
 */
export async function resumeStaging(
  store: Store,
  estate: EstateKind,
  info: SnapshotInfo,
  force = false,
): Promise<Staging> {
  const newest = abandoned(store, force).find(({ about }) => about !== undefined);
  if (!newest?.about) throw new InputError("missing-snapshot", whyNone(store));
  const { about, path, claims } = newest;
  if (about.info.schemaFingerprint !== estate.model.fingerprint)
    throw new InputError(
      "other-schema",
      `The interrupted snapshot "${newest.id}" was begun with another schema, so its assets would not fit. Start again with "assay collect", or give that schema by "--schema".`,
    );
  if (!guardDisk(store.folder, () => takeOver(path, claims, store.owner)))
    throw new InputError("missing-snapshot", whyNone(store));
  try {
    const seen = new Set<string>();
    const connectors = connectorType(estate.model)?.name;
    const kept = await compactJournal(
      join(path, "journal.ndjson"),
      estate.model,
      // The list of connectors is always read anew: accounts come and go.
      ({ type, status, connector }) => {
        seen.add(connector);
        return status === "complete" && type !== connectors;
      },
    );
    const identity = namesOf(about.info.identity, info.identity);
    const resumed = { ...about.info, ...(identity === undefined ? {} : { identity }) };
    return openStaging(store, estate, writeAbout(store, path, resumed, about.wish), { kept, seen });
  } catch (error) {
    throw explainDisk(store.folder, error);
  }
}

/** `before`: what a journal that is there already holds; absent for a new one. */
async function openStaging(
  store: Store,
  estate: EstateKind,
  { info, wish }: About,
  before?: { readonly kept: Pairs<Collection>; readonly seen: ReadonlySet<string> },
): Promise<Staging> {
  const path = join(store.folder, "staging", info.id);
  const journalPath = join(path, "journal.ndjson");
  const guard = <T>(work: Promise<T>): Promise<T> =>
    work.catch((error) => {
      throw explainDisk(store.folder, error);
    });
  const journal: Journal = await guard(openJournal(journalPath));
  // A run from its beginning has in memory what its journal says, and need not read it again.
  const draft = before ? undefined : createEstateDraft(estate);
  return {
    info,
    wish,
    write(records) {
      draft?.write(records);
      return guard(journal.append({ records }));
    },
    finish(collection) {
      draft?.finish(collection);
      return guard(journal.append({ collection }));
    },
    find: (type, connector) => before?.kept.get(type, connector),
    connectors: [...(before?.seen ?? [])],
    close: () => guard(journal.close()),
    async commit(connectors, standIns = []) {
      await guard(journal.close());
      const listed = { connectors: new Set(connectors), standIns: new Set(standIns) };
      const tables =
        draft?.build(info, listed) ?? (await layTables(journalPath, estate, info, listed));
      const entry = guardDisk(store.folder, () => publish(store.folder, path, info.id, tables));
      removeStaging(path);
      return entry;
    },
  };
}

interface Found {
  readonly id: string;
  readonly path: string;
  /** Undefined where there is nothing to resume. */
  readonly about: About | undefined;
  /** Who is at it, or was the last to be. */
  readonly holder: Holder | undefined;
  /** How often it was taken over. */
  readonly claims: number;
}

function stagings(store: Store): readonly Found[] {
  const folder = join(store.folder, "staging");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((id) => find(store, id) ?? [])
    .sort((a, b) => ((a.about?.info.takenAt ?? "") < (b.about?.info.takenAt ?? "") ? 1 : -1));
}

/** What stands in the folder for work in progress and is none: somebody else's, which is left where it is. Paths, sorted. */
export function findStrangers(store: Store): readonly string[] {
  const folder = join(store.folder, "staging");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((id) => find(store, id) === undefined)
    .map((id) => join(folder, id))
    .sort();
}

/**
 * Work out of others' sight says its process in its name, all other in `about.json`. Undefined for what is neither: that is
 * somebody else's, whatever it is, and does not stand in the way.
 */
function find({ folder, owner }: Store, id: string): Found | undefined {
  const path = join(folder, "staging", id);
  if (!isStagingName(id) || !isOwnFolder(path)) return undefined;
  const hiddenPid = /^\.(\d+)\./.exec(id)?.[1];
  const none = { id, path, about: undefined, claims: 0 };
  if (hiddenPid !== undefined)
    return { ...none, holder: { pid: Number(hiddenPid), host: owner.host } };
  try {
    // A link would have the journal written somewhere else.
    if (!["about.json", "journal.ndjson"].every((name) => isOwnFile(join(path, name))))
      return undefined;
    const about: unknown = JSON.parse(readFileSync(join(path, "about.json"), "utf8"));
    if (!isAbout(about, id)) return undefined;
    const { number, holder } = lastClaim(path);
    return { id, path, about, holder: holder ?? about, claims: number };
  } catch {
    return undefined;
  }
}

function isAbout(value: unknown, id: string): value is About {
  if (typeof value !== "object" || value === null) return false;
  const { info, wish, pid, host } = value as Partial<About>;
  return (
    info?.id === id &&
    typeof info.schemaFingerprint === "string" &&
    typeof wish === "object" &&
    typeof pid === "number" &&
    typeof host === "string"
  );
}

/**
 * Those that no living process is at, newest first; without those whose snapshot came to be, which are cleared away. With
 * `force` those of other machines are among them.
 */
function abandoned(store: Store, force = false): readonly Found[] {
  return stagings(store).filter(({ id, path, holder }) => {
    const isForced = force && holder?.host !== store.owner.host;
    if (holder && !isForced && isAlive(store.owner, holder)) return false;
    if (!existsSync(join(store.folder, "snapshots", `${id}.snapshot`))) return true;
    removeStaging(path);
    return false;
  });
}

function whyNone(store: Store): string {
  const busy = stagings(store).find(
    ({ about, holder }) => about && holder && isAlive(store.owner, holder),
  );
  if (!busy?.holder)
    return `There is nothing to resume in "${store.folder}". Start with "assay collect".`;
  const { pid, host } = busy.holder;
  return host === store.owner.host
    ? `The snapshot "${busy.id}" is still being taken (process ${pid}).`
    : `The snapshot "${busy.id}" is still being taken on another machine, "${host}" (process ${pid}), as far as can be told from here. If nothing runs there any more, "assay collect --resume --take-over" takes it up.`;
}

function writeAbout({ owner }: Store, folder: string, info: SnapshotInfo, wish: Wish): About {
  const about: About = { info, wish, ...holderOf(owner) };
  const path = join(folder, "about.json");
  const { aside, file } = openFreshSync(path);
  try {
    writeFileSync(file, JSON.stringify(about));
  } finally {
    closeSync(file);
  }
  renameSync(aside, path);
  return about;
}

function namesOf(...identities: readonly (string | undefined)[]): string | undefined {
  const names = new Set(identities.filter((identity) => identity !== undefined));
  return names.size === 0 ? undefined : [...names].join(", ");
}
