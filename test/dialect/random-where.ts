import fc from "fast-check";
import { operators } from "../../src/dialect/operators.ts";
import { standsOn } from "../../src/dialect/keys.ts";
import type { Field, Relation } from "../../src/types.ts";
import { toys } from "../engine/random-estate.ts";

type Where = Readonly<Record<string, unknown>>;

/** One `where` in both spellings. */
export interface Spelt {
  readonly suffixes: Where;
  readonly nested: Where;
}

const samples: Readonly<Record<Field["scalar"], readonly unknown[]>> = {
  String: ["", "a", "ab", "A", "b", "é"],
  ID: ["/a", "/a/box/1", "/c/ball/0", "/"],
  Int: [-5, 0, 1, 2],
  Float: [-0.5, 0, 1, 1.25],
  BigInt: ["-7", "9", "10"],
  Boolean: [false, true],
  DateTime: ["2024-03-01T12:30:00Z", "2024-03-01T13:30:00.25+01:00", "2024-03-01T12:30:01Z"],
  Date: ["2024-02-29", "2024-03-01"],
};

/** A `where` over a type of the toys: everything that may be written, what filters nothing among it. */
export function wheres(typeName: string, depth = 2): fc.Arbitrary<Spelt> {
  const abstract = toys.abstractTypes.get(typeName);
  if (abstract?.kind === "union")
    return fc.oneof(...abstract.members.map((name) => member(name, depth)));
  const type = toys.types.get(typeName) ?? abstract!;
  const entries = [
    ...[...type.fields.values()].map((field) => condition(field)),
    ...(abstract ? [typeTest(abstract.members)] : []),
    ...(depth > 0 ? [...type.relations.values()].map((one) => relation(one, depth)) : []),
    ...(depth > 0 ? [logic(typeName, depth), logic(typeName, depth)] : []),
  ];
  return fc
    .uniqueArray(fc.oneof(...entries), {
      maxLength: 3,
      selector: ({ suffixes }) => Object.keys(suffixes)[0],
    })
    .map((list) =>
      list.length === 0
        ? { suffixes: {}, nested: {} }
        : {
            suffixes: Object.assign({}, ...list.map(({ suffixes }) => suffixes)),
            nested: { AND: list.map(({ nested }) => nested) },
          },
    );
}

function condition(field: Field): fc.Arbitrary<Spelt> {
  const { name } = field;
  const usable = Object.entries(operators).filter(
    ([operator]) => operator !== "MATCHES" && standsOn(operator, field),
  );
  const compared = usable.map(([operator, { nested, takes, negatable }]) => {
    const one = fc.constantFrom(...(field.values ?? samples[field.scalar]));
    const isList = takes === "list" || (takes === "same" && field.list);
    const value = isList ? fc.array(nullable(field, one), { maxLength: 3 }) : one;
    return fc
      .tuple(fc.option(value, { freq: 6 }), negatable ? fc.boolean() : fc.constant(false))
      .map(([wanted, negated]): Spelt => {
        const positive = { [name]: { [nested]: wanted } };
        const suffix = [negated ? "NOT" : "", operator === "EQ" ? "" : operator].filter(Boolean);
        return {
          suffixes: { [[name, ...suffix].join("_")]: wanted },
          nested: negated ? { NOT: positive } : positive,
        };
      });
  });
  const exists = fc.boolean().map((value) => ({
    suffixes: { [`${name}_EXISTS`]: value },
    nested: { [name]: { exists: value } },
  }));
  return fc.oneof(...compared, exists);
}

/** A null in a list, where the schema lets one stand. */
function nullable(field: Field, one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const isRequired = field.list ? field.elementRequired : field.required;
  return isRequired ? one : fc.option(one, { freq: 6 });
}

function relation({ name, target, toMany }: Relation, depth: number): fc.Arbitrary<Spelt> {
  const inner = fc.option(wheres(target, depth - 1), { freq: 6 });
  const exists = fc.boolean().map((value) => ({
    suffixes: { [`${name}_EXISTS`]: value },
    nested: { [`${name}_EXISTS`]: value },
  }));
  const spell = (suffix: string, nest: (value: unknown) => Where) =>
    inner.map((where): Spelt => ({
      suffixes: { [name + suffix]: where?.suffixes ?? null },
      nested: nest(where?.nested ?? null),
    }));
  if (!toMany)
    return fc.oneof(
      spell("", (value) => ({ [name]: value })),
      spell("_NOT", (value) => ({ [`${name}_NOT`]: value })),
      exists,
    );
  const quantified = ["some", "none", "all", "single"].map((quantifier) =>
    spell(`_${quantifier.toUpperCase()}`, (value) => ({ [name]: { [quantifier]: value } })),
  );
  return fc.oneof(
    ...quantified,
    ...quantified,
    spell("", (value) => ({ [name]: value })),
    exists,
  );
}

function logic(typeName: string, depth: number): fc.Arbitrary<Spelt> {
  const one = wheres(typeName, depth - 1);
  const list = fc.option(fc.array(one, { maxLength: 3 }), { freq: 8 });
  const lists = (["AND", "OR"] as const).map((connective) =>
    list.map((members): Spelt => ({
      suffixes: { [connective]: members?.map(({ suffixes }) => suffixes) ?? null },
      nested: { [connective]: members?.map(({ nested }) => nested) ?? null },
    })),
  );
  const not = one.map(({ suffixes, nested }): Spelt => ({
    suffixes: { NOT: suffixes },
    nested: { NOT: nested },
  }));
  return fc.oneof(...lists, not, not);
}

function typeTest(members: readonly string[]): fc.Arbitrary<Spelt> {
  return fc
    .subarray([...members])
    .map((names) => ({ suffixes: { typename_IN: names }, nested: { typename: names } }));
}

function member(name: string, depth: number): fc.Arbitrary<Spelt> {
  return fc.option(wheres(name, depth - 1), { freq: 8 }).map((where) => ({
    suffixes: { [name]: where?.suffixes ?? null },
    nested: { [name]: where?.nested ?? null },
  }));
}
