import { expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { renderFilter } from "../../src/dialect/render.ts";
import { model } from "./reading.ts";

test.each<[unknown, readonly (readonly [string, string])[]]>([
  [{ name: "a" }, [['name = "a"', "name"]]],
  [
    { OR: [{ name: "a" }, { cores: { gte: 4 } }] },
    [
      ['name = "a"', "OR.0.name"],
      ["cores GTE 4", "OR.1.cores.gte"],
      ['cores GTE 4 OR name = "a"', "OR"],
    ],
  ],
  [
    { disks: { none: { name_NOT: "a" } }, NOT: { cores: 4 } },
    [
      ['NOT (name = "a")', "disks.none.name_NOT"],
      ['disks NONE (NOT (name = "a"))', "disks.none"],
      ["cores = 4", "NOT.cores"],
      ["NOT (cores = 4)", "NOT"],
      ['NOT (cores = 4) AND disks NONE (NOT (name = "a"))', ""],
    ],
  ],
  [
    { disksConnection_SOME: { node: { name: null }, NOT: { node: { kind: "a" } } } },
    [
      ["name is null", "disksConnection_SOME.node.name"],
      ['kind = "a"', "disksConnection_SOME.NOT.node.kind"],
      ['NOT (kind = "a")', "disksConnection_SOME.NOT"],
      ['disks SOME (NOT (kind = "a") AND name is null)', "disksConnection_SOME"],
    ],
  ],
])("each condition of %j is known to stand where it was written", (where, places) => {
  const { paths } = readWhere(model, "Server", where);
  const found = [...paths].map(([filter, path]) => [renderFilter(filter), path.join(".")]);
  expect(found).toEqual(places);
});

test("no more is told than is asked for, and nothing of what is behind it", () => {
  const where = { nme: 1, name_NOT: "a", cores_NOT: 4, bytes_NOT_IN: [], on_NOT: true };
  const most = (mostRemarks: number) => {
    const { mistakes, warnings } = readWhere(model, "Server", where, { mostRemarks });
    return [mistakes.length, warnings.length];
  };
  expect(most(1)).toEqual([1, 0]);
  expect(most(2)).toEqual([1, 2]);
  expect(most(9)).toEqual([1, 4]);
});

test("a type that the model does not have is a fault of ours", () => {
  expect(() => readWhere(model, "Nothing", {})).toThrow('The model has no type "Nothing".');
});
