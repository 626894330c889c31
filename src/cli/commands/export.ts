import { suggestType } from "../../model/known-as.ts";
import { InputError, type Mistake } from "../../errors.ts";
import type { Narrowing } from "../../check/run/narrowing.ts";
import { isNone } from "../../check/scope/scope.ts";
import type { Inventory, Query } from "../../types.ts";
import { countOf, collectionWords } from "../../report/words.ts";
import { textOption, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import { narrowingOf } from "../narrowed.ts";
import { estateOptions, schemaOption, scopeOption } from "../options.ts";
import { escapeJson } from "../../visible.ts";

/** Writes assets for other tools. */
export const exportCommand: Command = {
  name: "export",
  arguments: "[types...]",
  about: "Write assets as JSON lines or as Parquet, for other tools.",
  more: [
    "Types go by their name or their root field: VM, storageAccounts, Asset; all of them without a name.",
    "Without --out JSON lines are printed. Parquet holds one type in a file.",
    'The member or column "_missing" names what of an asset was not read, and is null or empty for that.',
  ],
  options: [
    ...estateOptions,
    schemaOption,
    scopeOption,
    {
      flags: "--out <file>",
      about: "Write to this file; its ending, .ndjson or .parquet, says how.",
    },
  ],
  async run(call) {
    const { names, options, io } = call;
    const file = textOption(options, "out");
    const form = formOf(file);
    const { loadEstate } = await import("../estate.ts");
    const { open } = await loadEstate(call);
    const inventory = await open();
    const narrowing = await narrowingOf(call, inventory);
    const types = readTypes(inventory, names);
    const queryOf = (type: string): Query => {
      const where = narrowing?.scope.filterOf(type);
      return where ? { type, where } : { type };
    };
    const { exportAssets } = await import("../../report/reporters.ts");
    const { writeFileWhole } = await import("../../files/write-file.ts");
    if (form === "parquet") {
      const query = queryOf(onlyConcrete(inventory, types));
      await writeFileWhole(file!, exportAssets(inventory, query, form));
    } else {
      const lines = chain(types.map((type) => exportAssets(inventory, queryOf(type), form)));
      const safe = escapeJson(decode(lines));
      if (file === undefined) await writeAll(io.stdout, safe);
      else await writeFileWhole(file, safe);
    }
    io.stderr.write(await renderUnread(inventory, types, narrowing));
    return exitCodes.passed;
  },
};

function formOf(file: string | undefined): "ndjson" | "parquet" {
  if (file === undefined || /\.(ndjson|jsonl)$/i.test(file)) return "ndjson";
  if (/\.parquet$/i.test(file)) return "parquet";
  throw new InputError(
    "unknown-format",
    `The ending of "${file}" does not say how to write it: ".ndjson" for JSON lines, ".parquet" for Parquet.`,
  );
}

/** The types that names stand for; without a name every asset type, in name order. */
function readTypes({ model }: Inventory, names: readonly string[]): readonly string[] {
  const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
  if (names.length === 0) return assets.map(({ name }) => name).sort();
  const byName = new Map(
    [...assets, ...model.abstractTypes.values()].flatMap(({ name, plural }) => [
      [name, name],
      [plural, name],
    ]),
  );
  const mistakes: Mistake[] = names
    .filter((name) => !byName.has(name))
    .map((name) => ({
      code: "unknown-type",
      message: `There is no asset type "${name}".${suggestType(model, name, byName.keys())}`,
    }));
  if (mistakes.length > 0) throw new InputError(mistakes);
  return [...new Set(names.map((name) => byName.get(name)!))];
}

function onlyConcrete({ model }: Inventory, types: readonly string[]): string {
  const [type] = types;
  if (types.length === 1 && model.types.has(type!)) return type!;
  throw new InputError(
    "wrong-value",
    'A Parquet file holds one asset type: name one that is no interface, such as "assay export VM --out vms.parquet".',
  );
}

/** So many types are named. */
const namedLimit = 3;

/** One line about the types of which assets may be lacking because they were not read everywhere; "" where there are none. */
async function renderUnread(
  inventory: Inventory,
  names: readonly string[],
  narrowing: Narrowing | undefined,
): Promise<string> {
  const { abstractTypes } = inventory.model;
  const all = new Set(names.flatMap((name) => abstractTypes.get(name)?.members ?? [name]));
  const types = [...all].filter((type) => !narrowing || !isNone(narrowing.scope.filterOf(type)));
  if ((await inventory.countIncomplete(types)) === 0) return "";
  const told = await Promise.all(types.map((type) => tellUnread(inventory, type, narrowing)));
  const unread = told.filter((one) => one !== undefined);
  if (unread.length === 0) return "";
  const rest = unread.length - namedLimit;
  const more = rest > 0 ? `, and ${countOf(rest, "more type")}` : "";
  return `Not read everywhere, so that assets may be lacking: ${unread.slice(0, namedLimit).join(", ")}${more}. "assay coverage" has all of it.\n`;
}

/** Where one type was not read, as `VM (denied in 2 connectors)`. */
async function tellUnread(
  inventory: Inventory,
  type: string,
  narrowing: Narrowing | undefined,
): Promise<string | undefined> {
  const { connectors } = narrowing ?? {};
  const within = connectors ? { connectors } : {};
  const some = await inventory.collections({ types: [type], ...within, incomplete: true });
  const words = [...Map.groupBy(some, ({ status }) => status)].map(
    ([status, group]) => `${collectionWords[status]} in ${countOf(group.length, "connector")}`,
  );
  return words.length > 0 ? `${type} (${words.join(", ")})` : undefined;
}

async function* chain(parts: readonly AsyncIterable<Uint8Array>[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield* part;
}

async function* decode(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
}
