import fc from "fast-check";
import type { AssetRecord, AssetType, Collection, Field, Model, Scalar } from "../../src/types.ts";
import { type Estate, relatedTo } from "../reference/evaluate.ts";

type Value = Scalar;

/** Few values, so that data and filters meet; no larger and no finer than upstream can store and compare with. */
const values: Readonly<Record<Field["scalar"], readonly Value[]>> = {
  String: [
    "",
    "a",
    "b",
    "ab",
    "a b",
    "A",
    "é",
    "É",
    "\u{1f600}",
    "\ufffd",
    'x"\\',
    "ba",
    "a\nb",
    "K",
    "\u212a",
  ],
  ID: ["", "0", "7", "a", "A", "é"],
  Int: [-5, 0, 1, 2, 300, 2147483647],
  Float: [-0.5, 0, 1, 1.25, 2, 0.1, 1e300],
  BigInt: ["-7", "0", "9", "10", "9007199254740993", "9223372036854775807"],
  Boolean: [false, true],
  DateTime: [
    ...["2024-03-01T12:30:00Z", "2024-03-01T12:30:00.25Z", "2024-03-01T12:30:00.251Z"],
    ...["1969-12-31T23:59:59.999Z", "0001-01-01T00:00:00Z"],
  ],
  Date: ["2024-02-29", "2024-03-01", "1999-12-31", "0001-01-01"],
};

export function valuesOf({ values: words, scalar }: Field): readonly Value[] {
  return words ?? values[scalar];
}

const accounts = ["/a", "/b"];

/** A complete estate of some ten assets a type, without links that lead nowhere or to two where one is promised. */
export function estatesOf(model: Model): fc.Arbitrary<Estate> {
  return fc.gen().map((draw) => {
    const many = (max: number, min = 0) => draw(fc.integer, { min, max });
    const pick = <T>(some: readonly T[]) => draw(fc.constantFrom<T[]>, ...some);
    const rows = [...model.types.values()].flatMap((type) =>
      type.name === "Account"
        ? accounts.map((id) => ({ type, id, connector: id }))
        : Array.from({ length: many(12, 4) }, (_, i) => {
            const connector = pick(accounts);
            return { type, id: `${connector}/${type.name.toLowerCase()}/${i}`, connector };
          }),
    );
    const idsOf = (target: string) => {
      const members = model.abstractTypes.get(target)?.members ?? [target];
      return rows.filter(({ type }) => members.includes(type.name)).map(({ id }) => id);
    };
    const field = (one: Field): [string, Value | readonly Value[]][] => {
      if (!one.required && many(9) < 3) return [];
      const value = () => pick(valuesOf(one));
      return [[one.name, one.list ? Array.from({ length: many(3) }, value) : value()]];
    };
    const linksOf = (type: AssetType): Record<string, string[]> =>
      Object.fromEntries(
        [...type.relations.values()]
          .filter(({ kind, name }) => kind !== "inverse" && name !== "connector")
          .map(({ name, target, toMany, required }) => {
            const ids = idsOf(target);
            const length = toMany ? many(4) : required ? 1 : many(1);
            return [name, ids.length > 0 ? Array.from({ length }, () => pick(ids)) : []];
          }),
      );
    const records = rows.map(({ type, id, connector }): AssetRecord => ({
      type: type.name,
      id,
      connector,
      fields: Object.fromEntries(
        [...type.fields.values()].filter(({ name }) => name !== "id").flatMap(field),
      ),
      links: linksOf(type),
    }));
    const collections = [...model.types.values()].flatMap(({ name, kind }) =>
      kind === "part" ? [] : accounts.map((connector) => complete(name, connector)),
    );
    return alone({ model, records, collections });
  });
}

function complete(type: string, connector: string): Collection {
  return { type, connector, status: "complete", readAt: "2026-01-01T00:00:00Z", assets: 0 };
}

/** Drops links by which a to-one relation, seen from its other side, would lead to two. */
function alone(estate: Estate): Estate {
  const { model, records } = estate;
  const inverses = [...model.types.values()].flatMap((type) =>
    [...type.relations.values()].flatMap((relation) =>
      relation.kind === "inverse" && !relation.toMany ? [{ type: type.name, relation }] : [],
    ),
  );
  for (const { type, relation } of inverses)
    for (const record of records.filter((one) => one.type === type))
      for (const extra of relatedTo(estate, record, relation).slice(1)) {
        const links = extra.links as Record<string, string[]>;
        const own = links[relation.inverse!]!;
        own.splice(own.lastIndexOf(record.id), 1);
      }
  return estate;
}
