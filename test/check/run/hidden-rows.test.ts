import { describe, expect, test } from "vitest";
import { findHiddenRows, isOfConnector, typesOf } from "../../../src/check/run/hidden-rows.ts";
import { readWhere } from "../../../src/dialect/filter.ts";
import { createVariable } from "../../../src/dialect/variables.ts";
import { bucket, estate, model, noting, one, two } from "./estate.ts";

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

describe("the gap behind a question", () => {
  const open = { Bucket: "denied", Connector: "failed" } as const;
  const partly = estate([bucket(`${one}/a`)], {
    [`Bucket ${two}`]: open.Bucket,
    [`Connector ${two}`]: open.Connector,
    [`Share ${one}`]: "failed",
  });
  const either = { OR: [{ connector: { name: "2" } }, { connector: { id: one } }] };

  test.each<[string, string, unknown, string | undefined, gap: object, asks: boolean]>([
    ["is wherever its types were not read", "Bucket", {}, undefined, { types: ["Bucket"] }, false],
    ["of several types is of those that are not complete", "Store", {}, undefined, { types: ["Bucket", "Share"] }, false],
    ["is none of complete types", "Machine", { connector: { name: "2" } }, undefined, { types: [] }, false],
    ["is in the connector that it names, which needs no question", "Bucket", { connector: { id: two } }, undefined, { types: ["Bucket"], connectors: [two] }, false],
    ["also where all was read", "Bucket", { connector: { id: one }, isOpen: true }, undefined, { types: ["Bucket"], connectors: [one] }, false],
    ["is in the connector that it is asked for", "Bucket", { connector: { id: $ } }, two, { types: ["Bucket"], connectors: [two] }, false],
    ["is in that connector itself", "Connector", { id: $ }, one, { types: ["Connector"], connectors: [one] }, false],
    ["is in the connector that is named as what is asked for", "Connector", { id: two }, undefined, { types: ["Connector"], connectors: [two] }, false],
    ["is in all where it names none for certain", "Bucket", { OR: [{ connector: { id: two } }, { isOpen: true }] }, undefined, { types: ["Bucket"] }, false],
    ["is where those connectors are that a condition holds for", "Bucket", { connector: { name: "2" } }, undefined, { types: ["Bucket"], connectors: [two] }, true],
    ["is not where it holds for none that was not read", "Bucket", { connector: { name: "1" } }, undefined, { types: ["Bucket"], connectors: [] }, true],
    ["is where one of several conditions holds", "Bucket", either, undefined, { types: ["Bucket"], connectors: [two] }, true],
    ["is not where the connector must not be", "Bucket", { connector_NOT: { id: two } }, undefined, { types: ["Bucket"], connectors: [] }, true],
    ["is where ids that nobody has would stand", "Bucket", { id_IN: [`${two}/x`, `${one}/a`] }, undefined, { types: ["Bucket"], connectors: [two] }, false],
    ["is nowhere where each of its ids is known", "Bucket", { id: `${one}/a` }, undefined, { types: ["Bucket"], connectors: [] }, false],
    ["is wherever where one of its ids would stand nowhere", "Bucket", { id_IN: [`${two}/x`, "/x"] }, undefined, { types: ["Bucket"] }, false],
    ["is wherever where ids are of any case", "Bucket", { id: { startsWith: two } }, undefined, { types: ["Bucket"] }, false],
  ])("%s", async (_title, type, where, connector, gap, asks) => {
    let asked = 0;
    const counted = { ...partly, select: noting(partly.select, () => asked++) };
    const own = question(type, where, connector);
    const hidden = await findHiddenRows(counted, [own]);
    expect(await hidden.behind(own)).toEqual(gap);
    expect(asked > 0).toBe(asks);
  }); // prettier-ignore

  test("that may hide nothing needs no look at collections", async () => {
    let looks = 0;
    const counted = { ...partly, collections: noting(partly.collections, () => looks++) }; // prettier-ignore
    const asked = [question("Bucket", {}), question("Machine", { connector: { id: one } })];
    const hidden = await findHiddenRows(counted, asked);
    expect(await Promise.all(asked.map((own) => hidden.mayHide(own)))).toEqual([true, false]);
    expect(looks).toBe(0);
  });
});

test.each<[type: string, where: unknown, types: readonly string[]]>([
  ["Bucket", {}, ["Bucket"]],
  ["Store", {}, ["Bucket", "Share"]],
  ["Store", { isOpen: true }, ["Bucket", "Share"]],
  ["Store", { typename_IN: ["Share"] }, ["Share"]],
  ["Store", { typename_IN: ["Share"], AND: [{ typename_IN: ["Bucket", "Share"] }] }, ["Share"]],
  ["Store", { OR: [{ typename_IN: ["Share"] }, { isOpen: true }] }, ["Bucket", "Share"]],
])("a question about %s %j can return %j", (type, where, types) => {
  expect(typesOf(model, question(type, where).rule.query)).toEqual(types);
});

test("a condition on the connector is one, and no other is", () => {
  const of = (where: unknown) => readWhere(model, "Machine", where).filter!;
  expect(isOfConnector(of({ connector: { name: "1" } }), false)).toBe(true);
  expect(isOfConnector(of({ connector: null }), true)).toBe(true);
  expect(isOfConnector(of({ disks_SOME: { name: "1" } }), false)).toBe(false);
  expect(isOfConnector(of({ name: "connector" }), false)).toBe(false);
});
