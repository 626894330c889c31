import { constantsOf } from "../model/constants.ts";
import { type Atom, gatherAtoms } from "../solver/atoms.ts";
import { FALSE, MISSING, TRUE, type Truths } from "../solver/truths.ts";
import { createDomain } from "../solver/values/domain.ts";
import type { Field, FieldValue, Model, Scalar, Truth } from "../types.ts";
import type { Wish } from "./edits.ts";
import { meets } from "./goals.ts";

/**
 * Values of a field that fulfil wishes, those that read best first: of a list what is there with less or more in it, what others of the
 * estate have, what the conditions tell apart. Null comes last. Whether they do it is for the engine to say.
 */
export function valuesFor(
  model: Model,
  typeName: string,
  field: Field,
  wishes: readonly Wish[],
  { found, seen }: { readonly found: FieldValue; readonly seen: readonly FieldValue[] },
): readonly FieldValue[] {
  const conditions = wishes.map(({ atom }) => atom);
  const atoms = gatherAtoms(conditions);
  const domain = createDomain(model, model.types.get(typeName)!, field, atoms);
  const fits = (value: FieldValue): boolean => {
    const truths = domain.truthsOf(value);
    return wishes.every(({ atom, goal }) => meets(wordOf(truths[atoms.numberOf(atom)]!), goal));
  };
  const own = Array.isArray(found) ? variantsOf(found, constantsIn(conditions)) : [];
  const kinds = domain.kinds.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const isThere = (value: FieldValue) =>
    (Array.isArray(value) ? value : [value]).every((one) => one === null || domain.holds(one));
  const all = [...own.filter(isThere), ...seen, ...kinds.filter((value) => value !== null)];
  if (kinds.includes(null)) all.push(null);
  return [...new Map(all.map((value) => [JSON.stringify(value), value])).values()].filter(fits);
}

/** Whether a field is anybody's to set: no id, no name, nothing that the schema itself says, that is worked out or that nothing reads. */
export function canBeSet(model: Model, typeName: string, field: Field): boolean {
  if (field.name === "id" || field.name === "name") return false;
  if (field.derived || field.uncollected !== undefined) return false;
  return constantsOf(model, model.types.get(typeName)!, field) === undefined;
}

function wordOf(truths: Truths): Truth {
  if (truths === TRUE) return "true";
  if (truths === FALSE) return "false";
  return truths === MISSING ? "missing" : "unknown";
}

function constantsIn(atoms: readonly Atom[]): readonly Scalar[] {
  return atoms.flatMap((atom): readonly Scalar[] => {
    if (atom.kind === "null" || atom.operator === "MATCHES") return [];
    const wanted: readonly unknown[] = Array.isArray(atom.value) ? atom.value : [atom.value];
    return wanted.filter((one) => one !== null && typeof one !== "object") as readonly Scalar[];
  });
}

/** A list without what conditions name, and with it. */
function variantsOf(
  own: readonly (Scalar | null)[],
  constants: readonly Scalar[],
): readonly FieldValue[] {
  const fold = (one: Scalar | null) => String(one).toLowerCase();
  const named = new Set(constants.map(fold));
  const lacking = constants.filter((one) => !own.some((other) => fold(other) === fold(one)));
  return [
    own.filter((one) => !named.has(fold(one))),
    ...lacking.map((one) => [...own, one]),
    [...own, ...lacking],
  ];
}

/** Kinds of values that conditions tell apart: those that they name themselves, or that are all there are, and some that stand for all others. */
export function kindsOf(
  model: Model,
  typeName: string,
  field: Field,
  atoms: readonly Atom[],
  seen: readonly FieldValue[],
): { readonly named: readonly FieldValue[]; readonly others: readonly FieldValue[] } {
  const type = model.types.get(typeName)!;
  const domain = createDomain(model, type, field, gatherAtoms(atoms));
  const kinds = domain.kinds.flatMap(({ value }) => (value === undefined ? [] : [value]));
  if (field.scalar === "Boolean" || field.values) return { named: kinds, others: [] };
  const constants = new Set<FieldValue>(constantsIn(atoms));
  const isNamed = (value: FieldValue) =>
    value === null ||
    (Array.isArray(value) ? value.every((one) => constants.has(one)) : constants.has(value));
  // Of what a condition names only some may be a kind of its own; all of it is told.
  const singles = field.list ? [] : [...constants];
  const named = new Set([...singles, ...kinds.filter(isNamed)]);
  return {
    named: [...named],
    others: [
      ...kinds.filter((value) => !isNamed(value)),
      ...seen.filter((value) => !isNamed(value)).slice(0, 1),
    ],
  };
}
