import { describe, expect, test } from "vitest";
import { readWhere } from "../../src/dialect/filter.ts";
import { readsOf } from "../../src/dialect/reads.ts";
import { distinguish } from "../../src/solver/distinguish.ts";
import { renderGiven } from "../../src/solver/render-given.ts";
import { search } from "../../src/solver/search.ts";
import type { Filter, Truth } from "../../src/types.ts";
import { toys } from "../engine/random-estate.ts";
import { estateOf } from "./hold-solver.ts";
import { truthFor } from "../reference/evaluate.ts";

type Where = Readonly<Record<string, unknown>>;

function read(type: string, where: Where): Filter {
  const { filter, mistakes } = readWhere(toys, type, where);
  expect(mistakes).toEqual([]);
  return filter!;
}

/** The row that is found for a truth, as a case has it; else what the search says. */
function find(type: string, where: Where, truth: Truth = "true"): string {
  const filter = read(type, where);
  const found = search(toys, type, [{ filter, truths: [truth] }]);
  if (found.is !== "found") return found.is;
  const estate = estateOf(found.estate);
  const record = estate.records.find(({ id }) => id === found.row.id)!;
  expect(truthFor(estate, record, filter)).toBe(truth);
  return renderGiven(toys, found.estate, found.row, readsOf(toys, type, filter));
}

describe("a smallest estate", () => {
  test.each<readonly [string, Where, Truth, string]>([
    ["Box", { isOpen: true }, "true", "{ isOpen: true }"],
    ["Box", { isOpen: true }, "unknown", "{ isOpen: null }"],
    ["Box", { isOpen: true }, "missing", "{ missing: [isOpen] }"],
    ["Box", { region: "b" }, "unknown", "cannot"],
    ["Box", { level_NOT_IN: ["LOW", "MIDDLE", "HIGH"] }, "true", "cannot"],
    ["Box", { level_NOT_IN: ["LOW", "MIDDLE"] }, "true", "{ level: HIGH }"],
    ["Box", { size_GT: 3, size_LT: 5 }, "true", "{ size: 4 }"],
    ["Box", { size_GT: 3, size_LT: 4 }, "true", "cannot"],
    ["Box", { weight_GT: 3, weight_LT: 4 }, "true", "{ weight: 3.5 }"],
    [
      "Box",
      { soldOn_GT: "2024-02-28", soldOn_LT: "2024-03-01" },
      "true",
      '{ soldOn: "2024-02-29" }',
    ],
    ["Box", { soldOn_GT: "2024-02-28", soldOn_LT: "2024-02-29" }, "true", "cannot"],
    ["Box", { serial_GT: "9", serial_LT: "11" }, "true", '{ serial: "10" }'],
    ["Box", { lids_SOME: { isOpen: true } }, "true", "{ lids: [{ isOpen: true }] }"],
    ["Box", { lids_SOME: { isOpen: true } }, "false", "{ lids: [] }"],
    ["Box", { lids_SOME: { isOpen: true } }, "missing", "{ missing: [lids] }"],
    ["Box", { lids_SINGLE: {}, lids_NONE: {} }, "true", "cannot"],
    ["Box", { lids_SINGLE: { isOpen: true }, lids_ALL: { isOpen: false } }, "true", "cannot"],
    [
      "Box",
      { lids_SOME: { isOpen: true }, lids_ALL: { isOpen: true } },
      "true",
      "{ lids: [{ isOpen: true }] }",
    ],
    [
      "Box",
      { NOT: { lids_ALL: { isOpen: true } }, lids_NONE: { isOpen: false }, lids_EXISTS: true },
      "true",
      "{ lids: [{ isOpen: null }] }",
    ],
    ["Lid", { box: null }, "true", "cannot"],
    ["Lid", { box: { isOpen: true } }, "true", "{ box: { isOpen: true } }"],
    ["Thing", { typename_IN: ["Ball"] }, "true", "{}"],
    ["Box", { connector: null }, "true", "cannot"],
    // Which of a mark's values it is depends on what the mark is on.
    [
      "Box",
      { marks_SOME: { onKind_LT: "c" }, stickers: null },
      "true",
      '{ marks: [{ Stamp: { onKind: "a" } }], stickers: [] }',
    ],
    [
      "Account",
      { boxes_SINGLE: { isOpen: true }, boxes_SOME: { isOpen: false } },
      "true",
      "{ boxes: [{ isOpen: false }, { isOpen: true }] }",
    ],
  ])("%s %j is %s", (type, where, truth, given) => {
    expect(find(type, where, truth)).toBe(given);
  });

  test("comes back to the same row by two ways where there is one", () => {
    const where = { next: { previous_SOME: { name: "a" } }, name: "b" };
    expect(find("Box", where)).not.toBe("cannot");
    expect(find("Box", { next: { previous_NONE: { name: "b" } }, name: "b" })).toBe("cannot");
  });

  test("has one row of one id", () => {
    const one = { next: { id: "/x", name: "a" } };
    expect(find("Box", { id: "/x", name: "a", ...one })).not.toBe("cannot");
    expect(find("Box", { id: "/x", name: "b", ...one })).toBe("cannot");
    const far = { home: { NOT: { id_CONTAINS: "b" } }, id: "A" };
    expect(find("Ball", far)).toBe('{ id: "A", home: { id: "other" } }');
    const two = { id_IN: ["/x", "/y"] };
    expect(
      find("Box", { ...two, next: { ...two, next: { ...two, name: "a" } }, name: "b" }),
    ).toContain('next: { id: "/y"');
  });
});

describe("two filters", () => {
  test.each<readonly [Where, Where, string]>([
    [{ region: "b" }, { OR: [{ region: "b" }, { region: null }] }, "cannot"],
    [{ name: "a" }, { OR: [{ name: "a" }, { name: null }] }, "found"],
    [
      { lids_ALL: { isOpen: true } },
      { lids_NONE: { NOT: { isOpen: true } }, lids_SOME: { isOpen: true } },
      "cannot",
    ],
    [{ lids_ALL: { isOpen: true } }, { lids_SOME: { isOpen: true } }, "found"],
    [{ size_GT: 3 }, { size_GTE: 4 }, "cannot"],
    [{ weight_GT: 3 }, { weight_GTE: 4 }, "found"],
  ])("%j and %j: %s", (a, b, is) => {
    expect(distinguish(toys, "Box", read("Box", a), read("Box", b)).is).toBe(is);
  });
});
