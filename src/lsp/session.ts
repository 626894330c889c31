import { createValueCounter, type ValueCounter } from "../census/values.ts";
import { caseFilesOf } from "../cases/load-cases.ts";
import { readersAmong, type Readers } from "../check/document/readers.ts";
import type { Fix } from "../errors.ts";
import { inSlices } from "../slices.ts";
import type { AssetType, Check, Inventory, Model } from "../types.ts";
import { type Analysis, analyseCheck, type Lens, type Problem } from "./analysis.ts";
import { createCaseJudge } from "./judging.ts";
import { offerRows } from "./witness-rows.ts";
import { checkOfCases, createReader, type DocumentReader } from "./reading.ts";

/** What the editor's helper is about. Paths are absolute. */
export interface World {
  readonly version: string;
  readonly model: Model;
  readonly roots: readonly string[];
  readonly isRead: (type: AssetType) => boolean;
  /** The newest snapshot, the same object as long as it is; undefined where there is none. */
  openNewest(): Promise<Inventory | undefined>;
  /** What a check finds, for people. */
  explain(check: Check, inventory: Inventory, suite: readonly Check[]): Promise<string>;
}

/** Who is told what comes out. */
export interface Listener {
  publish(file: string, problems: readonly Problem[]): void;
  /** Lenses have changed. */
  refresh(): void;
  complain(message: string): void;
}

/** A snapshot with its values. */
export interface Seen {
  readonly inventory: Inventory;
  readonly values: ValueCounter;
}

/** What is known of the files that are open. */
export interface Session {
  readonly reader: DocumentReader;
  changed(path: string): void;
  saved(path: string): void;
  closed(path: string): void;
  /** What stands above the operations of a file, as it was last known; `isLate` where that is being worked out anew. */
  lensesOf(path: string): Promise<{ readonly lenses: readonly Lens[]; readonly isLate: boolean }>;
  problemsOf(path: string): readonly Problem[];
  seen(): Promise<Seen | undefined>;
  readers(): Promise<Readers>;
  explain(path: string): Promise<string>;
  /** What adds rows to the cases of the check that a file is, or is about. */
  offeredRows(path: string): Promise<readonly Fix[]>;
  close(): void;
}

/** So long nothing is typed before a file is looked at. */
const PAUSE_MS = 15;

/** A check that is looked at, by its file. */
interface Watched {
  abort: AbortController;
  timer?: NodeJS.Timeout | undefined;
  /** The last analysis, and the last of a document without mistakes, whose numbers stay until there are new ones. */
  last?: Analysis;
  good?: Analysis;
  isLate: boolean;
  /** Settles once it was looked at for the first time, however often it was begun. */
  readonly first: PromiseWithResolvers<void>;
}

/** `texts` has the texts of the files that are open, by their paths. */
export function createSession(
  world: World,
  texts: ReadonlyMap<string, string>,
  listener: Listener,
): Session {
  const { model, roots, isRead } = world;
  const reader = createReader(model, roots, texts);
  const judgeCases = createCaseJudge(model, reader.readText);
  const watched = new Map<string, Watched>();
  const fragments = new Map<string, readonly Problem[]>();
  let seen: Promise<Seen | undefined> | undefined;
  let suite: Promise<readonly Check[]> | undefined;
  let readers: Promise<Readers> | undefined;
  let known: Seen | undefined;

  /** The newest snapshot; asked anew after a file is saved, for one may have been collected meanwhile. */
  function lookAround(): Promise<Seen | undefined> {
    seen ??= world.openNewest().then((inventory) => {
      if (inventory !== known?.inventory)
        known = inventory && { inventory, values: createValueCounter(inventory) };
      return known;
    });
    return seen;
  }

  function loadSuite(): Promise<readonly Check[]> {
    suite ??= inSlices(reader.readAll());
    return suite;
  }

  async function analyse(path: string, one: Watched): Promise<void> {
    const { signal } = one.abort;
    try {
      const found = await lookAround();
      const lint = { model, isRead, ...(found ? { seen: found } : {}) };
      for await (const analysis of analyseCheck(path, { reader, lint, judgeCases }, signal)) {
        if (signal.aborted) return;
        const { files: before = [], lenses } = one.last ?? {};
        one.last = analysis;
        if (analysis.check) one.good = analysis;
        const wasLate = one.isLate;
        one.isLate = !analysis.check;
        one.first.resolve();
        if (wasLate || analysis.lenses !== lenses) listener.refresh();
        for (const file of new Set([...before, ...analysis.files])) publish(file);
      }
      one.first.resolve();
    } catch (error) {
      if (signal.aborted) return;
      one.first.resolve();
      listener.complain(error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
  }

  function publish(file: string): void {
    listener.publish(file, problemsOf(file));
  }

  function problemsOf(file: string): readonly Problem[] {
    const all = [...watched.values()].flatMap(({ last }) => last?.problems ?? []);
    const own = all.filter((problem) => problem.file === file);
    return [...own, ...(fragments.get(file) ?? [])];
  }

  function schedule(path: string): Watched {
    const one = watched.get(path) ?? begin();
    watched.set(path, one);
    one.abort.abort();
    one.abort = new AbortController();
    one.isLate = true;
    clearTimeout(one.timer);
    one.timer = setTimeout(() => void analyse(path, one), PAUSE_MS);
    return one;
  }

  function begin(): Watched {
    return { abort: new AbortController(), isLate: true, first: Promise.withResolvers() };
  }

  function lookAtFragments(path: string): void {
    const mistakes = reader.readFragments(path);
    const own = mistakes.filter(({ place }) => place?.file === path);
    fragments.set(
      path,
      own.map((mistake) => ({ ...mistake, gravity: "error" as const, file: path })),
    );
    publish(path);
    for (const check of watched.keys()) schedule(check);
  }

  /** The check that a file is, or that its cases are about. */
  function checkOf(path: string): string | undefined {
    const kind = reader.kindOf(path);
    if (kind === "cases") return checkOfCases(path, texts);
    return kind === "check" ? path : undefined;
  }

  function changed(path: string): void {
    if (reader.kindOf(path) === "fragments") lookAtFragments(path);
    const check = checkOf(path);
    if (check !== undefined) schedule(check);
  }

  return {
    reader,
    changed,
    saved(path) {
      seen = undefined;
      suite = undefined;
      readers = undefined;
      changed(path);
    },
    closed(path) {
      const check = checkOf(path);
      fragments.delete(path);
      listener.publish(path, []);
      if (check === undefined) return;
      const isOpen = [...texts.keys()].some((other) => checkOf(other) === check);
      if (isOpen) return void schedule(check);
      const one = watched.get(check);
      clearTimeout(one?.timer);
      one?.abort.abort();
      one?.first.resolve();
      const files = one?.last?.files ?? [];
      watched.delete(check);
      for (const file of files) listener.publish(file, []);
    },
    async lensesOf(path) {
      const check = checkOf(path);
      const one = check === undefined ? undefined : watched.get(check);
      if (!one) return { lenses: [], isLate: false };
      if (!one.last) await one.first.promise;
      const lenses = (one.good?.lenses ?? []).filter(({ place }) => place.file === path);
      return { lenses, isLate: one.isLate };
    },
    problemsOf,
    seen: lookAround,
    readers: () => {
      readers ??= loadSuite().then((checks) => readersAmong(model, checks));
      return readers;
    },
    async explain(path) {
      const check = checkOf(path);
      const read = check === undefined ? undefined : reader.readCheck(check);
      if (!read?.check || read.mistakes.length > 0) return "The check has mistakes.\n";
      const found = await lookAround();
      if (!found) return "There is no snapshot.\n";
      return world.explain(read.check, found.inventory, await loadSuite());
    },
    async offeredRows(path) {
      const check = checkOf(path);
      const good = check === undefined ? undefined : watched.get(check)?.last?.check;
      const [file] = good ? caseFilesOf(good.place.file) : [];
      const text = file === undefined ? undefined : reader.readText(file, []);
      if (!good || file === undefined || text === undefined) return [];
      return offerRows(model, good, { file, text });
    },
    close() {
      for (const { abort, timer } of watched.values()) {
        abort.abort();
        clearTimeout(timer);
      }
    },
  };
}
