import { countNumber } from "../../report/words.ts";
import { InputError } from "../../errors.ts";
import type { Entry, Store } from "../../snapshot/store.ts";
import type { Collection } from "../../types.ts";
import { readCount, renderSize } from "../amounts.ts";
import { commandOf } from "../command-words.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { tellHeld } from "../tell-held.ts";
import { exitCodes } from "../exit-code.ts";
import { schemaFolder } from "../folders.ts";
import { schemaOption, storeOption } from "../options.ts";
import { makeVisible } from "../../visible.ts";

/** Lists, shows and removes snapshots. */
export const snapshotsCommand: Command = {
  name: "snapshots",
  arguments: "[name]",
  about: "List the snapshots of the store, show one, or remove some.",
  more: ['A name is an id, a beginning that only one has, or "newest".'],
  options: [
    { flags: "--remove <list>", about: "Remove these snapshots.", many: "list" },
    { flags: "--keep <n>", about: "Remove all but the newest n." },
    storeOption,
    schemaOption,
  ],
  async run(call) {
    const { names, options, io } = call;
    const { storeOf } = await import("../store.ts");
    const store = storeOf(call);
    const remove = listOption(options, "remove");
    const keep = textOption(options, "keep");
    if ([names[0], remove, keep].filter((one) => one !== undefined).length > 1)
      throw new InputError(
        "exclude-each-other",
        'Show one snapshot, "--remove" some or "--keep" the newest: one thing at a time.',
      );
    if (remove || keep !== undefined) {
      const removed = remove
        ? removeNamed(store, remove)
        : store.keep(readCount("--keep", keep!), undefined, (held) => tellHeld(io, held));
      for (const { id } of removed) io.stdout.write(`Removed ${id}.\n`);
      if (removed.length === 0) io.stdout.write("Nothing to remove.\n");
    } else if (names[0] === undefined) list(call, store);
    else await show(call, store.find(names[0]));
    return exitCodes.passed;
  },
};

function removeNamed(store: Store, names: readonly string[]): readonly Entry[] {
  // All names are looked up before the first is removed.
  const entries = names.map((name) => store.find(name));
  const removed = store.remove(entries);
  const left = entries.filter((entry) => !removed.includes(entry));
  if (left.length > 0)
    throw new InputError(
      left.map(({ path }) => ({
        code: "not-a-snapshot",
        message: `"${path}" was left as it is: it is no snapshot of Assay's but something else, such as a link.`,
      })),
    );
  return removed;
}

function list({ io }: Call, store: Store): void {
  const entries = store.list();
  if (entries.length === 0)
    io.stdout.write(
      `There is no snapshot in "${store.folder}" yet. "${commandOf(io)} collect" and "${commandOf(io)} import" make them.\n`,
    );
  for (const { id, sizeBytes, info, problem, future } of entries) {
    io.stdout.write(
      info
        ? `${id}  ${info.takenAt}  ${info.origin}  by ${makeVisible(info.identity ?? "unknown")}  ${renderSize(sizeBytes)}\n`
        : `${id}  ${problem}\n`,
    );
    if (future !== undefined) io.stderr.write(`${id} cannot be right. ${future}\n`);
  }
}

async function show({ options, io }: Call, entry: Entry): Promise<void> {
  const { info, problem, path, sizeBytes, future } = entry;
  if (!info)
    throw new InputError("not-a-snapshot", problem ?? `The snapshot "${entry.id}" cannot be read.`);
  const { loadModel } = await import("../../model/load.ts");
  const { openSnapshot } = await import("../../snapshot/file.ts");
  const { inventoryOver } = await import("../../library/inventory-over.ts");
  const facts = [
    ["snapshot", info.id],
    ["file", `${path} (${renderSize(sizeBytes)})`],
    ["taken at", info.takenAt],
    ["origin", info.origin],
    ["read by", info.identity ?? "unknown"],
    ["written by", `assay ${info.assayVersion}`],
    ["schema", info.schemaFingerprint],
  ] as const;
  if (future !== undefined) io.stderr.write(`${entry.id} cannot be right. ${future}\n`);
  for (const [name, value] of facts) io.stdout.write(`${name.padEnd(12)}${makeVisible(value)}\n`);
  const model = loadModel(schemaFolder(options, io));
  if (model.fingerprint !== info.schemaFingerprint) {
    io.stdout.write(
      "\nIt was collected with another schema than the present one, which cannot read its assets.\n",
    );
    return;
  }
  const collections = await inventoryOver(model, openSnapshot(path, model)).collections();
  io.stdout.write(`\n${renderCoverage(collections)}\n`);
}

/** One line for each asset type: how many assets, and in how many connectors it is complete or not. */
function renderCoverage(collections: readonly Collection[]): string {
  const width = collections.reduce((widest, { type }) => Math.max(widest, type.length), 0) + 2;
  const lines = [...Map.groupBy(collections, ({ type }) => type)].map(([type, some]) => {
    const assets = some.reduce((sum, collection) => sum + collection.assets, 0);
    const states = [...Map.groupBy(some, ({ status }) => status)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([status, each]) => `${status} in ${countNumber(each.length)}`);
    return `${type.padEnd(width)}${countNumber(assets).padStart(9)}  ${states.join(", ")}`;
  });
  return lines.join("\n");
}
