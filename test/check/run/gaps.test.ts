import { describe, expect, test } from "vitest";
import { readDocument } from "../../../src/check/document/document.ts";
import { rootFieldsOf } from "../../../src/check/document/root-fields.ts";
import { coverageOf, createTypesRead } from "../../../src/check/run/coverage.ts";
import { countReaches, planReaches } from "../../../src/check/run/each-reach.ts";
import { findRows, type JudgedQuestion } from "../../../src/check/run/find-rows.ts";
import { listRows } from "../../../src/check/run/listing.ts";
import { planQuestions } from "../../../src/check/run/question.ts";
import { runQueries } from "../../../src/check/run/run-queries.ts";
import { runWhole, type RunOptions } from "../../../src/check/run/run.ts";
import { readScope } from "../../../src/check/scope/scope.ts";
import { createDialectSchema } from "../../../src/dialect/schema.ts";
import type { Check, Collection, Inventory, Selection } from "../../../src/types.ts";
import { at, bucket, disk, emptyEstate, estate, model, noting, one, share, two } from "./estate.ts";

const context = { model, schema: createDialectSchema(model), rootFields: rootFieldsOf(model), shared: new Map() }; // prettier-ignore

function checkOf(text: string, id = "check"): Check {
  const { check, mistakes } = readDocument({ id, file: `${id}.graphql`, text, root: "" }, context);
  expect(mistakes).toEqual([]);
  return check!;
}

async function judge(inventory: Inventory, document: string, options: Partial<RunOptions> = {}) {
  const { run } = await runWhole(inventory, [checkOf(document)], { clock: () => 0, ...options });
  return { run, verdict: run.verdicts[0]! };
}

const gapsOf = ({ verdict }: Awaited<ReturnType<typeof judge>>) => [
  verdict.status,
  ...verdict.unreadable.map(({ type, connector }) => `${type} ${connector.at(-1)}`),
];

describe("a verdict names what it waits for, and nothing else", () => {
  const partly = { [`Bucket ${one}`]: "denied", [`Bucket ${two}`]: "failed" } as const;
  const inventory = estate([bucket(`${one}/a`), bucket(`${two}/b`, null)], partly);
  const scoped = async (...words: string[]) => ({ scope: (await readScope(inventory, words))! });

  test.each<[title: string, document: string, gaps: readonly string[]]>([
    ["all of its type", "{ buckets(where: { isOpen: true }) { id } }", ["undecided", "Bucket 1", "Bucket 2"]],
    ["where the filter looks", `{ buckets(where: { isOpen: true, connector: { id: "${two}" } }) { id } }`, ["undecided", "Bucket 2"]],
    ["nothing where it passes all the same", "{ buckets @expect(neq: []) { id } }", ["pass"]],
    ["also beside what is at fault", "{ buckets(where: { isOpen: false }) { id } }", ["fail", "Bucket 1", "Bucket 2"]],
    ["nothing of a rule that passes beside one that waits", "{ a: buckets @expect(neq: []) { id } b: shares { id } }", ["pass"]],
  ])("%s", async (_title, document, gaps) => {
    expect(gapsOf(await judge(inventory, document))).toEqual(gaps);
  }); // prettier-ignore

  test("inside alone where only some assets are meant", async () => {
    const document = "{ buckets(where: { isOpen: true }) { id } }";
    const inTwo = await scoped("connector:2");
    expect(gapsOf(await judge(inventory, document, inTwo))).toEqual(["undecided", "Bucket 2"]);
    expect(gapsOf(await judge(inventory, document, await scoped("connector:1")))).toEqual(["undecided", "Bucket 1"]); // prettier-ignore
  });

  test("and rows that wait for a value, with the collections that may bring it", async () => {
    const unlearnt = estate(
      [["Machine", `${one}/m`, { links: { disks: [`${one}/gone`] } }], disk(`${two}/d`, false)],
      { [`Disk ${one}`]: "denied", [`Disk ${two}`]: "denied" },
    );
    const document = "{ machines(where: { disks_SOME: { isEncrypted: false } }) { id } }";
    expect(gapsOf(await judge(unlearnt, document))).toEqual(["undecided", "Disk 1", "Disk 2"]);
    const scope = (await readScope(unlearnt, ["connector:1"]))!;
    expect(gapsOf(await judge(unlearnt, document, { scope }))).toEqual(["undecided", "Disk 1"]);
  });
});

describe("a run", () => {
  const made = estate([bucket(`${one}/a`, true), bucket(`${two}/b`), share(`${one}/s`)]);

  test("counts assets inside where only some are meant", async () => {
    const scope = (await readScope(made, ["connector:1"]))!;
    const document = "{ stores(where: { isOpen: true }) { id } }";
    const { run } = await judge(made, document, { scope });
    expect(run.assets).toEqual({ Bucket: 1, Connector: 1, Disk: 0, Machine: 0, Share: 1 });
    expect((await judge(made, document)).run.assets).toMatchObject({ Bucket: 2, Connector: 2 });
  });

  test("names types that were looked at in one order, whatever the rules'", async () => {
    const { verdict } = await judge(made, "{ shares { id } buckets { id } disks { id } }");
    expect(Object.keys(verdict.examined)).toEqual(["Bucket", "Disk", "Share"]);
  });

  test("names what several rules find by asset, then by rule", async () => {
    const { verdict } = await judge(made, "{ b: buckets { id } a: stores { id } }");
    expect(verdict.offenders.map(({ asset, rule }) => `${asset.name} ${rule}`)).toEqual(["a a", "a b", "s a", "b a", "b b"]); // prettier-ignore
    const { verdict: some } = await judge(made, "{ b: buckets { id } a: stores { id } }", { limit: 3 }); // prettier-ignore
    expect(some).toMatchObject({ offenderCount: 5, status: "fail" });
    expect(some.offenders).toHaveLength(3);
  });

  test("over no connector at all waits for what might have been there, narrowed or not", async () => {
    const denied: Collection = { type: "Bucket", connector: one, status: "denied", readAt: at, assets: 0 }; // prettier-ignore
    const inventory = emptyEstate(denied);
    const document = "query ($subscriptionResourceId: ID!) { buckets(where: { connector: { id: $subscriptionResourceId } }) { id } }"; // prettier-ignore
    const scope = (await readScope(inventory, ["type:Bucket"]))!;
    for (const options of [{}, { scope }])
      expect(gapsOf(await judge(inventory, document, options))).toEqual(["undecided", "Bucket 1"]);
    const none = (await readScope(made, ["type:Disk"]))!;
    const nowhere = await judge(made, document, { scope: none });
    expect(gapsOf(nowhere)).toEqual(["notApplicable"]);
    expect(nowhere.run.notes).toEqual(["No asset in the snapshot is in type:Disk: there was nothing to examine."]); // prettier-ignore
  });

  test("tells of each of its checks what that waits for, and of an asset where it stands", async () => {
    const inventory = estate([bucket(`${one}/a`, true)], { [`Share ${one}`]: "denied", [`Disk ${two}`]: "denied" }); // prettier-ignore
    const checks = [checkOf("{ shares { id } }", "a"), checkOf("{ disks { id } }", "b")];
    const whole = await runWhole(inventory, checks, { clock: () => 0, unreadableLimit: 0 });
    const types = async (id: string) => (await whole.unreadable(id)).map(({ type }) => type);
    expect([await types("a"), await types("b"), await types("c")]).toEqual([["Share"], ["Disk"], []]); // prettier-ignore
    const asset = { type: "Bucket", id: `${one}/a`, name: "a", connector: null };
    const later = whole.until(new AbortController().signal);
    expect([later.run, await later.unreadable("a")]).toEqual([whole.run, await whole.unreadable("a")]); // prettier-ignore
    expect(await whole.facts([asset])).toEqual([{ region: null, tags: [], groups: [] }]);
  });
});

describe("how completely things were read", () => {
  const read = (type: string) => checkOf(`{ ${type} { id } }`);

  test("is told of what checks read, and of the connectors that are meant, in one order", async () => {
    const inventory = estate([], { [`Share ${one}`]: "denied", [`Bucket ${two}`]: "failed" });
    const types = await createTypesRead(inventory);
    const checks = [read("shares"), read("buckets")];
    const told = async (...connectors: (readonly string[])[]) =>
      (await coverageOf(inventory, checks, types, ...connectors)).map(({ type, status, connectors: count }) => `${type} ${status} ${count}`); // prettier-ignore
    expect((await told()).sort()).toEqual(["Bucket complete 1", "Bucket failed 1", "Share complete 1", "Share denied 1"]); // prettier-ignore
    expect(await told([one, two])).toEqual(["Bucket complete 1", "Bucket failed 1", "Share complete 1", "Share denied 1"]); // prettier-ignore
    expect(await told([one])).toEqual(["Bucket complete 1", "Share denied 1"]);
    expect(await told([])).toEqual([]);
  });

  test("without a connector is told of everything, and a check waits for what is not complete", async () => {
    const pair = { connector: one, readAt: at, assets: 0 };
    const inventory = emptyEstate(
      { ...pair, type: "Bucket", status: "denied" },
      { ...pair, type: "Share", status: "complete" },
    );
    const types = await createTypesRead(inventory);
    expect(types.of({ type: "Store" })).toEqual(["Bucket"]);
    expect(await coverageOf(inventory, [read("disks")], types)).toEqual(await inventory.coverage());
    expect((await createTypesRead(estate([]))).of({ type: "Store" })).toEqual(["Bucket", "Share"]);
  });
});

describe("rows are not made where nobody needs them", () => {
  const [rule] = checkOf("{ buckets { id } }").rules;
  const fail = () => Promise.reject(new Error("Nobody needs to know."));
  const selection: Selection = { examined: 9, matched: 5, undecided: 2, among: fail, rows: fail };
  const judged = { question: { rule: rule! }, selection, examined: 9, found: 5, undecided: 2, open: false, status: "fail", tooMany: true } as JudgedQuestion; // prettier-ignore

  test("but counted", async () => {
    const inventory = estate([]);
    expect(await findRows(inventory, [judged], "matched", 0)).toEqual({ count: 5, found: [] });
    expect(await findRows(inventory, [judged, judged], "undecided", 0)).toEqual({ count: 4, found: [] }); // prettier-ignore
  });

  test("nor more of them than are named, of several answers together", async () => {
    const inventory = estate([]);
    const pages: unknown[] = [];
    const rows: Selection["rows"] = async (_which, page = {}) => {
      pages.push(page);
      return [{ type: "Bucket", rows: Uint32Array.of(1, 2, 3).subarray(0, page.limit) }];
    };
    const own = { ...judged, selection: { ...selection, rows } };
    const found = await findRows(inventory, [own, own, own], "matched", 4);
    expect(found.found.map(({ assets }) => assets.rows.length)).toEqual([3, 1]);
    expect([found.count, pages]).toEqual([15, [{ limit: 4 }, { limit: 1 }]]);
    pages.length = 0;
    await findRows(inventory, [own], "matched", Infinity);
    expect(pages).toEqual([{}]);
  });

  test("assets are counted for each connector, and each once for all of them", async () => {
    const check = checkOf("query ($subscriptionResourceId: ID!) { buckets(where: { connector: { id: $subscriptionResourceId }, isOpen: true }) { id } }"); // prettier-ignore
    const inventory = estate([bucket(`${one}/a`), bucket(`${one}/b`, true), bucket(`${two}/c`)]);
    const questions = planQuestions({ rules: check.rules, perConnector: true } as Check, [one, two, "/other"]); // prettier-ignore
    const plan = planReaches(questions);
    const answers = await runQueries(inventory, [...questions, ...plan.values()], []);
    const reaches = await countReaches(model, plan, answers);
    expect(questions.map((question) => reaches.countOf(question))).toEqual([2, 1, 0]);
    expect(reaches.examinedBy(check.rules[0]!)).toEqual({ Bucket: 3 });
    expect(planReaches([{ rule: check.rules[0]! }]).size).toBe(0);
  });

  test("nor brought into an order that they have", async () => {
    const rows = { type: "Bucket", rows: Uint32Array.of(3, 5, 8) };
    const inventory = { ...estate([]), read: fail };
    const listing = await listRows(inventory, [{ question: { rule: rule! }, assets: rows, from: rows }]); // prettier-ignore
    expect(listing.length).toBe(3);
    expect((await listing.slice(1, 3))[0]).toMatchObject({ assets: { rows: Uint32Array.of(5, 8) }, positions: [0, 1] }); // prettier-ignore
  });

  test("what waits is named itself, and not what a path leads to from it", async () => {
    const inventory = estate([["Machine", `${one}/m`, { links: { disks: [`${one}/d`] } }], disk(`${one}/d`, true)]); // prettier-ignore
    const [own] = checkOf('{ machines @offenders(path: "disks") { id } }').rules;
    const [all] = await inventory.select([{ type: "Machine" }]);
    const waiting: Selection = { ...all!, rows: () => all!.rows("matched") };
    const question = { rule: own!, connector: one };
    const { found } = await findRows(inventory, [{ ...judged, question, selection: waiting }], "undecided", 9); // prettier-ignore
    expect(found.map(({ assets }) => assets.type)).toEqual(["Machine"]);
    const { found: ends } = await findRows(inventory, [{ ...judged, question, selection: waiting }], "matched", 9); // prettier-ignore
    expect(ends.map(({ assets }) => assets.type)).toEqual(["Disk"]);
  });

  test("what is asked for each connector is asked once, unless somebody's connector is not known", async () => {
    const check = checkOf("query ($subscriptionResourceId: ID!) { buckets(where: { connector: { id: $subscriptionResourceId } }) { id } }"); // prettier-ignore
    const asks = async (inventory: Inventory) => {
      let calls = 0;
      const select = noting(inventory.select, () => calls++); // prettier-ignore
      await runQueries({ ...inventory, select }, planQuestions(check, [one, two]), []);
      return calls;
    };
    expect(await asks(estate([bucket(`${one}/a`)]))).toBe(1);
    expect(await asks(estate([["Bucket", `${one}/a`, { missing: ["connector"] }]]))).toBe(2);
  });
});
