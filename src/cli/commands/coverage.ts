import { isNone } from "../../check/scope/scope.ts";
import { InputError, suggestionFor } from "../../errors.ts";
import type { CoverageReport } from "../../report/reporters.ts";
import type { AssetType, Inventory, Model, Unreadable } from "../../types.ts";
import { findType } from "../asset-types.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import { terminalStyleOf } from "../terminal-style.ts";
import { narrowingOf } from "../narrowed.ts";
import { estateOptions, schemaOption, scopeOption } from "../options.ts";
import { readId } from "../../model/spellings.ts";

/** Says what of an estate could be read and what could not, and what would mend it. */
export const coverageCommand: Command = {
  name: "coverage",
  about: "Say what a snapshot could not read, why, and what would mend it.",
  more: [
    "A collection is one asset type in one connector. Checks that need one that is not complete stay undecided.",
    "Without --all only collections that are not complete are shown, grouped by what would mend them.",
  ],
  options: [
    ...estateOptions,
    { flags: "--type <list>", about: "Only these asset types, comma-separated.", many: "list" },
    {
      flags: "--connector <list>",
      about: "Only these connectors, by id, GUID or name.",
      many: "list",
    },
    scopeOption,
    { flags: "--all", about: "Show every collection by itself, complete ones too." },
    {
      flags: "--output <report>",
      about: "What to print; docs/coverage.schema.json describes the JSON.",
      choices: ["text", "json"],
      fallback: "text",
    },
    schemaOption,
  ],
  async run(call) {
    const { options, io } = call;
    const { loadEstate } = await import("../estate.ts");
    const { model, open } = await loadEstate(call);
    const { readTypesOf } = await import("../../library/read-types.ts");
    const { findConnected } = await import("../../check/run/connected.ts");
    const isOurs = readTypesOf(model);
    const names = listOption(options, "type");
    // A mistake in what was asked is told before anything is opened.
    chooseTypes(model, names, isOurs);
    const inventory = await open();
    const isConnected = await findConnected(inventory);
    const choice = chooseTypes(model, names, (type) => isOurs(type) && isConnected(type));
    const named = await findConnectors(inventory, listOption(options, "connector"));
    const narrowing = await narrowingOf(call, inventory);
    const isInside = (type: string) => !narrowing || !isNone(narrowing.scope.filterOf(type));
    const wish: Wish = {
      types: choice.types.filter(isInside),
      unread: choice.unread.filter(isInside),
      connectors: both(named, narrowing?.connectors),
      all: options.all === true,
    };
    const report = {
      ...(await gather(inventory, wish)),
      ...(narrowing ? { narrowedTo: narrowing.scope.words } : {}),
    };
    await writeAll(io.stdout, await render(report, call));
    return exitCodes.passed;
  },
};

/** What two lists of connectors have in common; all are meant where there is none. */
function both(
  some: readonly string[] | undefined,
  others: readonly string[] | undefined,
): readonly string[] | undefined {
  return some && others ? some.filter((id) => others.includes(id)) : (some ?? others);
}

async function render(
  report: CoverageReport,
  { options, io }: Call,
): Promise<Iterable<string> | AsyncIterable<string>> {
  const { renderCoverage } = await import("../../report/reporters.ts");
  const style = textOption(options, "output") === "json" ? {} : { style: terminalStyleOf(io) };
  return await renderCoverage(report, { ...style, all: options.all === true });
}

/** The asset types that are meant, and apart from them those that nothing reads yet, unless they are named. */
function chooseTypes(
  model: Model,
  names: readonly string[] | undefined,
  isRead: (type: AssetType) => boolean,
) {
  const known = [...model.types.values()].filter(({ kind }) => kind === "asset");
  if (names) return { types: names.map((name) => findType(model, known, name).name), unread: [] };
  const [read, unread] = [true, false].map((wanted) =>
    known.filter((type) => isRead(type) === wanted).map(({ name }) => name),
  );
  return { types: read!, unread: unread! };
}

interface Wish {
  readonly types: readonly string[];
  readonly unread: readonly string[];
  readonly connectors: readonly string[] | undefined;
  readonly all: boolean;
}

async function gather(
  inventory: Inventory,
  { types, unread, connectors, all }: Wish,
): Promise<CoverageReport> {
  const { createCollectionNamer } = await import("../../check/run/unreadable.ts");
  const nameCollections = createCollectionNamer(inventory);
  const within = connectors ? { connectors } : {};
  const lists: (readonly Unreadable[])[] = [];
  for (const type of types.toSorted()) {
    const some = await inventory.collections({
      types: [type],
      ...within,
      ...(all ? {} : { incomplete: true }),
    });
    lists.push(await nameCollections(some));
  }
  const collections = lists.flat();
  const incomplete = collections.filter(({ status }) => status !== "complete").length;
  const every = connectors
    ? types.length * connectors.length
    : (await inventory.coverage())
        .filter(({ type }) => types.includes(type))
        .reduce((sum, one) => sum + one.connectors, 0);
  const counts = { all: every, complete: every - incomplete };
  return { snapshot: inventory.snapshot, counts, collections, unread };
}

/** The ids of the connectors that words mean: ids, GUIDs or names. */
async function findConnectors(
  inventory: Inventory,
  words: readonly string[] | undefined,
): Promise<readonly string[] | undefined> {
  if (!words) return undefined;
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const known: { readonly id: string; readonly name: string }[] = [];
  for (const rows of await selection!.rows("matched")) {
    const [ids, names] = await inventory.read(rows, ["id", "name"]);
    for (const [i, id] of ids!.entries())
      known.push({ id: String(id), name: String(names![i] ?? "") });
  }
  const found = words.flatMap((word) => {
    const meantId = readId(word);
    const meant = known.filter(
      ({ id, name }) =>
        id === meantId || id.endsWith(`/${meantId}`) || name.toLowerCase() === word.toLowerCase(),
    );
    if (meant.length > 0) return meant.map(({ id }) => id);
    const names = known.map(({ name }) => name).filter((name) => name !== "");
    throw new InputError(
      "unknown-connector",
      `There is no connector "${word}" in the snapshot.${suggestionFor(word, new Set(names))}`,
    );
  });
  return [...new Set(found)];
}
