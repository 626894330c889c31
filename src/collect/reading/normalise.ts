import { invariant } from "../../errors.ts";
import { connectorType } from "../../model/constants.ts";
import { storedId } from "../../model/spellings.ts";
import type {
  AssetRecord,
  AssetType,
  Field,
  FieldValue,
  Model,
  Reading,
  Relation,
} from "../../types.ts";
import type { IdShapes } from "./id-shapes.ts";
import { type Conversion, conversions as common } from "./conversions.ts";
import { coerceField } from "./coerce-field.ts";
import { isObject, type JsonObject } from "../json/json.ts";
import { mismatch, type Outcome } from "./mismatch.ts";
import { isHeldByOthers } from "./inverse-holders.ts";
import { type PathValue, follow, type Path, readPath } from "./paths.ts";

/**
 * What stands around an answer; paths read it as `$connector`, `$readAt` and so on. A detail that could not be read is left out,
 * and is null where the asset has nothing of the kind.
 */
export interface Around {
  /** Lower-case id. */
  readonly connector: string;
  readonly readAt: string;
  readonly apiVersion?: string;
  /** The answer of the asset that the call ran over, or of the account; as much of it as paths of the schema read. */
  readonly parent?: JsonObject;
  /** The resource type of that asset. */
  readonly parentType?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** All that paths find behind a `$`, by name. */
type Surroundings = Readonly<Record<string, unknown>> & { readonly connector: string };

/** One asset of the cloud's answer as records: the asset's own first, then those of its parts. */
export type Normalise = (
  type: AssetType,
  raw: JsonObject,
  around: Around,
) => readonly AssetRecord[];

/** What reading takes of a provider. */
export interface ReadingRules {
  /** As assets have it in `cloudProvider`, and as the schema's enum `Provider` names it. */
  readonly name: string;
  /** By the names of the SDL's enum `Conversion`, beside those that any provider has. */
  readonly conversions: Readonly<Record<string, Conversion>>;
  readonly ids: IdShapes;
}

/** Everything the paths of one type need, read once. */
interface Reader {
  readonly readings: ReadonlyMap<Reading, readonly Path[]>;
  /** Whole paths that some field reads: texts there are shapes that the schema knows. */
  readonly understood: ReadonlySet<string>;
  readonly conversions: ReadonlyMap<Reading, Conversion>;
  /** It is of the accounts, of which lists say less than other answers: what looks into the bag of properties alone waits for those. */
  readonly isConnector: boolean;
}

/**
 * What of a path's values is wanted: of a list its only member; all of it; or what of it is understood, with `mismatch` for what
 * is not.
 */
type Wanted = "one" | "many" | "some";

/** What is read for a member of a type. */
type Read = Pick<Field, "absence"> & { readonly reading?: Reading };

/** The value that is read for a member in the asset at hand; not understood where it has none. */
type Find = (member: Read, wanted: Wanted) => Outcome<unknown>;

/** The ids that a relation leads to, and whether they are all. One element that is not understood hides none of the others. */
interface Targets {
  readonly ids: readonly string[];
  readonly isWhole: boolean;
}

const unknownTargets: Targets = { ids: [], isWhole: false };

/**
 * The function that turns raw objects into records, after the model's paths and conversions. A value that does not fit its
 * field makes that field missing in that record, never null; values of enums are kept whatever they are. `raw` must have
 * an `id`.
 */
export function createNormaliser(model: Model, provider: ReadingRules): Normalise {
  const conversions: Readonly<Record<string, Conversion>> = { ...common, ...provider.conversions };
  const connector = connectorType(model);
  const readers = new Map<string, Reader>();
  for (const type of model.types.values())
    readers.set(type.name, readerOf(type, conversions, type.name === connector?.name));

  function normalise(
    type: AssetType,
    raw: JsonObject,
    id: string,
    around: Surroundings,
    records: AssetRecord[],
  ): void {
    const reader = readers.get(type.name)!;
    const find: Find = (member, wanted) => lookUp(type, reader, member, raw, around, wanted);
    const fields: Record<string, FieldValue> = {};
    const links: Record<string, readonly string[]> = {};
    const missing: string[] = [];
    const position = records.length;
    records.push({ type: type.name, id, connector: around.connector, fields, links });
    for (const field of type.fields.values()) {
      if (field.derived) continue;
      const value = field.name === "id" ? id : readField(field, find);
      if (value === mismatch) missing.push(field.name);
      else if (value !== null) fields[field.name] = value;
    }
    for (const relation of type.relations.values()) {
      const read = (reading: Reading) => find({ reading }, "some");
      if (relation.holders && isHeldByOthers(model, relation, provider.ids.typeOf, read))
        missing.push(relation.name);
      if (relation.kind === "inverse" || relation.derived) continue;
      const targets =
        relation.kind === "references"
          ? readReferences(relation, find, around.connector, provider.ids)
          : embed(relation, find, id, { ...around, parent: raw }, records);
      if (!targets.isWhole) missing.push(relation.name);
      if (targets.ids.length > 0) links[relation.name] = targets.ids;
    }
    if (missing.length > 0) records[position] = { ...records[position]!, missing };
  }

  /** Parts stand right behind their owner. */
  function embed(
    relation: Relation,
    find: Find,
    owner: string,
    around: Surroundings,
    records: AssetRecord[],
  ): Targets {
    const list = listOf(relation, find);
    const target = model.types.get(relation.target);
    if (!target || !list) return unknownTargets;
    const parts = list.filter(isObject);
    const ids = partNames(parts).map((name) => `${owner}#${relation.name}/${name}`);
    for (const [index, part] of parts.entries())
      normalise(target, part, ids[index]!, { ...around, type: undefined }, records);
    return { ids, isWhole: parts.length === list.length };
  }

  return (type, raw, around) => {
    invariant(typeof raw.id === "string", "a raw asset has an id");
    const records: AssetRecord[] = [];
    normalise(type, raw, storedId(raw.id), surroundings(type, provider.name, around), records);
    return records;
  };
}

function readerOf(
  type: AssetType,
  conversions: Readonly<Record<string, Conversion>>,
  isConnector: boolean,
): Reader {
  const relations = [...type.relations.values()];
  const members = [...type.fields.values(), ...relations].map(({ reading }) => reading);
  const readings = new Map<Reading, readonly Path[]>();
  for (const reading of [...members, ...relations.flatMap(({ holders }) => holders ?? [])])
    if (reading) readings.set(reading, reading.paths.map(readPath));
  const understood = [...type.fields.values()]
    .flatMap(({ reading }) => (reading ? readings.get(reading)! : []))
    .filter((path) => path.around === undefined && !path.many)
    .map((path) => path.text);
  const converted = new Map(
    [...readings.keys()].flatMap((reading) => {
      const conversion = reading.convert === undefined ? undefined : conversions[reading.convert];
      return conversion ? [[reading, conversion]] : [];
    }),
  );
  return { readings, understood: new Set(understood), conversions: converted, isConnector };
}

/** The value a member comes to, converted; where there is none, null or what the schema says of its absence. */
function lookUp(
  type: AssetType,
  reader: Reader,
  { reading, absence }: Read,
  raw: JsonObject,
  around: Surroundings,
  wanted: Wanted,
): Outcome<unknown> {
  if (!reading) return mismatch;
  const conversion = reader.conversions.get(reading);
  const absent = absence?.is === "missing" ? mismatch : null;
  let blocked = false;
  let lacking = false;
  for (const path of reader.readings.get(reading)!) {
    const found = findAt(type, reader, path, raw, around);
    if (found === "lacking") lacking = true;
    if (found === "absent" || found === "lacking") continue;
    if (found === "blocked" || (found.partial && wanted !== "some")) {
      blocked = true;
      continue;
    }
    const { value, partial } = found;
    if (value === null && lacksProperties(type, reader, raw, [path])) return mismatch;
    if (value === null) return absent;
    if (!conversion && path.many && wanted === "one") return alone(value);
    const converted = conversion ? conversion.convert(value, around) : value;
    return partial ? [...asList(converted), mismatch] : converted;
  }
  if (blocked || lacksProperties(type, reader, raw, reader.readings.get(reading)!)) return mismatch;
  // What an asset cannot have is none, whatever its absence would mean in an answer.
  return lacking ? null : absent;
}

function findAt(
  type: AssetType,
  reader: Reader,
  path: Path,
  raw: JsonObject,
  around: Surroundings,
): PathValue | "lacking" {
  if (path.around === undefined) return follow(path, raw, reader.understood);
  const value = around[path.around];
  if (value === undefined)
    return type.source?.details?.some((detail) => detail.name === path.around)
      ? "blocked"
      : "absent";
  if (value === null) return "lacking";
  return follow(path, value, reader.understood);
}

function surroundings(type: AssetType, provider: string, around: Around): Surroundings {
  const { details, ...facts } = around;
  return { ...details, ...facts, provider, type: type.source?.resourceType };
}

/** Whether the answer left out the whole bag that these paths look into. Then nothing is known of what was in it. */
function lacksProperties(
  type: AssetType,
  { isConnector }: Reader,
  raw: JsonObject,
  paths: readonly Path[],
): boolean {
  if (type.kind === "part" || isObject(raw.properties)) return false;
  const inBag = paths.filter((path) => /^properties\b/.test(path.text));
  return isConnector ? inBag.length === paths.length : inBag.length > 0;
}

const asList = (value: unknown) => (Array.isArray(value) ? value : [value]);

function readField(field: Field, find: Find): Outcome<FieldValue> {
  return coerceField(field, find(field, field.list ? "many" : "one"));
}

/** The one member of a path's list; null where it has none, not understood where it has several. */
function alone(value: unknown): unknown {
  const list = asList(value);
  return list.length > 1 ? mismatch : (list[0] ?? null);
}

/** Within one connector an inherited id means what the connector has of it; it stands behind the connector's id there. */
function readReferences(
  relation: Relation,
  find: Find,
  connector: string,
  { isInherited }: IdShapes,
): Targets {
  const list = listOf(relation, find, (each) => each !== null && each !== "");
  if (!list) return unknownTargets;
  const found = list.map((each) => (isObject(each) ? each.id : each));
  const ids = found.filter((id) => typeof id === "string");
  const inherited = relation.scope === "CONNECTOR" ? connector : "";
  const rooted = ids.map((id) => (isInherited(id) ? inherited + id : id));
  return { ids: [...new Set(rooted.map(storedId))], isWhole: ids.length === found.length };
}

/** What a relation leads to; undefined where that is not understood as a whole, or is several where one is meant. */
function listOf(
  relation: Relation,
  find: Find,
  counts: (each: unknown) => boolean = () => true,
): readonly unknown[] | undefined {
  const value = find(relation, "some");
  if (value === mismatch) return undefined;
  const list = value === null ? [] : asList(value).filter(counts);
  return list.length > 1 && !relation.toMany ? undefined : list;
}

/** Names tell parts apart where each has its own; else their positions do. */
function partNames(parts: readonly JsonObject[]): readonly string[] {
  const names = parts.map((part) => part.name ?? part.key ?? part.id);
  const told = new Set(
    names.filter((name) => typeof name === "string" && name !== "" && name.isWellFormed()),
  );
  return told.size === parts.length ? (names as string[]) : parts.map((_, index) => String(index));
}
