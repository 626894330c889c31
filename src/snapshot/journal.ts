import { createReadStream } from "node:fs";
import { open, rename } from "node:fs/promises";
import { createInterface } from "node:readline";
import type { AssetRecord, Collection, Model } from "../types.ts";
import { openFresh } from "../files/fresh-file.ts";
import type { Pairs } from "./pairs.ts";
import { createPairs } from "./pairs.ts";

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
      const text = `${onOneLine(JSON.stringify(line))}\n`;
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
  for await (const text of linesOf(path)) {
    const line = parse(text);
    if (line) yield line;
  }
}

/** The finished collections of a journal in order. */
export async function* readCollections(path: string): AsyncGenerator<Collection> {
  for await (const text of linesOf(path)) {
    // Assets are nearly all of a journal, and need not be parsed to be left out.
    if (text.startsWith('{"records":')) continue;
    const line = parse(text);
    if (line && "collection" in line) yield line.collection;
  }
}

/** JSON may hold two signs that Node's reader takes for the ends of lines: what stood around them would be lost. */
function onOneLine(json: string): string {
  return json.replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({
    input: createReadStream(path, { encoding: "utf8" }),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
}

/** Which asset's collection a record belongs to: the asset's own, a part's owner's. Give it the records in their order. */
export function ownerTracker(model: Model): (record: AssetRecord) => Owner {
  let owner: Owner = { type: "", connector: "" };
  return (record) => {
    if (model.types.get(record.type)?.kind === "asset") owner = record;
    return owner;
  };
}

type Owner = Pick<Collection, "type" | "connector">;

/**
 * Shortens a journal to the finished collections that `keep` accepts, and gives those. In one step: a kill leaves the old
 * journal or the new one.
 */
export async function compactJournal(
  path: string,
  model: Model,
  keep: (collection: Collection) => boolean,
): Promise<Pairs<Collection>> {
  const kept = createPairs<Collection>();
  for await (const collection of readCollections(path)) {
    const { type, connector } = collection;
    if (keep(collection)) kept.set(type, connector, collection);
    else kept.delete(type, connector);
  }
  const { aside, file } = await openFresh(path);
  const out = file.createWriteStream();
  const failed = new Promise<never>((_, reject) => out.once("error", reject));
  const ownerOf = ownerTracker(model);
  for await (const line of readJournal(path)) {
    const shorter = shorten(line, kept, ownerOf);
    if (shorter && !out.write(`${onOneLine(JSON.stringify(shorter))}\n`))
      await Promise.race([new Promise<void>((resolve) => out.once("drain", resolve)), failed]);
  }
  await Promise.race([new Promise<void>((resolve) => out.end(resolve)), failed]);
  await rename(aside, path);
  return kept;
}

function shorten(
  line: JournalLine,
  kept: Pairs<Collection>,
  ownerOf: (record: AssetRecord) => Owner,
): JournalLine | undefined {
  const isKept = ({ type, connector }: Owner) => kept.get(type, connector) !== undefined;
  if ("collection" in line) return isKept(line.collection) ? line : undefined;
  const records = line.records.filter((record) => isKept(ownerOf(record)));
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
