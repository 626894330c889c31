import type { Absence, AssetType, Field, Model, Relation } from "../types.ts";

/** What it means that an answer has no value for a field or relation of a type, and why that is known. */
export type Meaning =
  /** It always has one. */
  | { readonly is: "never"; readonly why: string }
  /** The schema does not say, or says that there is none without saying where that is written. */
  | { readonly is: "unsaid" }
  | (Absence & { readonly is: "none" | "missing" })
  | (Absence & { readonly is: "value"; readonly value: NonNullable<Field["coalesce"]> });

/** A field or relation of a concrete type that is read from an answer, and what its absence means. */
export interface ReadMember {
  readonly type: AssetType;
  readonly member: Field | Relation;
  readonly meaning: Meaning;
}

/** Every field and relation of every concrete type, in the order of the types' names, with what its absence means. */
export function membersRead(model: Model): readonly ReadMember[] {
  return [...model.types.values()].flatMap((type) =>
    [...type.fields.values(), ...type.relations.values()].map((member) => ({
      type,
      member,
      meaning: meaningOf(model, type, member),
    })),
  );
}

/** What the absence of a value means, from what the schema says; the one place that knows which members need say nothing. */
export function meaningOf(model: Model, type: AssetType, member: Field | Relation): Meaning {
  const why = whyNever(model, type, member);
  if (why !== undefined) return { is: "never", why };
  const { absence } = member;
  if (absence?.is === "missing") return { ...absence, is: "missing" };
  if (!absence?.source) return { is: "unsaid" };
  if (absence.is === "none") return { ...absence, is: "none" };
  const value = "coalesce" in member ? member.coalesce : undefined;
  return value === undefined ? { is: "unsaid" } : { ...absence, is: "value", value };
}

function whyNever(model: Model, type: AssetType, member: Field | Relation): string | undefined {
  if (member.uncollected !== undefined) return "nothing reads it yet";
  const isRelation = "kind" in member;
  if (isRelation && member.kind === "inverse") return "the other side says it";
  if (member.derived ?? isDerived(model, type)) return "it is worked out from other assets";
  if (!isRelation && member.name === "id") return "an asset without an id is not read";
  if (!isRelation && member.required && !member.list)
    return "it is required: without a value it is missing";
  const { reading } = member;
  if (reading?.paths.some((path) => isFact(model, type, path)))
    return "it stands around every answer";
  return undefined;
}

/** Whether nothing but derived relations leads to the parts of a type. */
function isDerived(model: Model, type: AssetType): boolean {
  const leading = [...model.types.values()].flatMap(({ relations }) =>
    [...relations.values()].filter(({ target }) => target === type.name),
  );
  return type.kind === "part" && leading.every(({ derived }) => derived);
}

/** Whether a path reads what stands around each answer of the type. */
function isFact(model: Model, { source, kind }: AssetType, path: string): boolean {
  if (/^\$(connector|provider|readAt)$/.test(path)) return true;
  if (path === "$type") return kind === "asset" && source?.resourceType !== undefined;
  if (path === "$apiVersion") return source?.apiVersion !== undefined;
  const owners = source?.of?.flatMap((name) => ownersOf(model, name)) ?? [];
  if (path === "$parent.id") return owners.length > 0;
  return (
    path === "$parentType" &&
    owners.length > 0 &&
    owners.every((owner) => owner.source?.resourceType !== undefined)
  );
}

function ownersOf(model: Model, name: string): readonly AssetType[] {
  const names = model.abstractTypes.get(name)?.members ?? [name];
  return names.flatMap((each) => model.types.get(each) ?? []);
}
