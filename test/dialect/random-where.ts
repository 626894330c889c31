import fc from "fast-check";
import { operators } from "../../src/dialect/operators.ts";
import { standsOn } from "../../src/dialect/keys.ts";
import type { Field, Model, Relation } from "../../src/types.ts";
import { toys } from "../engine/random-estate.ts";

type Where = Readonly<Record<string, unknown>>;

/** One `where` in both spellings. */
export interface Spelt {
  readonly suffixes: Where;
  readonly nested: Where;
}

/** What a `where` is made of. */
export interface Vocabulary {
  readonly model: Model;
  /** Literals of a field; few, so that they meet what is stored. */
  readonly samples: (field: Field) => readonly unknown[];
  readonly patterns: readonly string[];
  /** Only what `@neo4j/graphql` has too. */
  readonly upstream: boolean;
  /** With the nested `caseInsensitive`, which has no suffixes. */
  readonly caseless?: boolean;
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

const ofToys: Vocabulary = {
  model: toys,
  samples: ({ values, scalar }) => values ?? samples[scalar],
  patterns: ["", "a.*", "(?i)a?b", "[^a]*"],
  upstream: false,
};

/** A `where` over a type of the toys: everything that may be written, what filters nothing among it. */
export function wheres(typeName: string, depth = 2): fc.Arbitrary<Spelt> {
  return wheresOf(ofToys, typeName, depth);
}

/** Each made once: a filter's arbitrary holds those of all it leads to. */
const made = new WeakMap<Vocabulary, Map<string, fc.Arbitrary<Spelt>>>();

/**
 * The same over a type of any model. `typed`: whether a row's type may be asked for, which upstream cannot do in a plain
 * condition on a relation.
 */
export function wheresOf(
  words: Vocabulary,
  typeName: string,
  depth: number,
  typed = true,
): fc.Arbitrary<Spelt> {
  const own = made.get(words) ?? new Map<string, fc.Arbitrary<Spelt>>();
  made.set(words, own);
  const key = `${typeName} ${depth} ${typed}`;
  const arbitrary = own.get(key) ?? createWheres({ words, depth, typed }, typeName);
  own.set(key, arbitrary);
  return arbitrary;
}

interface Scope {
  readonly words: Vocabulary;
  readonly depth: number;
  readonly typed: boolean;
}

function createWheres(scope: Scope, typeName: string): fc.Arbitrary<Spelt> {
  const { words, depth } = scope;
  const abstract = words.model.abstractTypes.get(typeName);
  if (abstract?.kind === "union") return byType(scope, abstract.members);
  const type = words.model.types.get(typeName) ?? abstract!;
  const isTyped = scope.typed || !words.upstream;
  const entries = [
    ...[...type.fields.values()].map((field) => condition(words, field)),
    ...(abstract && isTyped ? [typeTest(abstract.members)] : []),
    ...(depth > 0 ? [...type.relations.values()].map((one) => relation(scope, one)) : []),
    ...(depth > 0 ? [...type.relations.values()].map((one) => connection(scope, one)) : []),
    ...(depth > 0 ? [logic(scope, typeName), logic(scope, typeName)] : []),
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

function inside({ words, depth }: Scope, typeName: string, typed: boolean): fc.Arbitrary<Spelt> {
  return wheresOf(words, typeName, depth - 1, typed);
}

function condition(words: Vocabulary, field: Field): fc.Arbitrary<Spelt> {
  const { name } = field;
  const isOffered = (operator: string) =>
    !(words.upstream && operator.startsWith("INCLUDES_")) && standsOn(operator, field);
  const usable = Object.entries(operators).filter(([operator]) => isOffered(operator));
  const compared = usable.map(([operator, { nested, takes, negatable }]) => {
    const one = fc.constantFrom(
      ...(operator === "MATCHES" ? words.patterns : words.samples(field)),
    );
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
  const isText = field.scalar === "String" && !field.values && !field.list;
  const folded = words.caseless && isText ? [caseless(words, field)] : [];
  return fc.oneof(...compared, ...folded, ...(words.upstream ? [] : [exists]));
}

function caseless(words: Vocabulary, field: Field): fc.Arbitrary<Spelt> {
  const usable = Object.values(operators).filter(
    ({ foldable, shape }) => foldable && shape !== "list",
  );
  const one = fc.constantFrom(...words.samples(field));
  return fc.oneof(
    ...usable.map(({ nested, takes }) => {
      const list = fc.array(one, { maxLength: 3 });
      // Upstream lower-cases escapes too.
      const plain = words.patterns.filter((pattern) => /^[\w.*|[\]^-]*$/.test(pattern));
      const text = nested === "matches" ? fc.constantFrom(...plain) : one;
      return (takes === "list" ? list : text).map((value): Spelt => {
        const where = { [field.name]: { caseInsensitive: { [nested]: value } } };
        return { suffixes: where, nested: where };
      });
    }),
  );
}

/** A null in a list, where the schema lets one stand. */
function nullable(field: Field, one: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const isRequired = field.list ? field.elementRequired : field.required;
  return isRequired ? one : fc.option(one, { freq: 6 });
}

const quantifiers = ["some", "none", "all", "single"] as const;

function relation(scope: Scope, { name, target, toMany }: Relation): fc.Arbitrary<Spelt> {
  const inner = fc.option(inside(scope, target, false), { freq: 6 });
  const exists = fc.boolean().map((value) => ({
    suffixes: { [`${name}_EXISTS`]: value },
    nested: { [`${name}_EXISTS`]: value },
  }));
  const spell = (suffix: string, nest: (value: unknown) => Where) =>
    inner.map((where): Spelt => ({
      suffixes: { [name + suffix]: where?.suffixes ?? null },
      nested: nest(where?.nested ?? null),
    }));
  const own = scope.words.upstream ? [] : [exists];
  if (!toMany)
    return fc.oneof(
      spell("", (value) => ({ [name]: value })),
      spell("_NOT", (value) => ({ [`${name}_NOT`]: value })),
      ...own,
    );
  const quantified = quantifiers.map((quantifier) =>
    spell(`_${quantifier.toUpperCase()}`, (value) => ({ [name]: { [quantifier]: value } })),
  );
  return fc.oneof(
    ...quantified,
    ...quantified,
    spell("", (value) => ({ [name]: value })),
    // Without a condition NOT says nothing, and none that there is none.
    spell("_NOT", (value) => ({ [`${name}_NOT`]: value })),
    ...own,
  );
}

/** The same by way of a connection. */
function connection(scope: Scope, { name, target, toMany }: Relation): fc.Arbitrary<Spelt> {
  const key = `${name}Connection`;
  const abstract = scope.words.model.abstractTypes.get(target);
  const link =
    abstract?.kind === "union"
      ? fc.oneof(
          ...abstract.members.map((member) =>
            links(scope, member, 1).map((one) => under(member, one)),
          ),
        )
      : links(scope, target, 1);
  // Upstream fails on null over an interface or a union.
  const canBeNull = !scope.words.upstream || !abstract;
  const inner = canBeNull ? fc.option(link, { freq: 9 }) : link;
  const spell = (suffix: string, nest: (value: unknown) => Where) =>
    inner.map((where): Spelt => ({
      suffixes: { [key + suffix]: where?.suffixes ?? null },
      nested: nest(where?.nested ?? null),
    }));
  const plain = spell("", (value) => ({ [key]: value }));
  if (!toMany)
    return fc.oneof(
      plain,
      spell("_NOT", (value) => ({ [`${key}_NOT`]: value })),
    );
  const quantified = quantifiers.map((quantifier) =>
    spell(`_${quantifier.toUpperCase()}`, (value) => ({ [key]: { [quantifier]: value } })),
  );
  return fc.oneof(...quantified, plain);
}

function links(scope: Scope, typeName: string, depth: number): fc.Arbitrary<Spelt> {
  const node = inside(scope, typeName, true).map((one) => under("node", one));
  if (depth === 0) return node;
  const one = links(scope, typeName, depth - 1);
  const lists = (["AND", "OR"] as const).map((connective) =>
    fc.array(one, { minLength: 1, maxLength: 2 }).map((members): Spelt => ({
      suffixes: { [connective]: members.map(({ suffixes }) => suffixes) },
      nested: { [connective]: members.map(({ nested }) => nested) },
    })),
  );
  return fc.oneof(
    { weight: 5, arbitrary: node },
    {
      weight: 1,
      arbitrary: fc.oneof(
        ...lists,
        one.map((inner) => under("NOT", inner)),
      ),
    },
  );
}

function under(key: string, { suffixes, nested }: Spelt): Spelt {
  return { suffixes: { [key]: suffixes }, nested: { [key]: nested } };
}

function logic(scope: Scope, typeName: string): fc.Arbitrary<Spelt> {
  const one = inside(scope, typeName, scope.typed);
  const list = fc.option(fc.array(one, { maxLength: 3 }), { freq: 8 });
  const lists = (["AND", "OR"] as const).map((connective) =>
    list.map((members): Spelt => ({
      suffixes: { [connective]: members?.map(({ suffixes }) => suffixes) ?? null },
      nested: { [connective]: members?.map(({ nested }) => nested) ?? null },
    })),
  );
  const not = one.map((inner) => under("NOT", inner));
  return fc.oneof(...lists, not, not);
}

function typeTest(members: readonly string[]): fc.Arbitrary<Spelt> {
  return fc
    .subarray([...members])
    .map((names) => ({ suffixes: { typename_IN: names }, nested: { typename: names } }));
}

/** A union's conditions by type; seldom of two. */
function byType(scope: Scope, members: readonly string[]): fc.Arbitrary<Spelt> {
  const one = (name: string) =>
    fc
      .option(inside({ ...scope, depth: Math.max(scope.depth, 1) }, name, false), { freq: 8 })
      .map((where): Spelt => ({
        suffixes: { [name]: where?.suffixes ?? null },
        nested: { [name]: where?.nested ?? null },
      }));
  return fc.subarray([...members], { minLength: 1, maxLength: 2 }).chain((names) =>
    fc.tuple(...names.map(one)).map((list): Spelt => ({
      suffixes: Object.assign({}, ...list.map(({ suffixes }) => suffixes)),
      nested: Object.assign({}, ...list.map(({ nested }) => nested)),
    })),
  );
}
