import { runWhole } from "../check/run/run.ts";
import { nameAssets } from "../check/run/name-assets.ts";
import { InputError, suggest, suggestionFor, suggestionsFor } from "../errors.ts";
import { membersOf } from "../model/concrete.ts";
import type { FillIn } from "../report/reporters.ts";
import { collectionClauses } from "../report/words.ts";
import type { AssetName, Check, Filter, Inventory, Rows } from "../types.ts";

/** So many of several assets that a name may mean are told. */
const toldLimit = 5;
/** Names that are looked through for the nearest, of each type. */
const namesLimit = 20_000;

/** The asset that somebody means, with what the check finds about it. */
export async function findAsset(
  inventory: Inventory,
  check: Check,
  written: string,
): Promise<FillIn> {
  const { asset, rows } = await findAssetRow(inventory, typesAsked(inventory, check), written);
  const judged = await runWhole(inventory, [check], { limit: 0, clock: () => 0 });
  const findings = await judged.findingsOf(rows);
  const own = findings.find(({ offender }) => offender?.asset.id === asset.id)?.offender;
  return own && !own.through ? { ...asset, because: own.because } : asset;
}

/** The asset types that a check asks for. */
export function typesAsked({ model }: Inventory, { rules }: Check): readonly string[] {
  return [...new Set(rules.flatMap(({ query }) => membersOf(model, query.type)))];
}

/** An asset with its row. */
interface Found {
  readonly asset: AssetName;
  readonly rows: Rows;
}

/**
 * The asset that somebody means by its id, a GUID or another whole end of it, or its name. Assets of the types that are asked for
 * come before others. Throws an `InputError` where there is none, with the nearest names or ids, and where several are meant, with their
 * ids.
 */
export async function findAssetRow(
  inventory: Inventory,
  asked: readonly string[],
  written: string,
): Promise<Found> {
  const found = await lookUp(inventory, written);
  const first = found.filter(({ type }) => asked.includes(type));
  const meant = first.length > 0 ? first : found;
  const names = (await Promise.all(meant.map((rows) => nameAssets(inventory, rows)))).flat();
  const whole = names.filter(({ id }) => id === written.toLowerCase());
  const [asset, ...others] = whole.length > 0 ? whole : names;
  if (!asset) throw await notThere(inventory, written, asked);
  if (others.length > 0) throw ambiguous(written, [asset, ...others]);
  const [row] = await inventory.find(asset.type, [asset.id]);
  return { asset, rows: { type: asset.type, rows: Uint32Array.of(row!) } };
}

/** Rows of every type that have this id or name, or whose id ends so behind a slash. */
async function lookUp(inventory: Inventory, written: string): Promise<readonly Rows[]> {
  const types = assetTypes(inventory);
  const is = (field: string, operator: string, value: string): Filter => ({
    kind: "compare",
    ...{ field, operator, value },
    ignoreCase: true,
  });
  const queries = types.map(({ name, fields }) => ({
    type: name,
    where: {
      kind: "or" as const,
      of: [
        is("id", "EQ", written),
        is("id", "ENDS_WITH", `/${written.replace(/^\//, "")}`),
        ...(fields.has("name") ? [is("name", "EQ", written)] : []),
      ],
    },
  }));
  const selections = await inventory.select(queries);
  const found = await Promise.all(
    selections.map((one) => (one.matched > 0 ? one.rows("matched", { limit: 50 }) : [])),
  );
  return found.flat();
}

function assetTypes({ model }: Inventory) {
  return [...model.types.values()].filter(({ kind }) => kind === "asset");
}

async function notThere(
  inventory: Inventory,
  written: string,
  asked: readonly string[],
): Promise<InputError> {
  const isId = written.includes("/");
  const all: string[] = [];
  const selections = await inventory.select(asked.map((type) => ({ type })));
  for (const selection of selections)
    for (const rows of await selection.rows("matched", { limit: namesLimit }))
      all.push(...(await inventory.read(rows, [isId ? "id" : "name"]))[0]!.map(String));
  const nearest = isId ? suggest(nearestIds(written, all)) : suggestionFor(written, new Set(all));
  const unread = nearest === "" ? await tellUnread(inventory, written, asked) : "";
  return new InputError(
    "unknown-asset",
    `There is no asset "${written}" in the snapshot, by its id, the end of it or its name.${nearest}${unread}`,
  );
}

/** Where assets of these types were not read: what is named may be there. Of an id the account is known that it would be in. */
async function tellUnread(
  inventory: Inventory,
  written: string,
  types: readonly string[],
): Promise<string> {
  const segments = written.toLowerCase().split("/");
  const heads = segments.map((_, i) => segments.slice(0, i + 1).join("/"));
  const scope = written.startsWith("/") ? { connectors: heads } : { limit: 1 };
  const [first] = await inventory.collections({ types, incomplete: true, ...scope });
  if (!first) return "";
  return ` It may be in "${first.connector}": ${first.type} ${collectionClauses[first.status]} there.`;
}

/** Ids whose last name is nearest; of those with one name the ones that have most of the rest. */
function nearestIds(written: string, ids: readonly string[]): readonly string[] {
  const lastOf = (id: string) => id.slice(id.lastIndexOf("/") + 1);
  const byLast = Map.groupBy(ids, lastOf);
  const segments = new Set(written.toLowerCase().split("/"));
  const shared = (id: string) => id.split("/").filter((one) => segments.has(one)).length;
  return suggestionsFor(lastOf(written).toLowerCase(), byLast.keys())
    .flatMap((last) => byLast.get(last)!.toSorted((a, b) => shared(b) - shared(a)))
    .slice(0, 3);
}

function ambiguous(written: string, assets: readonly AssetName[]): InputError {
  const told = assets.slice(0, toldLimit).map((one) => `"${one.id}"`);
  const rest = assets.length - told.length;
  const more = rest > 0 ? ` and ${rest} more` : "";
  return new InputError(
    "unknown-asset",
    `"${written}" may be ${assets.length} assets. Name one by its id: ${told.join(", ")}${more}.`,
  );
}
