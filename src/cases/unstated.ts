import { readsOfRule, type Reads } from "../dialect/reads.ts";
import type { Mistake } from "../errors.ts";
import { collectedTypesOf } from "../model/concrete.ts";
import type { AssetType, Check, Model } from "../types.ts";
import { connectRows, type Links } from "./connect-rows.ts";
import type { CaseFile, CaseOperation, Given, GivenRow } from "./given.ts";
import { constantFields } from "./lay-estate.ts";

/** What a row does not say that its check reads. */
export interface Unstated {
  readonly row: GivenRow;
  /** Fields and relations, in the order in which they are read. */
  readonly names: readonly string[];
}

/** What the rows of a file leave out that the check reads: whoever leaves out a field means something by it, and nobody knows what. */
export function findUnstated(model: Model, check: Check, file: CaseFile): readonly Unstated[] {
  const reads = check.rules.flatMap((rule) => readsOfRule(model, rule));
  return file.operations.flatMap((operation) => unstatedIn(model, reads, operation));
}

/** The same as mistakes. */
export function unstatedMistakes(unstated: readonly Unstated[]): readonly Mistake[] {
  const mistakes = unstated.map(({ row, names }): Mistake => {
    const quoted = names.map((name) => `"${name}"`).join(", ");
    const hint = `Give a value, null, or "missing: [${names[0]}]"; "assay test --fill" writes what is missing.`;
    return {
      code: "unstated",
      message: `This row of "${row.type.name}" does not state ${quoted}, which the check reads. ${hint}`,
      place: row.place,
    };
  });
  // A variable's default stands for many rows.
  return [
    ...new Map(
      mistakes.map((one) => [`${one.message} ${one.place!.line}:${one.place!.column}`, one]),
    ).values(),
  ];
}

function unstatedIn(
  model: Model,
  reads: readonly Reads[],
  { estate }: CaseOperation,
): readonly Unstated[] {
  if (!("rows" in estate)) return [];
  const { rows, links } = connectRows(estate);
  const far = farRows(model, links);
  const found = new Map<GivenRow, Set<string>>();
  const seen = new Map<GivenRow, Set<Reads>>();

  function look(row: GivenRow, read: Reads): void {
    const before = seen.get(row) ?? new Set();
    seen.set(row, before);
    if (before.has(read)) return;
    before.add(read);
    const lacking = found.get(row) ?? new Set();
    found.set(row, lacking);
    for (const name of read.fields) if (!saysField(model, row, name)) lacking.add(name);
    for (const [name, behind] of read.relations) {
      const ends = far(row, name);
      if (!ends && !isKnownBesides(model, estate as Given, row, name, behind)) lacking.add(name);
      for (const end of ends ?? [])
        for (const one of behind) if (one.type === end.type.name) look(end, one);
    }
  }

  for (const row of rows)
    for (const read of reads) if (read.type === row.type.name) look(row, read);
  return [...found].flatMap(([row, names]) => (names.size > 0 ? [{ row, names: [...names] }] : []));
}

function saysField(model: Model, row: GivenRow, name: string): boolean {
  const { type, fields, missing, within } = row;
  if (name === "id" || fields.has(name) || missing.has(name)) return true;
  return Object.hasOwn(constantFields(model, type, within?.row.type.name), name);
}

/** The connector of an asset is known as long as nothing but its id is asked, and of a refused listing nothing is. */
function isKnownBesides(
  model: Model,
  { unread }: Given,
  { type, missing }: GivenRow,
  name: string,
  behind: readonly Reads[],
): boolean {
  if (missing.has(name)) return true;
  const { target, derived } = type.relations.get(name)!;
  if (derived?.from.some((one) => unread.includes(one))) return true;
  if (collectedTypesOf(model, target).every((one) => unread.includes(one))) return true;
  return name === "connector" && behind.every(isIdAlone);
}

function isIdAlone({ fields, relations }: Reads): boolean {
  return relations.size === 0 && [...fields].every((field) => field === "id");
}

/** The rows that a relation of a row leads to, as either side states it; undefined where neither does. */
function farRows(
  model: Model,
  links: Links,
): (row: GivenRow, relation: string) => readonly GivenRow[] | undefined {
  const backwards = new Map<GivenRow, Map<string, GivenRow[]>>();
  for (const [from, own] of links)
    for (const [relation, ends] of own)
      for (const end of ends) {
        const known = backwards.get(end) ?? new Map<string, GivenRow[]>();
        backwards.set(end, known);
        for (const inverse of inversesOf(model, end.type, from.type, relation))
          known.set(inverse, [...(known.get(inverse) ?? []), from]);
      }
  return (row, name) => {
    const relation = row.type.relations.get(name)!;
    if (relation.kind !== "inverse") return links.get(row)!.get(name);
    return backwards.get(row)?.get(name) ?? (row.links.has(name) ? [] : undefined);
  };
}

/** The relations of `type` that are walked along `relation` of `other`, backwards. */
function inversesOf(
  model: Model,
  type: AssetType,
  other: AssetType,
  relation: string,
): readonly string[] {
  return [...type.relations.values()]
    .filter(({ kind, inverse }) => kind === "inverse" && inverse === relation)
    .filter(
      ({ target }) =>
        target === other.name || model.abstractTypes.get(target)?.members.includes(other.name),
    )
    .map(({ name }) => name);
}
