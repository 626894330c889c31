import { invariant } from "../errors.ts";
import type { AbstractType, AssetType, Field, Model, Quantifier, Relation } from "../types.ts";
import { type OperandType, type Operator, operators } from "./operators.ts";

/** A type that has a `where`. */
export type FilteredType = AssetType | AbstractType;

/** What one key of a `where` asks; every part of the dialect that knows keys knows them by this. */
export type Key =
  | { readonly kind: "logic"; readonly connective: "AND" | "OR" | "NOT" }
  /** `typename_IN`, `typename`: of which concrete type a row is. */
  | { readonly kind: "typename" }
  /** A union's member. */
  | { readonly kind: "member"; readonly type: string }
  /** A field's own name: a value, null, or an object of nested operators. */
  | { readonly kind: "field"; readonly field: Field }
  | ({ readonly kind: "compare" } & ComparisonKey)
  /** A relation's own name: as SOME, and to-many an object of nested quantifiers too. */
  | { readonly kind: "relation"; readonly relation: Relation }
  | {
      readonly kind: "quantify";
      readonly relation: Relation;
      readonly quantifier: Quantifier;
    }
  /** `relConnection`, with an object of nested quantifiers where there is no suffix. */
  | {
      readonly kind: "connection";
      readonly relation: Relation;
      readonly quantifier: Quantifier | undefined;
    }
  | { readonly kind: "exists"; readonly of: Field | Relation };

/** A comparison as a key asks for it, or an object of nested operators under one. */
export interface ComparisonKey {
  readonly field: Field;
  readonly operator: string;
  readonly negated: boolean;
  readonly ignoreCase?: true;
}

/** A key and what it asks. */
export interface NamedKey {
  readonly name: string;
  readonly key: Key;
}

/** The quantifiers of to-many relations, by their nested names. */
export const nestedQuantifiers: Readonly<Record<string, Quantifier>> = {
  some: "SOME",
  none: "NONE",
  all: "ALL",
  single: "SINGLE",
};

/** The key that asks for a related row. */
export function keyForOne({ name, toMany }: Relation): string {
  return toMany ? `${name}_SOME` : name;
}

/** The type of this name; it must be one of the model's. */
export function typeNamed(model: Model, name: string): FilteredType {
  const type = model.types.get(name) ?? model.abstractTypes.get(name);
  invariant(type, `The model has no type "${name}".`);
  return type;
}

/** All types that have a `where`, concrete ones first. */
export function typesOf(model: Model): readonly FilteredType[] {
  return [...model.types.values(), ...model.abstractTypes.values()];
}

/** Names of the types that a to-many relation leads to. */
export function typesLedToMany(model: Model): ReadonlySet<string> {
  const relations = typesOf(model).flatMap((type) => [...type.relations.values()]);
  return new Set(relations.filter(({ toMany }) => toMany).map(({ target }) => target));
}

/** What `name` asks as a key of this type's `where`; undefined where it asks nothing. The longest declared name wins. */
export function readKey(type: FilteredType, name: string): Key | undefined {
  for (let end = name.length; end > 0; end = name.lastIndexOf("_", end - 1)) {
    const key = readDeclared(type, name.slice(0, end), name.slice(end));
    if (key) return key;
  }
  return typeKeys(type).find((own) => own.name === name)?.key;
}

function readDeclared(type: FilteredType, declared: string, suffix: string): Key | undefined {
  const field = type.fields.get(declared);
  const relation = type.relations.get(declared);
  const connected = declared.endsWith(connection)
    ? type.relations.get(declared.slice(0, -connection.length))
    : undefined;
  return (
    (field && fieldKey(field, suffix)) ??
    (relation && relationKey(relation, suffix)) ??
    (connected && connectionKey(connected, suffix))
  );
}

const connection = "Connection";

/** Every key of this type's `where`, fields first. */
export function keysOf(type: FilteredType): readonly NamedKey[] {
  const { fields, relations } = type;
  const names = [
    ...[...fields.keys()].flatMap((name) => withSuffixes(name, fieldSuffixes.keys())),
    ...[...relations.keys()].flatMap((name) => [
      ...withSuffixes(name, relationSuffixes),
      ...withSuffixes(name + connection, relationSuffixes),
    ]),
    ...typeKeys(type).map(({ name }) => name),
  ];
  return [...new Set(names)].flatMap((name) => {
    const key = readKey(type, name);
    return key ? [{ name, key }] : [];
  });
}

function withSuffixes(name: string, suffixes: Iterable<string>): readonly string[] {
  return [...suffixes].map((suffix) => name + suffix);
}

/** Keys that come with the kind of type. */
function typeKeys(type: FilteredType): readonly NamedKey[] {
  if (type.kind === "union")
    return type.members.map((name) => ({ name, key: { kind: "member", type: name } }));
  const typename: Key = { kind: "typename" };
  return [
    ...(type.kind === "interface"
      ? [
          { name: "typename_IN", key: typename },
          { name: "typename", key: typename },
        ]
      : []),
    ...(["AND", "OR", "NOT"] as const).map((connective) => ({
      name: connective,
      key: { kind: "logic", connective } as const,
    })),
  ];
}

/** What may stand behind the name of a field or relation; "" is nothing. */
export function suffixesOf(of: Field | Relation): readonly string[] {
  return "scalar" in of
    ? [...fieldSuffixes.keys()].filter((suffix) => fieldKey(of, suffix))
    : relationSuffixes.filter((suffix) => relationKey(of, suffix));
}

interface FieldSuffix {
  /** Absent for the bare name and `_EXISTS`. */
  readonly operator?: string;
  readonly negated?: true;
}

/** What may follow a field's name, and the operator it stands for. */
const fieldSuffixes: ReadonlyMap<string, FieldSuffix> = new Map([
  ["", {}],
  ["_NOT", { operator: "EQ", negated: true }],
  ...Object.entries(operators).flatMap(operatorSuffixes),
  ["_EXISTS", {}],
]);

function operatorSuffixes([operator, { negatable }]: [string, Operator]): [string, FieldSuffix][] {
  const plain: [string, FieldSuffix] = [`_${operator}`, { operator }];
  if (!negatable || operator === "EQ") return [plain];
  return [plain, [`_NOT_${operator}`, { operator, negated: true }]];
}

function fieldKey(field: Field, suffix: string): Key | undefined {
  const meaning = fieldSuffixes.get(suffix);
  if (!meaning) return undefined;
  if (suffix === "") return { kind: "field", field };
  if (suffix === "_EXISTS") return { kind: "exists", of: field };
  const { operator, negated = false } = meaning;
  if (!operator || !standsOn(operator, field)) return undefined;
  return { kind: "compare", field, operator, negated };
}

/** Whether an operator of the table stands on this field. */
export function standsOn(operator: string, field: Field): boolean {
  const { on, shape } = operators[operator]!;
  const type: OperandType = field.values ? "Enum" : field.scalar;
  return on.includes(type) && (shape === "both" || (shape === "list") === field.list);
}

const quantifierSuffixes: Readonly<Record<string, Quantifier>> = {
  _SOME: "SOME",
  _NONE: "NONE",
  _ALL: "ALL",
  _SINGLE: "SINGLE",
};

/** What may follow a relation's name; not all of it behind each. */
const relationSuffixes = ["", "_NOT", ...Object.keys(quantifierSuffixes), "_EXISTS"];

function relationKey(relation: Relation, suffix: string): Key | undefined {
  if (suffix === "") return { kind: "relation", relation };
  if (suffix === "_EXISTS") return { kind: "exists", of: relation };
  const quantifier = suffixQuantifier(relation, suffix);
  return quantifier && { kind: "quantify", relation, quantifier };
}

function connectionKey(relation: Relation, suffix: string): Key | undefined {
  if (suffix === "") {
    const quantifier = relation.toMany ? undefined : "SOME";
    return { kind: "connection", relation, quantifier };
  }
  const quantifier = suffixQuantifier(relation, suffix);
  return quantifier && { kind: "connection", relation, quantifier };
}

/** `_NOT` is `_NONE`, to-one too: the complement, no related row at all included. */
function suffixQuantifier({ toMany }: Relation, suffix: string): Quantifier | undefined {
  return suffix === "_NOT" ? "NONE" : toMany ? quantifierSuffixes[suffix] : undefined;
}
