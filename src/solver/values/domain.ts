import { compileComparison } from "../../dialect/operators.ts";
import type { AssetType, Field, FieldValue, Model, Scalar } from "../../types.ts";
import type { Atom, Atoms } from "../atoms.ts";
import { ANY, FALSE, MISSING, TRUE, type Truths, UNKNOWN } from "../truths.ts";
import { solveText } from "../texts/solve-text.ts";
import type { Demands, Stored } from "./stored.ts";
import { listsOf } from "./lists.ts";
import { type Possible, possibleOf } from "./possible.ts";
import { valuesAround } from "./scalars.ts";
import { likelyTexts } from "./texts.ts";

/** What a field of one type can hold, as far as the conditions of a search can tell it apart: one value of each kind, best to read first. */
export interface Domain {
  readonly kinds: readonly Stored[];
  /** What fulfils all demands. `open` where nothing was found and something may be there. */
  find(demands: Demands): readonly Stored[] | "open";
  /** What the conditions come to for any value that the field can hold. */
  truthsOf(value: FieldValue | undefined): readonly Truths[];
  holds(value: Scalar): boolean;
  /** The values that conditions name, and the field can hold. */
  readonly named: readonly Scalar[];
  /** The truths that a condition on the field can come to. */
  reachOf(atom: Atom): Truths;
  /** Whether a value that fulfils all demands is one of those that conditions name. */
  isOfFew(demands: Demands): boolean;
}

/** The domain of a field in a type of a model. */
export function createDomain(model: Model, type: AssetType, field: Field, atoms: Atoms): Domain {
  const own = atoms.on(field.name);
  const tests = own.map((atom) => testOf(field, atom));
  const truthsOf = (value: FieldValue | undefined): readonly Truths[] =>
    tests.map((test) => (value === undefined ? MISSING : test(value)));
  const possible = possibleOf(model, type, field);
  const { values, areAll } = candidatesOf(field, own, possible);
  const kinds: Stored[] = [];
  const seen = new Set<string>();
  const add = (value: FieldValue | undefined) => {
    const truths = truthsOf(value);
    // Of values that conditions cannot tell apart one is enough, unless something else tells them.
    const told = possible.isOfOwner ? String(value) : "";
    const key = `${told} ${value === undefined} ${value === null} ${truths.join()}`;
    if (seen.has(key)) return;
    seen.add(key);
    kinds.push({ value, truths });
  };
  values.forEach(add);
  if (possible.canBeNull) add(null);
  if (possible.canBeMissing) add(undefined);
  const solved = new Map<string, readonly Stored[] | "open">();
  /** What no likely text fulfils is worked out. */
  function findText(demands: Demands): readonly Stored[] | "open" {
    const key = demands.join();
    const known = solved.get(key) ?? work(demands);
    solved.set(key, known);
    return known;
  }
  function work(demands: Demands): readonly Stored[] | "open" {
    const found = solveText(field, own, demands);
    if (found === "open") return "open";
    if (found === "none") return [];
    const { text } = found;
    const isRight = possible.holds(text) && fulfils(truthsOf(text), demands);
    if (!isRight) return "open";
    add(text);
    return kinds.filter(({ truths }) => fulfils(truths, demands));
  }
  const reach = own.map((_, i) => kinds.reduce((all, { truths }) => all | truths[i]!, 0));
  return {
    kinds,
    reachOf: (atom) =>
      areAll ? reach[atoms.numberOf(atom)]! : possible.canBeMissing ? ANY : ANY & ~MISSING,
    find(demands) {
      const found = kinds.filter(({ truths }) => fulfils(truths, demands));
      if (found.length > 0 || areAll || isOfFew(own, demands)) return found;
      return field.list ? "open" : findText(demands);
    },
    truthsOf,
    holds: possible.holds,
    named: namedBy(own).filter(possible.holds),
    isOfFew: (demands) => isOfFew(own, demands),
  };
}

export function fulfils(truths: readonly Truths[], demands: Demands): boolean {
  return demands.every((wanted, i) => wanted === undefined || (truths[i]! & wanted) !== 0);
}

/** Whether a text that fulfils all demands is one of those that conditions name, or there can be none. */
function isOfFew(atoms: readonly Atom[], demands: Demands): boolean {
  return atoms.some((atom, i) => {
    const wanted = demands[i] ?? ANY;
    if (atom.kind === "null") return !(wanted & FALSE);
    const { operator, value, ignoreCase } = atom;
    // Every text is told from others.
    const isTold = !Array.isArray(value) || !value.includes(null);
    if (isTold && !(wanted & (TRUE | FALSE))) return true;
    return wanted === TRUE && !ignoreCase && (operator === "EQ" || operator === "IN");
  });
}

function testOf(field: Field, atom: Atom): (value: FieldValue) => Truths {
  if (atom.kind === "null") return (value) => (value === null ? TRUE : FALSE);
  const compare = compileComparison(field, atom);
  return (value) => {
    const answer = compare(value);
    return answer === undefined ? UNKNOWN : answer ? TRUE : FALSE;
  };
}

/** What conditions compare with. */
function namedBy(atoms: readonly Atom[]): readonly Scalar[] {
  return atoms
    .filter((atom) => atom.kind === "compare" && atom.operator !== "MATCHES")
    .flatMap((atom) => ("value" in atom ? atom.value : []) as Scalar | readonly (Scalar | null)[])
    .filter((value) => value !== null);
}

interface Candidates {
  readonly values: readonly FieldValue[];
  readonly areAll: boolean;
}

function candidatesOf(
  field: Field,
  atoms: readonly Atom[],
  { all, samples, holds }: Possible,
): Candidates {
  const compared = atoms.filter((atom) => atom.kind === "compare");
  const constants = namedBy(atoms);
  const isText = field.scalar === "String" || field.scalar === "ID";
  const invented = isText
    ? likelyTexts(atoms, constants, samples)
    : valuesAround(field.scalar, constants);
  const singles = all
    ? [...constants.filter((one) => all.includes(one)), ...all]
    : [...new Set(invented)].filter(holds);
  if (!field.list) return { values: singles, areAll: all !== undefined || !isText };
  const named = [...new Set(constants)].filter((one) => singles.includes(one));
  const others = singles.filter((one) => !named.includes(one));
  const whole = compared.flatMap(({ operator, value }) =>
    operator === "EQ" && Array.isArray(value) ? [value as readonly (Scalar | null)[]] : [],
  );
  const lists = listsOf(named, others, whole, !field.elementRequired);
  const isHeld = (list: FieldValue) =>
    (list as readonly (Scalar | null)[]).every((one) => one === null || holds(one));
  return { values: lists.values.filter(isHeld), areAll: lists.areAll };
}
