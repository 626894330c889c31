import { readValue } from "../dialect/values.ts";
import { invariant } from "../errors.ts";
import type {
  AssetRecord,
  AssetType,
  Field,
  FieldValue,
  Model,
  Reading,
  Relation,
  Scalar,
  ScalarName,
} from "../types.ts";
import { conversions, misfit } from "./conversions.ts";
import { isObject, type JsonObject } from "./json.ts";
import { type Found, follow, type Path, readPath } from "./paths.ts";

/** What stands around an answer; paths read it as `$connector`, `$readAt` and so on. A detail that could not be read is left out. */
export interface Around {
  /** Lower-case id. */
  readonly connector: string;
  readonly readAt: string;
  readonly apiVersion?: string;
  /** The answer of the asset that the call ran over, or of the subscription; as much of it as paths of the schema read. */
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

/** Everything the paths of one type need, read once. */
interface Reader {
  readonly readings: ReadonlyMap<Reading, readonly Path[]>;
  /** Whole paths that some field reads: texts there are shapes that the schema knows. */
  readonly understood: ReadonlySet<string>;
}

type Outcome<T> = T | typeof misfit;

/** The value of a reading in the asset at hand; of a path that gives a list its only member, where one is wanted. */
type Find = (reading: Reading, wanted?: "one" | "many") => Outcome<unknown>;

/**
 * The function that turns raw objects into records, after the model's paths and conversions. A value that does not fit its
 * field makes that field missing in that record, never null; values of enums are kept whatever they are. `raw` must have
 * an `id`.
 */
export function createNormaliser(model: Model): Normalise {
  const readers = new Map<string, Reader>();
  for (const type of model.types.values()) readers.set(type.name, readerOf(type));

  function normalise(
    type: AssetType,
    raw: JsonObject,
    id: string,
    around: Surroundings,
    records: AssetRecord[],
  ): void {
    const reader = readers.get(type.name)!;
    const find: Find = (reading, wanted = "many") =>
      lookUp(type, reader, reading, raw, around, wanted);
    const fields: Record<string, FieldValue> = {};
    const links: Record<string, readonly string[]> = {};
    const missing: string[] = [];
    const position = records.length;
    records.push({ type: type.name, id, connector: around.connector, fields, links });
    for (const field of type.fields.values()) {
      const value = field.name === "id" ? id : readField(field, find);
      if (value === misfit) missing.push(field.name);
      else if (value !== null) fields[field.name] = value;
    }
    for (const relation of type.relations.values()) {
      if (relation.kind === "inverse") continue;
      const targets =
        relation.kind === "references"
          ? readReferences(relation, find, around.connector)
          : embed(relation, find, id, { ...around, parent: raw }, records);
      if (targets === misfit) missing.push(relation.name);
      else if (targets.length > 0) links[relation.name] = targets;
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
  ): Outcome<readonly string[]> {
    if (!relation.reading) return misfit;
    const value = find(relation.reading);
    if (value === misfit) return misfit;
    const list = value === null ? [] : Array.isArray(value) ? value : [value];
    const target = model.types.get(relation.target);
    if (!target || !list.every(isObject) || (list.length > 1 && !relation.toMany)) return misfit;
    const ids = partNames(list).map((name) => `${owner}#${relation.name}/${name}`);
    for (const [index, part] of list.entries())
      normalise(target, part, ids[index]!, { ...around, type: undefined }, records);
    return ids;
  }

  return (type, raw, around) => {
    invariant(typeof raw.id === "string", "a raw asset has an id");
    const records: AssetRecord[] = [];
    normalise(type, raw, idOf(raw.id), surroundings(type, around), records);
    return records;
  };
}

/** A resource id as assets are known by: lower case, without a slash at the end. */
export function idOf(text: string): string {
  return text.toLowerCase().replace(/\/+$/, "");
}

function readerOf(type: AssetType): Reader {
  const members = [...type.fields.values(), ...type.relations.values()];
  const readings = new Map<Reading, readonly Path[]>();
  for (const { reading } of members)
    if (reading) readings.set(reading, reading.paths.map(readPath));
  const understood = [...type.fields.values()]
    .flatMap(({ reading }) => (reading ? readings.get(reading)! : []))
    .filter((path) => path.around === undefined && !path.many)
    .map((path) => path.text);
  return { readings, understood: new Set(understood) };
}

/** The value a reading comes to, converted; where there is none, null or what the reading says of its absence. */
function lookUp(
  type: AssetType,
  reader: Reader,
  reading: Reading,
  raw: JsonObject,
  around: Surroundings,
  wanted: "one" | "many",
): Outcome<unknown> {
  const conversion = reading.convert === undefined ? undefined : conversions[reading.convert];
  const absent = reading.absent === "missing" ? misfit : null;
  let blocked = false;
  for (const path of reader.readings.get(reading)!) {
    const found = findAt(type, reader, path, raw, around);
    if (found === "blocked") blocked = true;
    if (typeof found === "string") continue;
    const { value } = found;
    if (value === null && !conversion?.takesNull) return absent;
    if (!conversion) return path.many && wanted === "one" ? alone(value) : value;
    return conversion.convert(value);
  }
  if (blocked || lacksProperties(type, raw, reader.readings.get(reading)!)) return misfit;
  return absent ?? conversion?.absent ?? null;
}

function findAt(
  type: AssetType,
  reader: Reader,
  path: Path,
  raw: JsonObject,
  around: Surroundings,
): Found {
  if (path.around === undefined) return follow(path, raw, reader.understood);
  const value = around[path.around];
  if (value === undefined)
    return type.source?.details?.some((detail) => detail.name === path.around)
      ? "blocked"
      : "absent";
  return follow(path, value, reader.understood);
}

function surroundings(type: AssetType, around: Around): Surroundings {
  const { details, ...facts } = around;
  return { ...details, ...facts, provider: "azure", type: type.source?.resourceType };
}

/**
 * Whether the answer left out the whole bag that these paths look into. Then nothing is known of what was in it. The list
 * of subscriptions has no such bag: what looks only there waits for Resource Graph.
 */
function lacksProperties(type: AssetType, raw: JsonObject, paths: readonly Path[]): boolean {
  if (type.kind === "part" || isObject(raw.properties)) return false;
  const inBag = paths.filter((path) => /^properties\b/.test(path.text));
  return type.source?.loader === "SUBSCRIPTIONS" ? inBag.length === paths.length : inBag.length > 0;
}

const asList = (value: unknown) => (Array.isArray(value) ? value : [value]);

function readField(field: Field, find: Find): Outcome<FieldValue> {
  if (!field.reading) return misfit;
  const value = find(field.reading, field.list ? "many" : "one");
  if (value === misfit) return misfit;
  if (value === null) return field.required ? (field.list ? [] : misfit) : null;
  const { equals } = field.reading;
  if (equals) return isOneOf(equals, value);
  if (!field.list) return fitScalar(field, value);
  if (!Array.isArray(value)) return misfit;
  const fitted = value.map((each) =>
    each === null ? (field.elementRequired ? misfit : null) : fitScalar(field, each),
  );
  return fitted.includes(misfit) ? misfit : (fitted as FieldValue);
}

/** The one member of a path's list; null where it has none, not understood where it has several. */
function alone(value: unknown): unknown {
  const list = asList(value);
  return list.length > 1 ? misfit : (list[0] ?? null);
}

function isOneOf(texts: readonly string[], value: unknown): Outcome<boolean> {
  if (typeof value === "object" || typeof value === "symbol") return misfit;
  const text = String(value).toLowerCase();
  return texts.some((each) => each.toLowerCase() === text);
}

/** An enum's field keeps words that the schema does not know yet. */
function fitScalar(field: Field, value: unknown): Outcome<Scalar> {
  const written = field.enumName === undefined ? spelt(field.scalar, value) : value;
  const read = readValue({ scalar: field.scalar }, written);
  return "value" in read ? read.value : misfit;
}

/** The same value as text or as a number, where services disagree on how to write it. */
function spelt(scalar: ScalarName, value: unknown): unknown {
  if (scalar === "String")
    return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
  const isNumber = scalar === "Int" || scalar === "Float";
  return isNumber && typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value)
    ? Number(value)
    : value;
}

/** Within one connector an id without a subscription means what the connector inherits; it stands behind the connector's id there. */
function readReferences(
  relation: Relation,
  find: Find,
  connector: string,
): Outcome<readonly string[]> {
  if (!relation.reading) return misfit;
  const value = find(relation.reading);
  if (value === misfit) return misfit;
  const list = value === null ? [] : asList(value);
  const ids = list
    .filter((each) => each !== null && each !== "")
    .map((each) => (isObject(each) ? each.id : each));
  if (!ids.every((id) => typeof id === "string")) return misfit;
  if (ids.length > 1 && !relation.toMany) return misfit;
  const inherited = relation.scope === "CONNECTOR" ? connector : "";
  const whole = (ids as string[]).map((id) => (/^\/providers\//i.test(id) ? inherited + id : id));
  return [...new Set(whole.map(idOf))];
}

/** Names tell parts apart where each has its own; else their positions do. */
function partNames(parts: readonly JsonObject[]): readonly string[] {
  const names = parts.map((part) => part.name ?? part.key ?? part.id);
  const told = new Set(names.filter((name) => typeof name === "string" && name !== ""));
  return told.size === parts.length ? (names as string[]) : parts.map((_, index) => String(index));
}
