import { InputError } from "../../errors.ts";
import type { AssetType, Field, Model } from "../../types.ts";
import type { FoundAsset } from "../../scaffold/rows.ts";
import { typesMeant } from "../../scaffold/type-meant.ts";
import { findType } from "../asset-types.ts";
import { type Call, type Command, textOption } from "../command.ts";
import type { Estate } from "../estate.ts";
import { exitCodes } from "../exit-code.ts";
import { ownFolder } from "../folders.ts";
import { estateOptions, schemaOption } from "../options.ts";

/** Begins a check: its document, guidance and cases. */
export const newCommand: Command = {
  name: "new",
  arguments: "<id>",
  about: "Begin a check: write its document, guidance with all headings, and cases.",
  more: [
    "The id says what must hold, such as azure/storage/accounts-refuse-http; it is the file's path in the folder of checks.",
    "With --from an asset that the check must find, by its id or name, becomes the first row of its cases: until the filter says what is wrong with it, `assay test` fails there and shows why.",
    "Nothing that is there is written over.",
  ],
  options: [
    {
      flags: "--type <type>",
      about:
        "The asset type that is asked about (default: that of --from, or the one the id speaks of).",
    },
    { flags: "--where <filter>", about: "The filter, such as '{ allowBlobPublicAccess: true }'." },
    {
      flags: "--from <asset>",
      about: "An asset that the check must find, of the newest snapshot.",
    },
    { flags: "--checks <folder>", about: "Folder of checks to write into.", fallback: "checks" },
    ...estateOptions,
    schemaOption,
  ],
  async run(call) {
    const { names, options, io } = call;
    const id = readId(names[0]!);
    const { loadEstate } = await import("../estate.ts");
    const estate = await loadEstate(call);
    const from = await findFrom(call, estate, id);
    const type = from?.type ?? chooseType(estate.model, id, textOption(options, "type"));
    const where = withBrackets(textOption(options, "where") ?? (await firstFilter(id, type, from)));
    const files = await scaffold(call, estate.model, { id, type, where, from });
    const { dirname } = await import("node:path");
    const { makeFolder } = await import("../../files/make-folder.ts");
    const { writeNewFiles } = await import("../../files/write-new.ts");
    for (const file of files.keys()) makeFolder(dirname(file));
    await writeNewFiles(files);
    const folder = textOption(options, "checks")!;
    for (const file of files.keys()) io.stderr.write(`Wrote "${file}".\n`);
    io.stdout.write(
      `Next: say what is wrong in the filter, then "assay test ${id} --checks ${folder}" until its cases hold.\n`,
    );
    return exitCodes.passed;
  },
};

/** An asset that a check must find, and where it is. */
interface From extends FoundAsset {
  readonly type: AssetType;
}

function readId(written: string): string {
  const id = written.replace(/\.(graphql|gql)$/i, "");
  if (/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)*$/.test(id)) return id;
  throw new InputError(
    "wrong-value",
    `"${written}" is no id of a check. It is small letters, digits and hyphens between slashes, such as "azure/storage/accounts-refuse-http".`,
  );
}

async function findFrom(
  { options }: Call,
  { model, open }: Pick<Estate, "model" | "open">,
  id: string,
): Promise<From | undefined> {
  const written = textOption(options, "from");
  if (written === undefined) return undefined;
  const { findAssetRow } = await import("../find-asset.ts");
  const { writtenId } = await import("../../model/spellings.ts");
  const named = textOption(options, "type");
  const wanted = named === undefined ? typesMeant(model, id) : [chooseType(model, id, named)];
  const inventory = await open();
  const asked = wanted.map(({ name }) => name);
  const { asset, rows } = await findAssetRow(inventory, asked, writtenId(written));
  if (named !== undefined && asset.type !== asked[0])
    throw new InputError("wrong-type", `"${written}" is a ${asset.type}, not a ${asked[0]}.`);
  const type = model.types.get(asset.type)!;
  return { inventory, type, rows, name: asset.name ?? asset.id };
}

function chooseType(model: Model, id: string, written: string | undefined): AssetType {
  const known = [...model.types.values()].filter(({ kind }) => kind === "asset");
  if (written !== undefined) return findType(model, known, written);
  const meant = typesMeant(model, id);
  if (meant.length === 1) return meant[0]!;
  const names = meant.map(({ name }) => `"${name}"`).join(", ");
  const why = meant.length === 0 ? "speaks of no asset type" : `may speak of ${names}`;
  throw new InputError("needs-other", `"${id}" ${why}. Name the one that is meant with "--type".`);
}

/** To begin with something that is read: a switch that the id may speak of. With an asset the filter does not find it. */
async function firstFilter(id: string, type: AssetType, from: From | undefined): Promise<string> {
  const own = [...type.fields.values()].filter(
    ({ uncollected, name }) => uncollected === undefined && name !== "id",
  );
  const switches = own.filter(({ scalar, list }) => scalar === "Boolean" && !list);
  const field = likeliest(id, switches) ?? own[0]!;
  if (field.scalar !== "Boolean") return `${field.name}: null`;
  const [column] = from ? await from.inventory.read(from.rows, [field.name]) : [];
  return `${field.name}: ${column?.[0] === false}`;
}

/** The field with most of the id's words in its name, the first of several. */
function likeliest(id: string, fields: readonly Field[]): Field | undefined {
  const words = id.split(/[/-]/).filter((word) => word.length > 3);
  const shared = ({ name }: Field) =>
    words.filter((word) => name.toLowerCase().includes(word.replace(/s$/, ""))).length;
  return fields.toSorted((a, b) => shared(b) - shared(a))[0];
}

function withBrackets(filter: string): string {
  const written = filter.trim();
  return written.startsWith("{") ? written : `{ ${written} }`;
}

interface Wish {
  readonly id: string;
  readonly type: AssetType;
  readonly where: string;
  readonly from: From | undefined;
}

/** The texts of the files by their paths. Throws an `InputError` where the filter is wrong. */
async function scaffold(
  { options, io }: Call,
  model: Model,
  { id, type, where, from }: Wish,
): Promise<ReadonlyMap<string, string>> {
  const { join } = await import("node:path");
  const { readNew } = await import("../read-new.ts");
  const { renderCheck, renderCases, renderGuidance } = await import("../../scaffold/scaffold.ts");
  const { rowsOf } = await import("../../scaffold/rows.ts");
  const folder = textOption(options, "checks")!;
  const path = join(folder, id);
  const begun = { id, plural: type.plural, where, rows: [] };
  const document = renderCheck(begun);
  const roots = [folder, ownFolder(io, "checks")];
  const check = readNew(
    model,
    { id, file: `${path}.graphql`, text: document, root: folder },
    roots,
  );
  const rows = await rowsOf(model, check, from ? [from] : []);
  return new Map([
    [`${path}.graphql`, document],
    [`${path}.md`, renderGuidance(begun)],
    [`${path}.cases.graphql`, renderCases({ ...begun, rows })],
  ]);
}
