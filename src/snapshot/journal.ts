import { createReadStream, createWriteStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { AssetRecord, Collection, Model } from "../types.ts";

/** One line of a journal: assets with their parts behind them, or a collection that is finished. */
export type JournalLine =
  { readonly records: readonly AssetRecord[] } | { readonly collection: Collection };

/** Takes lines and appends them; what is not flushed yet is lost with the process, and read again by the next. */
export interface Journal {
  append(line: JournalLine): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_CHARACTERS = 256 * 1024;

/** Opens the journal at `path` to append. Appending rejects with what the file system says. */
export async function openJournal(path: string): Promise<Journal> {
  const file = await open(path, "a");
  let pending: string[] = [];
  let size = 0;
  let writing: Promise<void> = Promise.resolve();
  const flush = () => {
    const text = pending.join("");
    pending = [];
    size = 0;
    // One write behind the other; a failed one fails all that follow.
    writing = writing.then(() => (text === "" ? undefined : file.appendFile(text)));
    return writing;
  };
  return {
    async append(line) {
      const text = `${JSON.stringify(line)}\n`;
      pending.push(text);
      size += text.length;
      if (size >= FLUSH_CHARACTERS) await flush();
    },
    async close() {
      try {
        await flush();
      } finally {
        await file.close();
      }
    },
  };
}

/** The lines of a journal in order. A last line that was cut off is left out. */
export async function* readJournal(path: string): AsyncGenerator<JournalLine> {
  const lines = createInterface({
    input: createReadStream(path, { encoding: "utf8" }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  for await (const text of lines) {
    const line = parse(text);
    if (line) yield line;
  }
}

/** Which asset's collection a record belongs to: the asset's own, a part's owner's. Give it the records in their order. */
export function ownerTracker(model: Model): (record: AssetRecord) => string {
  let owner = "";
  return ({ type, connector }) => {
    if (model.types.get(type)?.kind === "asset") owner = pairKey(type, connector);
    return owner;
  };
}

export function pairKey(type: string, connector: string): string {
  return `${type} ${connector}`;
}

/**
 * Shortens a journal to the finished collections that `keep` accepts, and gives those. In one step: a kill leaves the old
 * journal or the new one.
 */
export async function compactJournal(
  path: string,
  model: Model,
  keep: (collection: Collection) => boolean,
): Promise<ReadonlyMap<string, Collection>> {
  const kept = new Map<string, Collection>();
  for await (const line of readJournal(path)) {
    if (!("collection" in line)) continue;
    const { type, connector } = line.collection;
    if (keep(line.collection)) kept.set(pairKey(type, connector), line.collection);
    else kept.delete(pairKey(type, connector));
  }
  const part = `${path}.part`;
  const out = createWriteStream(part, { flags: "w" });
  const failed = new Promise<never>((_, reject) => out.once("error", reject));
  const ownerOf = ownerTracker(model);
  for await (const line of readJournal(path)) {
    const shorter = shorten(line, kept, ownerOf);
    if (shorter && !out.write(`${JSON.stringify(shorter)}\n`))
      await Promise.race([new Promise<void>((resolve) => out.once("drain", resolve)), failed]);
  }
  await Promise.race([new Promise<void>((resolve) => out.end(resolve)), failed]);
  await rename(part, path);
  return kept;
}

function shorten(
  line: JournalLine,
  kept: ReadonlyMap<string, Collection>,
  ownerOf: (record: AssetRecord) => string,
): JournalLine | undefined {
  if ("collection" in line)
    return kept.has(pairKey(line.collection.type, line.collection.connector)) ? line : undefined;
  const records = line.records.filter((record) => kept.has(ownerOf(record)));
  return records.length > 0 ? { records } : undefined;
}

function parse(text: string): JournalLine | undefined {
  try {
    const line = JSON.parse(text) as JournalLine;
    return typeof line === "object" && line !== null ? line : undefined;
  } catch {
    return undefined;
  }
}
