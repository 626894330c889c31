import type { Field, Model, Relation } from "../types.ts";
import { type FilteredType, type Key, nestedQuantifiers, readKey, typeNamed } from "./keys.ts";
import { entriesOf, isObject, listFrom, type Path, type Remark } from "./reader.ts";

/** The conditions on one row: those of a root `where`, or of one relation's. */
interface Scope {
  readonly model: Model;
  readonly type: FilteredType;
  /** Fields that some condition of the scope asks whether they are null. */
  readonly nullTested: ReadonlySet<string>;
  /** Lists of which some condition of the scope asks whether they are empty. */
  readonly emptyTested: ReadonlySet<string>;
  /** They are conditions on related rows. */
  readonly isOfRelated: boolean;
  /** The key of the ALL that the scope is the condition of. */
  readonly all: string | undefined;
}

/**
 * Warnings of a `where` whose answer is unknown for rows where a field is null, in places where that is seldom meant: a
 * negation leaves such rows out, an ALL passes over them. Nothing is said of a field that the same conditions ask
 * whether it is null, nor of one that cannot be.
 */
export function warnOfUnknowns(
  model: Model,
  typeName: string,
  where: unknown,
  path: Path = [],
  all?: string,
): readonly Remark[] {
  const type = typeNamed(model, typeName);
  const nullTested = new Set(findTests(type, where, asksForNull));
  const emptyTested = new Set(findTests(type, where, asksForEmpty));
  const scope = { model, type, nullTested, emptyTested, all, isOfRelated: path.length > 0 };
  return scan(scope, where, path, false);
}

function scan(scope: Scope, where: unknown, path: Path, negated: boolean): readonly Remark[] {
  if (!isObject(where)) return [];
  return entriesOf(where).flatMap(([name, value]) => {
    const key = readKey(scope.type, name);
    return key ? scanEntry(scope, key, value, [...path, name], negated) : [];
  });
}

function scanEntry(
  scope: Scope,
  key: Key,
  value: unknown,
  path: Path,
  negated: boolean,
): readonly Remark[] {
  switch (key.kind) {
    case "logic":
      return scanLogic(scope, value, path, negated !== (key.connective === "NOT"));
    case "field":
      return [
        ...warnOfField(scope, key.field, value, path, negated),
        ...warnOfAnybody(scope, key.field, value, path),
      ];
    case "compare":
      if (key.operator === "IN" && asksForEmpty(value)) return [];
      return [
        ...warnOfField(scope, key.field, value, path, negated !== key.negated),
        ...warnOfAnybody(scope, key.field, value, path),
      ];
    case "relation":
      return scanRelation(scope, key.relation, value, path);
    case "quantify": {
      const all = key.quantifier === "ALL" ? String(path.at(-1)) : undefined;
      return warnOfUnknowns(scope.model, key.relation.target, value, path, all);
    }
    case "member":
      return warnOfUnknowns(scope.model, key.type, value, path, scope.all);
    default:
      return [];
  }
}

function scanLogic(scope: Scope, value: unknown, path: Path, negated: boolean): readonly Remark[] {
  if (!Array.isArray(value)) return scan(scope, value, path, negated);
  return value.flatMap((member, i) => scan(scope, member, [...path, i], negated));
}

function scanRelation(
  { model }: Scope,
  { target, toMany }: Relation,
  value: unknown,
  path: Path,
): readonly Remark[] {
  if (!isObject(value)) return [];
  const entries = entriesOf(value);
  const nested = toMany ? entries.filter(([name]) => name in nestedQuantifiers) : [];
  const plain = Object.fromEntries(entries.filter((entry) => !nested.includes(entry)));
  return [
    ...nested.flatMap(([name, member]) =>
      warnOfUnknowns(model, target, member, [...path, name], name === "all" ? name : undefined),
    ),
    ...warnOfUnknowns(model, target, plain, path),
  ];
}

function warnOfField(
  scope: Scope,
  field: Field,
  value: unknown,
  path: Path,
  negated: boolean,
): readonly Remark[] {
  if (asksForNull(value) || asksForNone(value) || scope.nullTested.has(field.name)) return [];
  if (field.required || field.coalesce !== undefined || field.absence?.is === "missing") return [];
  const { name } = field;
  if (negated && scope.isOfRelated) {
    // Whether the row that they belong to is found depends on what is asked of them: one of them, none, or not.
    const message = `Related rows whose "${name}" is null are neither true nor false for the negated "${path.at(-1)}" and do not count. To count them write \`OR: [{ … }, { ${name}: null }]\`; if that is meant, add \`${name}_EXISTS: true\`.`;
    return [{ path, code: "null-left-out", message }];
  }
  if (negated) {
    const message = `Rows whose "${name}" is null are neither true nor false for the negated "${path.at(-1)}" and are left out. To include them write \`OR: [{ … }, { ${name}: null }]\`; if that is meant, add \`${name}_EXISTS: true\`.`;
    return [{ path, code: "null-left-out", message }];
  }
  if (scope.all === undefined) return [];
  const message = `"${scope.all}" passes over related rows whose "${name}" is null. To let them fail add \`${name}_EXISTS: true\` to its condition.`;
  return [{ path, code: "null-passed-over", message }];
}

/** Who looks for everybody by name in a list of which empty means anybody passes over the empty ones. */
function warnOfAnybody(
  { emptyTested }: Scope,
  { name, list, spelling }: Field,
  value: unknown,
  path: Path,
): readonly Remark[] {
  if (!list || !spelling || !("form" in spelling) || spelling.form !== "RULE_END") return [];
  if (emptyTested.has(name)) return [];
  const named = (isObject(value) ? Object.values(value) : [value]).flatMap(listFrom);
  if (!named.some((one) => typeof one === "string" && everybody.test(one))) return [];
  const message = `An empty "${name}" means anybody too, and "${path.at(-1)}" passes over it. To find both write \`OR: [{ … }, { ${name}: [] }]\`.`;
  return [{ path, code: "list-for-all", message }];
}

const everybody = /^\s*(?:tag:internet|(?:cidr:)?(?:0\.0\.0\.0|::)\/0)\s*$/i;

/** Whether what is compared with a field is null, in either spelling. */
function asksForNull(value: unknown): boolean {
  if (!isObject(value)) return value === null;
  return entriesOf(value).some(([name, member]) => member === null || name === "exists");
}

/** Whether nested operators are known to be false, of null too, as only `in` of no values is. */
function asksForNone(value: unknown): boolean {
  if (!isObject(value)) return false;
  return entriesOf(value).every(([name, member]) => name === "in" && asksForEmpty(member));
}

function asksForEmpty(value: unknown): boolean {
  if (!isObject(value)) return Array.isArray(value) && value.length === 0;
  return entriesOf(value).some(([, member]) => asksForEmpty(member));
}

/** The fields with which a scope's conditions compare what `asks` is true of. */
function findTests(
  type: FilteredType,
  where: unknown,
  asks: (value: unknown) => boolean,
): readonly string[] {
  if (!isObject(where)) return [];
  return entriesOf(where).flatMap(([name, value]) => {
    const key = readKey(type, name);
    switch (key?.kind) {
      case "logic":
        return listFrom(value).flatMap((member) => findTests(type, member, asks));
      case "exists":
        return asks(null) ? [key.of.name] : [];
      case "field":
      case "compare":
        return asks(value) ? [key.field.name] : [];
      default:
        return [];
    }
  });
}
