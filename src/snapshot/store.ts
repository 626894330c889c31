import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { momentIn, snapshotId } from "./ids.ts";
import { basename, join } from "node:path";
import { InputError, suggestionFor, WriteFault } from "../errors.ts";
import { tellFuture } from "../future.ts";
import type { Tables } from "../inventory/tables.ts";
import type { SnapshotInfo } from "../types.ts";
import { readSnapshotFacts, writeSnapshot } from "./file.ts";
import { findHolders } from "./hold.ts";
import { isSnapshotFile, removeStaging } from "./own.ts";

/** One snapshot of a store. */
export interface Entry {
  readonly id: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** What it says of itself; absent where it cannot be read. */
  readonly info?: SnapshotInfo;
  /** It holds no asset: no subscription could be listed when it was taken. */
  readonly isEmpty?: true;
  /** Why it cannot be read. */
  readonly problem?: string;
  /** That it says to be of a time that is still to come, in a sentence; absent for all others. */
  readonly future?: string;
}

/** Who works in a store: a process, so that what a dead one left is told from what a living one is at. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  isRunning(pid: number): boolean;
  /** When a process began, in whatever words the machine has; undefined where it cannot tell. Numbers of processes come again. */
  birthOf?(pid: number): string | undefined;
}

/**
 * Snapshots in one folder:
 *
 *   snapshots/<id>.snapshot   whole, never changed
 *   staging/<id>/             what one process is at, or was when it was interrupted
 *   staging/.<pid>.<id>/      the same, for the moments in which nothing of it could be resumed
 *
 * A snapshot comes into being by one rename, so that a kill at any moment leaves the ones before as they were. Snapshots are
 * ordered by the moments that their ids say: those that are collected here get one behind all that were there when they were
 * begun, whatever the clock said (`nextId`).
 */
export interface Store {
  readonly folder: string;
  readonly owner: Owner;
  /** Newest first; those that cannot be read have the place that their id says. */
  list(): readonly Entry[];
  /**
   * Throws an `InputError` where there is none, where it cannot be read, for an older one would be judged unawares, or where it says
   * to be of the future, for it would hide all that are taken meanwhile.
   */
  newest(): Entry;
  /** By id, or by a beginning that only one has; `newest` is a name, too. Throws an `InputError` with the nearest. */
  find(name: string): Entry;
  /** Writes a snapshot; its id gets a number behind it where it is taken. Throws an `InputError` where the disk is full. */
  save(tables: Tables): Entry;
  /** Removes these files, if they are snapshots: links, pipes and other people's files stay. Gives back what was removed. */
  remove(entries: readonly Entry[]): readonly Entry[];
  /**
   * Removes all but the newest `count` that can be read and hold assets, and gives back what was removed. Of those without
   * any asset, or that say to be of the future, as many stay, if they are newer than these; one that cannot be read stays if it is newer; `taken` stays. So does
   * the newest that is complete where none that stays is: `tell` is told which.
   */
  keep(count: number, taken?: string, tell?: (held: readonly Entry[]) => void): readonly Entry[];
}

const suffix = ".snapshot";

/** The store in `folder`, which need not be there yet. Nothing is touched before something is asked. `now` is the time of day. */
export function openStore(folder: string, owner: Owner, now: () => Date): Store {
  const snapshots = join(folder, "snapshots");
  const store: Store = {
    folder,
    owner,
    list: () =>
      namesIn(snapshots)
        .map((name) => readEntry(join(snapshots, name)))
        .map((entry) => ({ ...entry, ...futureOf(entry, now()) }))
        .sort(newestFirst),
    newest() {
      const entries = store.list();
      const [entry] = entries;
      if (entry === undefined)
        throw new InputError(
          "missing-snapshot",
          `There is no snapshot in "${folder}" yet. "assay collect" takes one of your cloud, "assay import" makes one of raw answers, and "--sample" uses the sample estate.`,
        );
      const { id, problem, future } = entry;
      if (problem === undefined && future === undefined) return entry;
      const why = problem ?? `The snapshot "${id}" cannot be right. ${future}`;
      throw new InputError("missing-snapshot", `${why} ${wayOn(entry, entries)}`);
    },
    find(name) {
      if (name === "newest") return store.newest();
      const entries = store.list();
      const exact = entries.find(({ id }) => id === name);
      const near = entries.filter(({ id }) => id.startsWith(name));
      if (exact) return exact;
      if (near.length === 1) return near[0]!;
      const ids = entries.map(({ id }) => id);
      throw new InputError(
        "missing-snapshot",
        near.length > 1
          ? `"${name}" begins the names of ${near.length} snapshots: ${near.map(({ id }) => id).join(", ")}.`
          : `There is no snapshot "${name}" in "${folder}".${suggestionFor(name, ids)}`,
      );
    },
    save(tables) {
      return guardDisk(folder, () => {
        const id = freeId(folder, tables.info.id);
        const staging = hiddenFolder(store, id);
        mkdirSync(staging, { recursive: true });
        try {
          return publish(folder, staging, id, tables);
        } finally {
          removeStaging(staging);
        }
      });
    },
    remove(entries) {
      const own = entries.filter(({ path }) => isSnapshotFile(path));
      for (const { path } of own) rmSync(path, { force: true });
      return own;
    },
    keep(count, taken, tell) {
      const entries = store.list();
      const readable = entries.filter(({ info }) => info);
      const isFull = ({ isEmpty, future }: Entry) => !isEmpty && future === undefined;
      const full = readable.filter(isFull).slice(0, count);
      const last = full.at(-1);
      const newer = last ? entries.slice(0, entries.indexOf(last)) : readable;
      const empty = newer.filter((entry) => entry.info && !isFull(entry)).slice(0, count);
      const kept = new Set([...full, ...empty, ...entries.filter(({ id }) => id === taken)]);
      const oldest = entries.findLastIndex((entry) => kept.has(entry));
      const old = entries.filter(
        (entry, i) => !kept.has(entry) && (entry.info !== undefined || i > oldest),
      );
      const held = findHolders(
        entries.filter((entry) => kept.has(entry) && entry.future === undefined),
        old,
      );
      if (held.length > 0) tell?.(held);
      return store.remove(old.filter((entry) => !held.includes(entry)));
    },
  };
  return store;
}

/** Where the store's own process works out of others' sight; whoever finds it with the process gone may clear it away. */
export function hiddenFolder({ folder, owner }: Store, id: string): string {
  return join(folder, "staging", `.${owner.pid}.${id}`);
}

/** An id that neither a snapshot nor anybody's work in progress has: `id`, or `id-2`, `id-3`, … */
export function freeId(folder: string, id: string): string {
  const taken = new Set([
    ...namesIn(join(folder, "snapshots")).map((name) => name.slice(0, -suffix.length)),
    ...namesIn(join(folder, "staging"), ""),
  ]);
  let candidate = id;
  for (let number = 2; taken.has(candidate); number++) candidate = `${id}-${number}`;
  return candidate;
}

/** Writes the snapshot in a folder of its own and moves it among the others in one step. */
export function publish(folder: string, staging: string, id: string, tables: Tables): Entry {
  const snapshots = join(folder, "snapshots");
  const path = join(snapshots, `${id}${suffix}`);
  const part = join(staging, "snapshot");
  mkdirSync(snapshots, { recursive: true });
  writeSnapshot(part, { ...tables, info: { ...tables.info, id } });
  renameSync(part, path);
  syncFolder(snapshots);
  return readEntry(path);
}

/** Runs `work`; where the disk is full or read-only, throws an `InputError` that says so and what became of what was there. */
export function guardDisk<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explainDisk(folder, error);
  }
}

/** A file system's complaint as one a person can act on; anything else as it is. */
export function explainDisk(folder: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  const kept = "What was there before is unchanged.";
  switch (code) {
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return new WriteFault(`There is no room left to write in "${folder}". ${kept}`);
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return new WriteFault(`"${folder}" cannot be written to (${code}). ${kept}`);
    case "ELOOP":
      return new InputError(
        "unusable-folder",
        `"${folder}" cannot be found: links in its path lead in a circle. ${kept}`,
      );
    case "ENOTDIR":
    case "EEXIST":
      return new InputError(
        "unusable-folder",
        `"${folder}" cannot hold snapshots: a part of its path is a file. ${kept}`,
      );
    default:
      return error;
  }
}

function futureOf({ info }: Entry, now: Date): Pick<Entry, "future"> {
  const future = info && tellFuture(info.takenAt, now);
  return future === undefined ? {} : { future };
}

function readEntry(path: string): Entry {
  const id = basename(path, suffix);
  const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  try {
    const { info, isEmpty } = readSnapshotFacts(path);
    return { id, path, sizeBytes, info, ...(isEmpty ? { isEmpty } : {}) };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { id, path, sizeBytes, problem: error.message };
  }
}

/** What a person can do whose newest snapshot cannot be read. */
function wayOn({ id, path }: Entry, entries: readonly Entry[]): string {
  const older = entries.find(({ info, future }) => info !== undefined && !future)?.id;
  const remedy = isSnapshotFile(path)
    ? `remove it with "assay snapshots --remove ${id}"`
    : `move "${path}" elsewhere`;
  const name = older === undefined ? "" : ` or name an older one with "--snapshot ${older}",`;
  return `It is the newest, and none is taken in its place unasked: ${remedy},${name} and ask again.`;
}

function newestFirst(a: Entry, b: Entry): number {
  const [left, right] = [momentOf(a), momentOf(b)];
  return left === right ? b.id.localeCompare(a.id, "en", { numeric: true }) : right - left;
}

/**
 * The id for a snapshot that begins now: its moment, or a second after the newest where the clock says that this one was taken
 * before it. Clocks jump: one that was once far ahead must not leave its snapshot the newest for ever.
 */
export function nextId(store: Store, id: string): string {
  const newest = Math.max(...store.list().map(momentOf));
  const own = momentIn(id);
  if (own === undefined || own / 1000 > newest) return freeId(store.folder, id);
  const after = new Date((newest + 1) * 1000).toISOString();
  return freeId(store.folder, snapshotId(after));
}

/** Where a snapshot stands among others, in seconds: as its id says; files under other names are as old as they say. */
function momentOf({ id, info, path }: Entry): number {
  const moment = momentIn(id) ?? Date.parse(info?.takenAt ?? "");
  const milliseconds = Number.isNaN(moment)
    ? (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0)
    : moment;
  return Math.floor(milliseconds / 1000);
}

function namesIn(folder: string, ending = suffix): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") return [];
    throw explainDisk(folder, error);
  }
}

function syncFolder(path: string): void {
  const descriptor = openSync(path, "r");
  fsyncSync(descriptor);
  closeSync(descriptor);
}
