import type { Reads } from "../dialect/reads.ts";
import { membersOf } from "../model/concrete.ts";
import { constantsOf } from "../model/constants.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { isMadeUp } from "../estate/made-up-ids.ts";
import type { SmallEstate } from "../estate/small-estate.ts";
import type { AssetRecord, AssetType, Field, FieldValue, Model, Relation } from "../types.ts";

/** A row of an estate, by its type and id. */
export interface RowName {
  readonly type: string;
  readonly id: string;
}

/**
 * A row as it stands in a case file, on one line: `{ is: FAIL, pricing: [{ name: "Dns", pricingTier: "Free" }] }`. It states all that
 * `reads` name of it and of the rows that it leads to; what was not learnt is in `missing`. Without a status `is` is left out.
 */
export function renderGiven(
  model: Model,
  estate: SmallEstate,
  row: RowName,
  reads: readonly Reads[],
  status?: RowStatus,
): string {
  const record = estate.records.find(({ type, id }) => type === row.type && id === row.id)!;
  const own = new Rendering(model, estate);
  own.given(record, reads, undefined);
  return own.given(record, reads, undefined, status);
}

// A class, since how often each row was come by decides which of them is named by its id.
class Rendering {
  private readonly model: Model;
  private readonly estate: SmallEstate;
  private readonly seen = new Map<AssetRecord, number>();

  constructor(model: Model, estate: SmallEstate) {
    this.model = model;
    this.estate = estate;
  }

  /** `from` is the row that it stands in. */
  given(
    record: AssetRecord,
    reads: readonly Reads[],
    from: AssetRecord | undefined,
    status?: RowStatus,
  ): string {
    const type = this.model.types.get(record.type)!;
    const times = (this.seen.get(record) ?? 0) + 1;
    this.seen.set(record, times);
    const own = reads.find((one) => one.type === record.type);
    const members: string[] = status ? [`is: ${status}`] : [];
    const missing: string[] = [];
    const isMissing = (name: string) => record.missing?.includes(name) ?? false;
    for (const field of type.fields.values()) {
      // An id is given where it matters, or where a row is led to twice, once each time this is rendered.
      const isId = field.name === "id";
      if (isId ? times <= 2 && isMadeUp(record.id) : !own?.fields.has(field.name)) continue;
      if (isMissing(field.name)) missing.push(field.name);
      else if (!this.isConstant(type, field))
        members.push(`${field.name}: ${renderStored(field, storedIn(record, field))}`);
    }
    for (const [name, behind] of own?.relations ?? []) {
      const relation = type.relations.get(name)!;
      const far = this.farOf(record, relation).filter((one) => one !== from);
      if (isMissing(name)) missing.push(name);
      if (far.length === 0 && (isMissing(name) || this.isToldByFrom(record, relation, from)))
        continue;
      const rows = far.map((one) => this.nested(relation, one, behind, record));
      if (relation.toMany) members.push(`${name}: [${rows.join(", ")}]`);
      else members.push(`${name}: ${rows[0] ?? "null"}`);
    }
    if (missing.length > 0) members.push(`missing: [${missing.join(", ")}]`);
    return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
  }

  /** Of an interface or a union a row stands under its type's name. */
  private nested(
    { target }: Relation,
    far: AssetRecord,
    reads: readonly Reads[],
    from: AssetRecord,
  ): string {
    const text = this.given(far, reads, from);
    return this.model.types.has(target) ? text : `{ ${far.type}: ${text} }`;
  }

  private farOf(record: AssetRecord, relation: Relation): readonly AssetRecord[] {
    const types = membersOf(this.model, relation.target);
    const ids = relation.kind === "inverse" ? [] : linksOf(record, relation.name);
    return this.estate.records.filter(({ type, id, ...far }) => {
      if (!types.includes(type)) return false;
      if (relation.kind !== "inverse") return ids.includes(id);
      return linksOf({ type, id, ...far }, relation.inverse!).includes(record.id);
    });
  }

  /** Whether the one row that a relation leads to is the one that the row stands in. */
  private isToldByFrom(
    record: AssetRecord,
    relation: Relation,
    from: AssetRecord | undefined,
  ): boolean {
    const isConnector = relation.name === "connector" && !this.farOf(record, relation).length;
    return isConnector || (from !== undefined && this.farOf(record, relation).includes(from));
  }

  private isConstant(type: AssetType, field: Field): boolean {
    return constantsOf(this.model, type, field)?.length === 1;
  }
}

function linksOf(record: AssetRecord, relation: string): readonly string[] {
  return record.links[relation] ?? (relation === "connector" ? [record.connector] : []);
}

function storedIn(record: AssetRecord, { name }: Field): FieldValue {
  return name === "id" ? record.id : (record.fields[name] ?? null);
}

/** A stored value as a literal of GraphQL. */
export function renderStored(field: Field, value: FieldValue): string {
  if (Array.isArray(value)) return `[${value.map((one) => renderStored(field, one)).join(", ")}]`;
  return field.values && typeof value === "string" ? value : JSON.stringify(value);
}
