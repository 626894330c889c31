import { readFileSync } from "node:fs";
import fc from "fast-check";
import { readModel } from "../../src/model/read.ts";
import type {
  AssetRecord,
  AssetType,
  Collection,
  Field,
  FieldValue,
  Filter,
  Model,
  Quantifier,
  Scalar,
} from "../../src/types.ts";
import type { Estate } from "../reference/evaluate.ts";

const text = readFileSync(new URL("estate.graphql", import.meta.url), "utf8");

/** Every kind of field and relation there is, in a model of toys. */
export const toys: Model = readModel([{ file: "estate.graphql", text }]);

const accounts = ["/a", "/ab", "/c"];
/** Few values, so that they meet; with all that sorting and UTF-8 could trip over. */
const texts = ["", "a", "b", "ab", "a b", "A", "é", "\u{1f600}", "\ufffd", 'x"\\', "ba", "0"];

export const valuesOf: Readonly<Record<Field["scalar"], readonly Scalar[]>> = {
  String: texts,
  ID: texts,
  Int: [-5, 0, 1, 2, 300],
  Float: [-0.5, 0, 1, 1.25, 1e300],
  BigInt: ["-7", "0", "9", "10", "123456789012345678901234567890"],
  Boolean: [false, true],
  DateTime: [
    "2024-03-01T12:30:00Z",
    "2024-03-01T12:30:00.25Z",
    "2024-03-01T12:30:00.2500001Z",
    "2024-03-01T12:30:01Z",
    "0001-01-01T00:00:00Z",
  ],
  Date: ["2024-02-29", "2024-03-01", "1999-12-31"],
};

function someValue(field: Field): fc.Arbitrary<Scalar> {
  return fc.constantFrom(...(field.values ?? valuesOf[field.scalar]));
}

function fieldValue(field: Field): fc.Arbitrary<FieldValue> {
  const one = someValue(field);
  if (!field.list) return fc.option(one, { freq: 3 });
  const member = field.elementRequired ? one : fc.option(one, { freq: 3 });
  return fc.option(fc.array(member, { maxLength: 3 }), { freq: 3 });
}

const stored = [...toys.types.values()].filter(({ name }) => name !== "Account");

/** Ids of assets of a concrete type in an account: some of them assets of other types have too. */
function ownIds(type: string, account: string): readonly string[] {
  const own = [0, 1].map((i) => `${account}/${type.toLowerCase()}/${i}`);
  if (type === "Box") return [...own, `${account}/thing`];
  return type === "Ball" ? [...own, `${account}/thing`, account] : own;
}

/** Ids that assets have, that parts have, and that nobody has. */
function idsOf(type: string): readonly string[] {
  const members = toys.abstractTypes.get(type)?.members ?? [type];
  return members.flatMap((member) =>
    member === "Account"
      ? [...accounts, "/nowhere"]
      : accounts.flatMap((account) => ownIds(member, account)),
  );
}

/** What a record may lack: nothing, values alone, or links as well. */
export type Lacking = "nothing" | "values" | "anything";

function record(type: AssetType, id: string, connector: string, lacking: Lacking) {
  const fields = [...type.fields.values()].filter(({ name }) => name !== "id");
  const said = fields.filter(({ name }) => !isFact(name));
  const relations = [...type.relations.values()].filter(
    ({ name, kind }) => kind !== "inverse" && name !== "connector",
  );
  const links = [...type.relations.values()].filter(
    ({ kind }) => lacking === "anything" || kind === "embeds",
  );
  const names = [...fields, ...links].map(({ name }) => name).filter((name) => !isFact(name));
  return (
    fc.record({
      type: fc.constant(type.name),
      id: fc.constant(id),
      connector: fc.constant(connector),
      fields: fc.record(Object.fromEntries(said.map((field) => [field.name, fieldValue(field)])), {
        requiredKeys: [],
      }),
      links: fc.record(
        Object.fromEntries(
          relations.map(({ name, target, toMany }) => [
            name,
            fc.array(fc.constantFrom(...(ownersOf(type.name) ?? idsOf(target))), {
              maxLength: toMany ? 4 : 1,
            }),
          ]),
        ),
        { requiredKeys: [] },
      ),
      missing:
        lacking !== "nothing"
          ? fc.oneof(
              { weight: 4, arbitrary: fc.constant([]) },
              { weight: 1, arbitrary: fc.subarray(names) },
            )
          : fc.constant([]),
    }) as fc.Arbitrary<AssetRecord>
  ).map((own) => ({
    ...own,
    fields: { ...learnt(own), ...factsOf(own) },
  }));
}

/** The values that could be learnt. */
function learnt({ fields, missing }: AssetRecord): AssetRecord["fields"] {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !missing?.includes(name)));
}

/** What the schema says of a mark: the resource types of itself and of the thing that it is on. */
function factsOf({ type, links }: AssetRecord): AssetRecord["fields"] {
  if (!isMark(type)) return {};
  const isOnBall = links.on?.some((id) => id.includes("/ball/"));
  return { kind: type === "Sticker" ? "A" : "b", onKind: isOnBall ? "b" : "a" };
}

const isMark = (type: string) => type === "Sticker" || type === "Stamp";
const isFact = (field: string) => field === "kind" || field === "onKind";

/** The things that a mark may be on: those that it is read for, each of one type. */
function ownersOf(type: string): readonly string[] | undefined {
  if (!isMark(type)) return undefined;
  const owners = type === "Sticker" ? ["Box"] : ["Ball", "Box"];
  return owners.flatMap((owner) =>
    accounts.flatMap((account) => [0, 1].map((i) => `${account}/${owner.toLowerCase()}/${i}`)),
  );
}

/** Estates of up to some thirty assets in three accounts; complete, or with collections and single values missing. */
export function estates(
  complete: boolean,
  lacking: Lacking = complete ? "nothing" : "anything",
): fc.Arbitrary<Estate> {
  const keys = stored.flatMap((type) =>
    accounts.flatMap((account) => ownIds(type.name, account).map((id) => ({ type, account, id }))),
  );
  const assets = fc
    .subarray(keys)
    .chain((some) =>
      fc.tuple(...some.map(({ type, id, account }) => record(type, id, account, lacking))),
    );
  const homes = fc.tuple(
    ...accounts.map((id) => record(toys.types.get("Account")!, id, id, lacking)),
  );
  return fc
    .tuple(homes, assets, complete ? fc.constant(allComplete()) : someCollections(lacking))
    .map(([some, others, collections]) => {
      // Not enumerable, so that a counterexample shows the assets and not the whole model.
      const estate = { records: [...some, ...others], collections };
      return Object.defineProperty(estate, "model", { value: toys }) as unknown as Estate;
    });
}

const pairs = [...toys.types.values()]
  .filter(({ kind }) => kind === "asset")
  .flatMap(({ name }) => accounts.map((connector) => ({ type: name, connector })));

function allComplete(): readonly Collection[] {
  return pairs.map((pair) => ({
    ...pair,
    status: "complete",
    readAt: "2026-01-01T00:00:00Z",
    assets: 0,
  }));
}

function someCollections(lacking: Lacking): fc.Arbitrary<readonly Collection[]> {
  const status = fc.constantFrom("complete", "complete", "denied", "failed") as fc.Arbitrary<
    Collection["status"]
  >;
  const unread =
    lacking === "anything"
      ? fc.option(fc.subarray([...idsOf("Thing")]), { nil: undefined })
      : fc.constant(undefined);
  return fc.subarray(pairs, { minLength: pairs.length - 4 }).chain((some) =>
    fc.tuple(
      ...some.map((pair) =>
        fc.tuple(status, unread).map(([own, unreadOwners]) => ({
          ...pair,
          status: own,
          readAt: "2026-01-01T00:00:00Z",
          assets: 0,
          ...(isMark(pair.type) && own !== "complete" && unreadOwners ? { unreadOwners } : {}),
        })),
      ),
    ),
  );
}

/** Each made once: a filter's arbitrary holds those of all it leads to. */
const made = new Map<string, fc.Arbitrary<Filter>>();

/** Filters of every kind on a type of the toys, down to three relations deep. */
export function filters(typeName: string, depth = 3): fc.Arbitrary<Filter> {
  const key = `${typeName} ${depth}`;
  const arbitrary = made.get(key) ?? createFilters(typeName, depth);
  made.set(key, arbitrary);
  return arbitrary;
}

function createFilters(typeName: string, depth: number): fc.Arbitrary<Filter> {
  const type = toys.types.get(typeName) ?? toys.abstractTypes.get(typeName)!;
  const leaves: fc.Arbitrary<Filter>[] = [...type.fields.values()].map((field) => leaf(field));
  const members = toys.abstractTypes.get(typeName)?.members;
  if (members) leaves.push(fc.subarray([...members]).map((names) => ({ kind: "type", names })));
  if (depth === 0) return fc.oneof(...leaves);
  const inner = fc.memo((left): fc.Arbitrary<Filter> => {
    const quantified = [...type.relations.values()].map(({ name, target }) =>
      fc
        .record({
          quantifier: fc.constantFrom<Quantifier>("SOME", "NONE", "ALL", "SINGLE"),
          where: fc.option(filters(target, depth - 1), { nil: undefined, freq: 4 }),
        })
        .map(({ quantifier, where }): Filter => ({
          kind: "quantify",
          relation: name,
          quantifier,
          ...(where ? { where } : {}),
        })),
    );
    const simple = fc.oneof(...leaves, ...quantified, ...quantified);
    if (left <= 1) return simple;
    const list = fc.array(inner(left - 1), { minLength: 2, maxLength: 3 });
    return fc.oneof(
      simple,
      list.map((of): Filter => ({ kind: "and", of })),
      list.map((of): Filter => ({ kind: "or", of })),
      inner(left - 1).map((of): Filter => ({ kind: "not", of })),
    );
  });
  return inner(2);
}

function leaf(field: Field): fc.Arbitrary<Filter> {
  const one = someValue(field);
  const compare = (operator: string, value: fc.Arbitrary<unknown>) =>
    fc.record({ value, ignoreCase: fc.boolean() }).map(
      ({ value: wanted, ignoreCase }): Filter =>
        ({
          kind: "compare",
          field: field.name,
          operator,
          value: wanted,
          ...(ignoreCase && field.scalar === "String" && !field.values && !field.list
            ? { ignoreCase: true }
            : {}),
        }) as Filter,
    );
  const isNull = fc.constant<Filter>({ kind: "null", field: field.name });
  if (field.list) {
    return fc.oneof(
      isNull,
      compare("EQ", fc.array(fc.option(one, { freq: 5 }), { maxLength: 3 })),
      compare("INCLUDES", one),
    );
  }
  if (field.scalar === "Boolean") return fc.oneof(isNull, compare("EQ", one));
  const common = [
    isNull,
    compare("EQ", one),
    compare("IN", fc.array(fc.option(one, { freq: 6 }), { maxLength: 7 })),
  ];
  if (field.values) return fc.oneof(...common);
  const orders = ["LT", "LTE", "GT", "GTE"].map((operator) => compare(operator, one));
  if (field.scalar !== "String" && field.scalar !== "ID") return fc.oneof(...common, ...orders);
  const searches = ["CONTAINS", "STARTS_WITH", "ENDS_WITH"].map((operator) =>
    compare(operator, one),
  );
  return fc.oneof(...common, ...searches, ...(field.scalar === "String" ? orders : []));
}
