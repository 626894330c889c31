import type { Reads } from "../dialect/reads.ts";
import type { Filter, Model } from "../types.ts";
import { type Edit, type Key, relationOf } from "./edits.ts";

/** A member of one row that edits change. */
export interface Touched {
  readonly row: Key;
  readonly member: string;
}

/** What edits change, at both ends of a relation. */
export function touchedBy(model: Model, edits: readonly Edit[]): readonly Touched[] {
  return edits.flatMap((edit): readonly Touched[] => {
    if (edit.does === "set")
      return [edit.row, ...(edit.also ?? [])].map((row) => ({ row, member: edit.field }));
    const near = { row: edit.row, member: edit.relation };
    if (edit.does !== "remove") return [near];
    const { target } = edit;
    return [
      near,
      ...backFrom(model, edit.row, edit.relation, target).map((member) => ({
        row: target,
        member,
      })),
    ];
  });
}

/** The relations by which a row's target leads back to it. */
function backFrom(model: Model, near: Key, relation: string, target: Key): readonly string[] {
  const declared = relationOf(model, near, relation);
  if (declared.kind === "inverse") return [declared.inverse!];
  const inverses = [...model.types.get(target.type)!.relations.values()];
  return inverses.flatMap(({ name, kind, inverse }) =>
    kind === "inverse" && inverse === relation ? [name] : [],
  );
}

/** Assets that lead to what is touched along a filter's own way: a type, and what is true of them. */
export interface Affected {
  readonly type: string;
  readonly where: Filter;
}

/** The assets whose answer a filter's reads let depend on what is touched. */
export function affectedBy(
  reads: readonly Reads[],
  touched: readonly Touched[],
): readonly Affected[] {
  return touched.flatMap(({ row, member }) =>
    reads.flatMap((root) =>
      waysTo(root, row.type, member).map((way) => ({ type: root.type, where: leadsTo(way, row) })),
    ),
  );
}

/** The relations that lead from what is read at the root to each place where a member of a type is read. */
function waysTo(reads: Reads, type: string, member: string): readonly (readonly string[])[] {
  const { fields, relations } = reads;
  const isHere = reads.type === type && (fields.has(member) || relations.has(member));
  const behind = [...relations].flatMap(([relation, far]) =>
    far.flatMap((one) => waysTo(one, type, member).map((way) => [relation, ...way])),
  );
  return isHere ? [[], ...behind] : behind;
}

function leadsTo([relation, ...more]: readonly string[], row: Key): Filter {
  if (relation === undefined)
    return {
      kind: "and",
      of: [
        { kind: "type", names: [row.type] },
        { kind: "compare", field: "id", operator: "EQ", value: row.id },
      ],
    };
  return { kind: "quantify", relation, quantifier: "SOME", where: leadsTo(more, row) };
}

/** Whether anything that is read is worked out from assets of one of these types. */
export function readsDerived(
  model: Model,
  reads: readonly Reads[],
  types: ReadonlySet<string>,
): boolean {
  return reads.some(({ type, fields, relations }) => {
    const own = model.types.get(type)!;
    const members = [
      ...[...fields].map((name) => own.fields.get(name)),
      ...[...relations.keys()].map((name) => own.relations.get(name)),
    ];
    const isDerived = members.some((one) => one?.derived?.from.some((basis) => types.has(basis)));
    return isDerived || [...relations.values()].some((far) => readsDerived(model, far, types));
  });
}
