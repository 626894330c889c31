import { describe, expect, test } from "vitest";
import { findHiddenRows } from "../../../src/check/run/hidden-rows.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { createVariable } from "../../../src/dialect/variables.ts";
import { bucket, estate, model, one, two } from "./estate.ts";

const $ = createVariable("subscriptionResourceId");
const inventory = estate([bucket(`${one}/a`)], { [`Bucket ${two}`]: "denied" });
const place = { file: "check.graphql", line: 1, column: 1 };

function question(type: string, where: unknown, connector?: string) {
  const { filter } = readWhere(model, type, where);
  const rule = {
    name: "rule",
    query: filter ? { type, where: filter } : { type },
    expectation: { operator: "eq", value: [] },
    place,
    places: new Map(),
  } as const;
  return connector === undefined ? { rule } : { rule, connector };
}

describe("rows are hidden from a question by what was not read", () => {
  type Case = [
    title: string,
    type: string,
    where: unknown,
    connector: string | undefined,
    open: boolean,
  ];
  test.each<Case>([
    ["of its type", "Bucket", {}, undefined, true],
    ["of one of its types", "Store", {}, undefined, true],
    ["not of another type", "Machine", {}, undefined, false],
    ["not of a type that it leaves out", "Store", { typename_IN: ["Share"] }, undefined, false],
    ["whatever else it asks", "Bucket", { isOpen: true }, undefined, true],
    ["in the connector that it names", "Bucket", { connector: { id: two } }, undefined, true],
    ["not in another", "Bucket", { connector: { id: one } }, undefined, false],
    ["in the connector that it is asked for", "Bucket", { connector: { id: $ } }, two, true],
    ["not in another that it is asked for", "Bucket", { connector: { id: $ } }, one, false],
    [
      "in one that fits what it says of connectors",
      "Bucket",
      { connector: { name: "2" } },
      undefined,
      true,
    ],
    ["not in one that does not", "Bucket", { connector: { name: "1" } }, undefined, false],
    [
      "not in one that does not fit what it says of the one that it is asked for",
      "Bucket",
      { connector: { OR: [{ id: $ }, { name: "1" }] } },
      one,
      false,
    ],
    [
      "in one that fits what it says of the one that it is asked for",
      "Bucket",
      { connector: { OR: [{ id: $ }, { name: "1" }] } },
      two,
      true,
    ],
    ["where its id stands", "Bucket", { id: `${two}/x` }, undefined, true],
    ["not where another id stands", "Bucket", { id: `${one}/x` }, undefined, false],
    ["not where the id that it names is known", "Bucket", { id: `${one}/a` }, undefined, false],
    ["wherever where it names ids of nowhere", "Bucket", { id: "/x/y" }, undefined, true],
    [
      "in one of the connectors of its ids",
      "Bucket",
      { id_IN: [`${one}/x`, `${two}/x`] },
      undefined,
      true,
    ],
  ])("%s", async (_title, type, where, connector, open) => {
    const asked = question(type, where, connector);
    const hidden = await findHiddenRows(inventory, [asked]);
    expect(await hidden.mayHide(asked)).toBe(open);
    const gap = await hidden.behind(asked);
    expect(await hidden.behind(asked)).toBe(gap);
    if (open) expect(gap.types).toEqual(["Bucket"]);
  });

  test("and questions beside each other have each their own", async () => {
    const asked = [
      question("Bucket", { connector: { name: "1" } }),
      question("Bucket", { connector: { name: "2" } }),
      question("Bucket", { connector: { name: "1" } }),
      question("Bucket", { connector: { id: $ } }, one),
      question("Bucket", { connector: { id: $ } }, two),
    ];
    const hidden = await findHiddenRows(inventory, asked);
    const open = await Promise.all(asked.map((one_) => hidden.mayHide(one_)));
    expect(open).toEqual([false, true, false, false, true]);
  });
});
