import type { Filter, Quantifier, Scalar } from "../../../src/types.ts";
import type { Question } from "../engines/engine.ts";
import { generateEstate } from "./estate.ts";
import type { Column, Layout, Table } from "./layout.ts";
import { createRandom, type Random } from "./random.ts";
import { withoutDefaults } from "./without-defaults.ts";

/**
 * `count` questions of every shape that all engines know, determined by `seed`: up to three relations deep, with values that
 * occur in the estate as well as some that do not.
 */
export function randomQuestions(layout: Layout, count: number, seed: number): readonly Question[] {
  const values = sampleValues();
  const roots = ["Connector", "Connector", "StorageAccount", "VM", "SecurityGroup", "KMSVault"];
  return Array.from({ length: count }, (_, number) => {
    const random = createRandom(seed, number);
    const type = random.pick(roots);
    const where = randomFilter({ layout, values, random }, layout.tables.get(type)!, 3, 3);
    return {
      name: `random-${seed}-${number}`,
      type,
      where,
      plain: withoutDefaults(layout, type, where),
    };
  });
}

interface Source {
  readonly layout: Layout;
  /** Values that occur, by type and field. */
  readonly values: ReadonlyMap<string, readonly Scalar[]>;
  readonly random: Random;
}

function randomFilter(source: Source, table: Table, depth: number, hops: number): Filter {
  const { random } = source;
  const kind = random.below(10);
  if (depth > 0 && kind < 3)
    return {
      kind: random.chance(50) ? "and" : "or",
      of: Array.from({ length: 2 + random.below(2) }, () =>
        randomFilter(source, table, depth - 1, hops),
      ),
    };
  if (depth > 0 && kind === 3)
    return { kind: "not", of: randomFilter(source, table, depth - 1, hops) };
  if (hops > 0 && table.hops.size > 0 && kind < 7)
    return randomQuantifier(source, table, depth, hops);
  return randomComparison(source, table);
}

function randomQuantifier(source: Source, table: Table, depth: number, hops: number): Filter {
  const { random, layout } = source;
  const [relation, hop] = random.pick([...table.hops]);
  const quantifiers: readonly Quantifier[] =
    hop.kind === "parent" ? ["SOME", "NONE"] : ["SOME", "NONE", "ALL", "SINGLE"];
  const quantifier = random.pick(quantifiers);
  const bare = random.chance(15) && (quantifier === "SOME" || quantifier === "NONE");
  const target = layout.tables.get(hop.target)!;
  return {
    kind: "quantify",
    relation,
    quantifier,
    ...(bare ? {} : { where: randomFilter(source, target, depth - 1, hops - 1) }),
  };
}

function randomComparison(source: Source, table: Table): Filter {
  const { random, values } = source;
  const column = random.pick(table.columns);
  const field = column.name;
  if (random.chance(15)) return { kind: "null", field };
  const known = values.get(`${table.type}.${field}`) ?? [];
  const value = (): Scalar => (known.length > 0 ? random.pick(known) : "nothing");
  const operator = random.pick(operatorsOf(column));
  if (operator === "IN") {
    const members = Array.from({ length: random.below(4) }, () =>
      random.chance(8) ? null : value(),
    );
    return { kind: "compare", field, operator, value: members };
  }
  if (["CONTAINS", "STARTS_WITH", "ENDS_WITH"].includes(operator))
    return { kind: "compare", field, operator, value: cut(random, String(value()), operator) };
  return { kind: "compare", field, operator, value: value() };
}

function operatorsOf({ scalar, isEnum }: Column): readonly string[] {
  if (isEnum) return ["EQ", "IN"];
  if (scalar === "Boolean") return ["EQ"];
  if (scalar === "Int") return ["EQ", "IN", "LT", "LTE", "GT", "GTE"];
  return ["EQ", "IN", "CONTAINS", "STARTS_WITH", "ENDS_WITH"];
}

function cut(random: Random, text: string, operator: string): string {
  const length = 1 + random.below(5);
  if (operator === "STARTS_WITH") return text.slice(0, length) || "a";
  if (operator === "ENDS_WITH") return text.slice(-length) || "a";
  return text.slice(random.below(text.length)).slice(0, length) || "a";
}

function sampleValues(): ReadonlyMap<string, readonly Scalar[]> {
  const values = new Map<string, Scalar[]>();
  for (const batch of generateEstate(200, 1))
    for (const { type, fields } of batch)
      for (const [field, value] of Object.entries(fields)) {
        if (value === null || typeof value === "object") continue;
        const key = `${type}.${field}`;
        const known = values.get(key);
        if (!known) values.set(key, [value]);
        else if (known.length < 40) known.push(value);
      }
  return values;
}
