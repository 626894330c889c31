import { canBeNull } from "../../src/solver/values/possible.ts";
import type {
  AssetRecord,
  AssetType,
  Collection,
  Field,
  FieldValue,
  Scalar,
} from "../../src/types.ts";
import { toys } from "../engine/random-estate.ts";
import type { Estate } from "../reference/evaluate.ts";

/** Numbers from 0 up to a bound, as a seed has them. */
export type Random = (below: number) => number;

export function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}

export function oneOf<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)]!;
}

const kinds = ["Box", "Ball", "Lid", "Sticker", "Stamp"].map((name) => toys.types.get(name)!);
const collected = [...toys.types.values()].filter(({ kind }) => kind === "asset");

/** What values are taken from: constants that conditions compare with. */
export type Pool = (field: Field) => readonly Scalar[];

/**
 * An estate of at most six rows in one connector or two, such as can be: a part has one owner, what is read for an asset has that asset, a
 * to-one relation leads to one row at most, and none where it could not be learnt, and no two rows have one id.
 */
export function smallEstate(random: Random, pool: Pool): Estate {
  const connectors = random(4) === 0 ? ["/a", "/c"] : ["/a"];
  const rows = Array.from({ length: random(6) }, (_, i) => {
    const type = oneOf(random, kinds);
    const connector = oneOf(random, connectors);
    return { type, connector, id: idOf(random, type, connector, i) };
  });
  const unique = rows.filter(({ id }, i) => rows.findIndex((one) => one.id === id) === i);
  const isWhole = random(2) === 0;
  const accounts = toys.types.get("Account")!;
  const homes = connectors
    .filter(() => random(5) > 0)
    .map((id) => ({ type: accounts, connector: id, id }));
  const all = [...homes, ...unique];
  const owners = new Map<string, string>();
  for (const row of all)
    if (row.type.name === "Lid") {
      const boxes = all.filter((one) => one.type.name === "Box" && one.connector === row.connector);
      if (boxes.length > 0) owners.set(row.id, oneOf(random, boxes).id);
    }
  const there = all.filter((row) => {
    if (row.type.name === "Lid") return owners.has(row.id);
    return marked(row.type, row.connector, all).length > 0 || !isMark(row.type);
  });
  const records = there.map((row) => record(random, row, { there, owners, isWhole, pool }));
  const collections = collected.flatMap(({ name }) =>
    connectors.map((connector): Collection => {
      const status = !isWhole && random(8) === 0 ? "denied" : "complete";
      return { type: name, connector, status, readAt: "2026-01-01T00:00:00Z", assets: 0 };
    }),
  );
  return { model: toys, records, collections };
}

interface Place {
  readonly type: AssetType;
  readonly connector: string;
  readonly id: string;
}

const isMark = ({ name }: AssetType) => name === "Sticker" || name === "Stamp";

function marked(type: AssetType, connector: string, all: readonly Place[]): readonly Place[] {
  const owners = type.name === "Sticker" ? ["Box"] : ["Box", "Ball"];
  return all.filter((one) => owners.includes(one.type.name) && one.connector === connector);
}

function idOf(random: Random, type: AssetType, connector: string, i: number): string {
  const plain = `${connector}/${type.name.toLowerCase()}/${random(2)}`;
  return random(3) === 0
    ? oneOf(random, ["a", "b", "ab", "A", "", "0"])
    : `${plain}${i > 3 ? i : ""}`;
}

interface Around {
  readonly there: readonly Place[];
  readonly owners: ReadonlyMap<string, string>;
  readonly isWhole: boolean;
  readonly pool: Pool;
}

function record(random: Random, row: Place, around: Around): AssetRecord {
  const { type, connector, id } = row;
  const { there, owners, isWhole, pool } = around;
  const fields: Record<string, FieldValue> = {};
  const links: Record<string, readonly string[]> = {};
  const missing: string[] = [];
  const mayMiss = () => !isWhole && random(6) === 0;
  for (const field of type.fields.values()) {
    if (field.name === "id" || field.name === "kind" || field.name === "onKind") continue;
    if (mayMiss()) missing.push(field.name);
    else {
      const value = someValue(random, field, pool);
      if (value !== null) fields[field.name] = value;
    }
  }
  for (const relation of type.relations.values()) {
    const { name, kind, target, toMany } = relation;
    if (name === "connector" || kind === "inverse" || name === "on") continue;
    const isOpen = mayMiss();
    if (isOpen) missing.push(name);
    if (kind === "embeds") {
      const own = [...owners].filter(([, owner]) => owner === id).map(([lid]) => lid);
      if (own.length > 0) links[name] = own;
      continue;
    }
    const members = toys.abstractTypes.get(target)?.members ?? [target];
    const far = there.filter(
      (one) =>
        members.includes(one.type.name) &&
        (one.connector === connector || one.type.name === "Account" || name === "friends"),
    );
    const count = toMany ? random(4) : isOpen ? 0 : random(2);
    const ids = Array.from({ length: far.length === 0 ? 0 : count }, () => oneOf(random, far).id);
    if (!isOpen && !isWhole && random(12) === 0 && (toMany || ids.length === 0))
      ids.push("/nowhere");
    if (ids.length > 0) links[name] = [...new Set(ids)];
  }
  if (isMark(type)) {
    const on = oneOf(random, marked(type, connector, there));
    links.on = [on.id];
    fields.kind = type.name === "Sticker" ? "A" : "b";
    fields.onKind = on.type.name === "Ball" ? "b" : "a";
  }
  return {
    type: type.name,
    id,
    connector,
    fields,
    links,
    ...(missing.length > 0 ? { missing } : {}),
  };
}

function someValue(random: Random, field: Field, pool: Pool): FieldValue {
  if (canBeNull(field) && random(4) === 0) return null;
  const values = pool(field);
  if (!field.list) return oneOf(random, values);
  return Array.from({ length: random(4) }, () =>
    !field.elementRequired && random(4) === 0 ? null : oneOf(random, values),
  );
}
