import fc from "fast-check";
import { readModel } from "../../src/model/read.ts";
import type { Model } from "../../src/types.ts";

const names = ["Box", "Ball", "Lamp", "Door", "Key"] as const;
const scalars = ["ID", "String", "Int", "Float", "BigInt", "Boolean", "DateTime", "Date", "Level"];
const coalesced: Readonly<Record<string, string>> = {
  String: '"b"',
  Int: "1",
  Boolean: "false",
  Level: "MIDDLE",
};

/** Models of up to five kinds of toys: fields of every scalar, relations to types, an interface and a union, both ways. */
export const models: fc.Arbitrary<Model> = fc.gen().map((draw) => {
  const types = names.slice(0, draw(fc.integer, { min: 2, max: names.length }));
  const chance = (percent: number) => draw(fc.integer, { min: 1, max: 100 }) <= percent;
  const pick = <T>(values: readonly T[]) => draw(fc.constantFrom<T[]>, ...values);
  const things = types.filter((_, i) => i < 2 || chance(40));
  const found = types.filter((_, i) => i === 0 || chance(50));
  const targets = [...types, "Account", "Thing", "Find"];
  // Relations by the type that has them; an inverse is added to the other side.
  const lines = new Map<string, string[]>(["Account", ...types].map((name) => [name, []]));
  types.forEach((type, i) => {
    const own = lines.get(type)!;
    const many = draw(fc.integer, { min: 2, max: 6 });
    for (let f = 0; f < many; f++) own.push(fieldOf(`f${f}`, pick(scalars), chance));
    const relations = draw(fc.integer, { min: 1, max: 3 });
    for (let r = 0; r < relations; r++) {
      const target = pick(targets);
      const toMany = chance(60);
      const bang = !toMany && chance(30) ? "!" : "";
      const name = `r${r}`;
      own.push(`${name}: ${toMany ? `[${target}!]!` : target + bang} @references(path: ["x"])`);
      if (lines.has(target) && chance(50))
        lines.get(target)!.push(`${name}Of${i}: [${type}!]! @inverse(of: "${name}")`);
    }
  });
  const shared = `size: Int\n home: Account @references(path: ["x"])`;
  const concrete = [...lines].map(([name, own]) => {
    const isThing = things.some((thing) => thing === name);
    const also = isThing ? " & Thing" : "";
    return `type ${name} implements Asset${also} {\n ${isThing ? `${shared}\n ` : ""}${own.join("\n ")}\n}`;
  });
  const text = `
    enum Level { LOW MIDDLE HIGH }
    interface Asset { id: ID! name: String connector: Account @references(path: ["$connector"]) }
    interface Thing { id: ID! name: String ${shared} }
    union Find = ${[...found, "Account"].join(" | ")}
    ${concrete.join("\n")}
  `.replace(
    /type (\w+) implements Asset(.*?)\{\s*\}/g,
    "type $1 implements Asset$2{ note: String }",
  );
  return readModel([{ file: "random.graphql", text }]);
});

function fieldOf(name: string, scalar: string, chance: (percent: number) => boolean): string {
  if (chance(25)) return `${name}: [${scalar}!]`;
  const value = coalesced[scalar];
  if (value !== undefined && chance(25)) return `${name}: ${scalar} @coalesce(value: ${value})`;
  return `${name}: ${scalar}${chance(15) ? "!" : ""}`;
}
