import { expect, test } from "vitest";
import { narrowRule } from "../../../src/check/scope/narrow-rule.ts";
import type { Scope } from "../../../src/check/scope/scope.ts";
import { renderFilter } from "../../../src/dialect/render.ts";
import type { Filter, Query, Rule, Step } from "../../../src/types.ts";
import { model } from "../run/estate.ts";

const is = (field: string, value: string): Filter => ({ kind: "compare", field, operator: "EQ", value }); // prettier-ignore
/** Of each type those inside that are called so. */
const named: Scope = { words: [], filterOf: (type) => is("name", type) };
const all: Scope = { words: [], filterOf: () => undefined };
const own = is("id", "x");

test.each<[title: string, scope: Scope, query: Query, path: readonly Step[] | undefined, where: string | undefined, ends: readonly (string | undefined)[] | undefined, within?: string]>([
  ["what it returns stands inside", named, { type: "Machine" }, undefined, 'name = "Machine"', undefined],
  ["besides what it asks", named, { type: "Machine", where: own }, undefined, 'id = "x" AND name = "Machine"', undefined, 'name = "Machine"'],
  ["the end of its path, or itself where that leads nowhere", named, { type: "Machine" }, [{ relation: "disks" }], '(NOT (disks SOME) AND name = "Machine") OR disks SOME (name = "Disk")', ['name = "Disk"']],
  ["the end of a longer path", named, { type: "Machine" }, [{ relation: "mounts" }, { relation: "disk", where: own }], '(NOT (mounts SOME (disk SOME (id = "x"))) AND name = "Machine") OR mounts SOME (disk SOME (id = "x" AND name = "Disk"))', [undefined, 'id = "x" AND name = "Disk"']],
  ["of types that have no such path each itself", named, { type: "Asset" }, [{ relation: "disks" }], '((NOT (disks SOME) OR type is Bucket or Connector or Disk or Share) AND name = "Asset") OR disks SOME (name = "Disk")', ['name = "Disk"']],
  ["all where all is meant", all, { type: "Machine" }, undefined, undefined, undefined],
  ["all along a path", all, { type: "Machine" }, [{ relation: "disks" }], "NOT (disks SOME) OR disks SOME", [undefined]],
])("a narrowed rule asks that %s", (_title, scope, query, offendersPath, where, ends, within = where) => {
  const place = { file: "check.graphql", line: 1, column: 1 };
  const rule: Rule = { name: "r", query, expectation: { operator: "eq", value: [] }, place, places: new Map(), ...(offendersPath ? { offendersPath } : {}) };
  const inside = narrowRule(model, scope, rule);
  const shown = (filter: Filter | undefined) => filter && renderFilter(filter);
  expect(inside.query.type).toBe(query.type);
  expect([shown(inside.query.where), shown(inside.within)]).toEqual([where, within]);
  expect(inside.offendersPath?.map((step) => shown(step.where))).toEqual(ends);
  expect(inside.offendersPath?.map(({ relation }) => relation)).toEqual(offendersPath?.map(({ relation }) => relation));
}); // prettier-ignore
