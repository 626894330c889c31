import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runQueries } from "../../../src/check/run/run-queries.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { planQuestions, queryOf } from "../../../src/check/run/question.ts";
import { runWhole, type RunOptions } from "../../../src/check/run/run.ts";
import { runChecks } from "../../run-checks.ts";
import {
  at,
  bucket,
  disk,
  emptyEstate,
  estate,
  type Made,
  model,
  one,
  share,
  two,
} from "./estate.ts";
import type { AssetName, Inventory, JudgedRun } from "../../../src/types.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "assay-run-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function judge(document: string, inventory: Inventory, options: Partial<RunOptions> = {}) {
  writeFileSync(join(folder, "check.graphql"), document);
  const checks = loadChecks(model, folder, { names: ["check"] });
  const run = await runChecks(inventory, checks, { clock: () => 0, ...options });
  return run.verdicts[0]!;
}

/** All that a check lists, batch by batch, where its verdict itself lists nothing. */
async function listAll(document: string, inventory: Inventory) {
  writeFileSync(join(folder, "check.graphql"), document);
  const checks = loadChecks(model, folder, { names: ["check"] });
  const whole = await runWhole(inventory, checks, { clock: () => 0, limit: 0 });
  const { offenders, undecided } = whole.run.verdicts[0]!;
  expect([...offenders, ...undecided]).toEqual([]);
  return {
    offenders: await gather(whole.offenders("check")),
    undecided: await gather(whole.undecided("check")),
    /** From `offset` on, at most `limit`. */
    part: async (offset: number, limit: number) => ({
      offenders: (await gather(whole.offenders("check", { offset, limit }))).flat(),
      undecided: (await gather(whole.undecided("check", { offset, limit }))).flat(),
    }),
    ids: await listFaulty(whole, inventory),
  };
}

/** Ids of all assets, asked type by type, that are at fault. */
async function listFaulty(whole: JudgedRun, inventory: Inventory): Promise<readonly string[]> {
  const types = [...inventory.model.types.values()].filter(({ kind }) => kind === "asset");
  const selections = await inventory.select(types.map(({ name }) => ({ type: name })));
  const runs = await Promise.all(selections.map((selection) => selection.rows("matched")));
  const ids: string[] = [];
  for (const rows of runs.flat()) ids.push(...(await whole.offendersAmong("check", rows)));
  return ids;
}

async function gather<T>(batches: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

describe("an interface", () => {
  const open = "{ stores(where: { isOpen: true }) { id } }";

  test("is judged over all its types, and says how many of each were looked at", async () => {
    const verdict = await judge(
      open,
      estate([share(`${two}/b`, true), bucket(`${one}/a`, true), bucket(`${one}/c`)]),
    );
    expect(verdict).toMatchObject({
      status: "fail",
      examined: { Bucket: 2, Share: 1 },
      offenderCount: 2,
    });
    expect(
      verdict.offenders.map(({ asset }) => [asset.type, asset.name, asset.connector?.id]),
    ).toEqual([
      ["Bucket", "a", one],
      ["Share", "b", two],
    ]);
    expect(verdict.offenders[0]!.because).toEqual([
      { path: "isOpen", condition: "= true", found: true },
    ]);
  });

  test("is undecided where one of its types could not be read somewhere", async () => {
    const verdict = await judge(open, estate([bucket(`${one}/a`)], { [`Share ${two}`]: "denied" }));
    expect(verdict).toMatchObject({ status: "undecided", undecidedCount: 0, offenderCount: 0 });
    expect(verdict.unreadable).toMatchObject([
      { type: "Share", connector: two, connectorName: "2" },
    ]);
  });

  test("does not wait for a type that the filter rules out", async () => {
    const narrow = "{ stores(where: { typename_IN: [Bucket], isOpen: true }) { id } }";
    const verdict = await judge(
      narrow,
      estate([bucket(`${one}/a`)], { [`Share ${two}`]: "denied" }),
    );
    expect(verdict).toMatchObject({ status: "pass", examined: { Bucket: 1 }, unreadable: [] });
  });

  test.each([
    ["types that every alternative names", `OR: [{ typename_IN: [Bucket], isOpen: true }]`, "pass"],
    ["not another type", `NOT: { typename_IN: [Share] }, isOpen: true`, "pass"],
    ["an asset that is known, by its id", `id: "${one}/a", isOpen: true`, "pass"],
    ["one where it was read", `id: "${one}/gone", isOpen: true`, "pass"],
    ["one where it was not", `id: "${two}/gone", isOpen: true`, "undecided"],
    ["one of several there", `id_IN: ["${one}/a", "${two}/gone"], isOpen: true`, "undecided"],
    ["several elsewhere", `id_IN: ["${one}/a", "${one}/gone"], isOpen: true`, "pass"],
    ["one in no connector that is known", `id: "/subscriptions/3/a", isOpen: true`, "undecided"],
    ["an alternative to it", `OR: [{ id: "${one}/gone" }, { isOpen: true }]`, "undecided"],
  ])("that asks for %s", async (_title, where, status) => {
    const records = [bucket(`${one}/a`)];
    const document = `{ stores(where: { ${where} }) { id } }`;
    const verdict = await judge(document, estate(records, { [`Share ${two}`]: "denied" }));
    expect(verdict).toMatchObject({ status, undecidedCount: 0, offenderCount: 0 });
    expect(verdict.unreadable).toHaveLength(status === "pass" ? 0 : 1);
  });
});

describe("expectations", () => {
  test("a count fails with no offender when too little is there, and says what it found", async () => {
    const verdict = await judge(
      "{ bucketsAggregate(where: { isOpen: false }) @expect(gte: 2) { count } }",
      estate([bucket(`${one}/a`)]),
    );
    expect(verdict).toMatchObject({
      status: "fail",
      offenderCount: 0,
      rules: [
        { rule: "bucketsAggregate", status: "fail", expected: "at least 2 assets", found: 1 },
      ],
    });
  });

  test("several root fields must all hold, and offenders name the one they broke", async () => {
    const verdict = await judge(
      "{ open: buckets(where: { isOpen: true }) { id } unknown: buckets(where: { isOpen: null }) { id } shares(where: { isOpen: true }) { id } }",
      estate([bucket(`${one}/a`, true), bucket(`${one}/b`, null), share(`${one}/c`)]),
    );
    expect(verdict.rules.map(({ rule, status }) => [rule, status])).toEqual([
      ["open", "fail"],
      ["unknown", "fail"],
      ["shares", "pass"],
    ]);
    expect(verdict.offenders.map(({ asset, rule }) => [asset.name, rule])).toEqual([
      ["a", "open"],
      ["b", "unknown"],
    ]);
  });

  test("something of which there is nothing fails, and nothing of which there is nothing does not apply", async () => {
    const inventory = estate([]);
    expect((await judge("{ buckets @expect(neq: []) { id } }", inventory)).status).toBe("fail");
    expect((await judge("{ buckets { id } }", inventory)).status).toBe("notApplicable");
  });
});

describe("offenders at the end of a path", () => {
  const inventory = estate([
    ["Machine", `${one}/m1`, { links: { disks: [`${one}/d1`, `${one}/d2`] } }],
    ["Machine", `${one}/m2`, { links: { disks: [`${one}/d2`, `${one}/d3`] } }],
    disk(`${one}/d1`, true),
    disk(`${one}/d2`, false),
    disk(`${one}/d3`, null),
  ]);

  test("are those that the selection shows, each once", async () => {
    const verdict = await judge(
      `{ machines(where: { disks_SOME: { isEncrypted: false } }) @offenders(path: "disks") { disks(where: { isEncrypted: false }) { id } } }`,
      inventory,
    );
    expect(verdict.offenderCount).toBe(1);
    expect(verdict.offenders).toMatchObject([
      { asset: { type: "Disk", name: "d2" }, through: { type: "Machine", name: "m1" } },
    ]);
  });

  test("are all that the path leads to where nothing is selected", async () => {
    const verdict = await judge(`{ machines @offenders(path: "disks") { id } }`, inventory);
    expect(verdict.offenders.map(({ asset }) => asset.name)).toEqual(["d1", "d2", "d3"]);
  });

  test("go through parts, and stay with the asset where the path leads nowhere", async () => {
    const verdict = await judge(
      `{ machines @offenders(path: "mounts.disk") { id } }`,
      estate([
        ["Machine", `${one}/m1`, { links: { mounts: [`${one}/m1#mounts/0`] } }],
        ["Mount", `${one}/m1#mounts/0`, { links: { disk: [`${one}/d1`] }, fields: { path: "/" } }],
        ["Machine", `${one}/m2`],
        disk(`${one}/d1`, null),
      ]),
    );
    expect(verdict.offenders.map(({ asset }) => asset.name)).toEqual(["d1", "m2"]);
  });

  test("are counted whole where few are shown", async () => {
    const verdict = await judge(`{ machines @offenders(path: "disks") { id } }`, inventory, {
      limit: 1,
    });
    expect([verdict.offenderCount, verdict.offenders.length]).toEqual([3, 1]);
  });

  test("and undecided assets have a limit of their own", async () => {
    const query = `{ machines(where: { disks_SOME: { isEncrypted: false } }) { id } }`;
    const lost = estate(
      ["a", "b", "c"].map((name) => [
        "Machine",
        `${one}/${name}`,
        { links: { disks: [`${one}/x`] } },
      ]),
      { [`Disk ${one}`]: "denied" },
    );
    const verdict = await judge(query, lost, { limit: 1, undecidedLimit: 2 });
    expect([verdict.undecidedCount, verdict.undecided.length]).toEqual([3, 2]);
  });
});

describe("coverage", () => {
  const denied = { [`Disk ${one}`]: "denied", [`Share ${two}`]: "denied" } as const;
  const coverageOf = async (document: string, inventory: Inventory) => {
    writeFileSync(join(folder, "check.graphql"), document);
    const checks = loadChecks(model, folder, { names: ["check"] });
    return (await runChecks(inventory, checks, { clock: () => 0 })).coverage;
  };

  test("is that of the types a check reads, however deep", async () => {
    const query = `{ machines(where: { mounts_SOME: { disk: { isEncrypted: false } } }) { id } }`;
    const coverage = await coverageOf(query, estate([], denied));
    expect(coverage.map(({ type, status, connectors }) => [type, status, connectors])).toEqual([
      ["Disk", "complete", 1],
      ["Disk", "denied", 1],
      ["Machine", "complete", 2],
    ]);
  });

  test("is all there is where there is no connector", async () => {
    const failed = { type: "Disk", connector: one, status: "failed", cause: "No." } as const;
    const inventory = emptyEstate({ ...failed, readAt: at, assets: 0 });
    const coverage = await coverageOf("{ buckets { id } }", inventory);
    expect(coverage).toContainEqual({
      type: "Disk",
      status: "failed",
      connectors: 1,
      cause: "No.",
    });
  });
});

const mixed: readonly Made[] = [
  bucket(`${one}/a`, true),
  bucket(`${one}/b`, null),
  bucket(`${two}/c`, true),
  ["Machine", `${one}/m`, { links: { disks: [`${one}/d`, `${two}/lost`] } }],
  ["Machine", `${two}/n`],
  disk(`${one}/d`, false),
];
const denied = { [`Disk ${two}`]: "denied" } as const;

describe("once for each connector", () => {
  const variable = "query ($subscriptionResourceId: String!)";
  // Whose connector nobody has read may be any one's.
  const stray: Made = ["Bucket", `${two}/stray`, { connector: "/subscriptions/3" }];
  // And one that is known to have none is nobody's, and must not move its neighbours.
  const loose: Made = ["Bucket", `${one}/aa`, { links: { connector: [] } }];
  const has = `${variable} { machines(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id } }`;

  test("the connector is the offender where too little comes back", async () => {
    const verdict = await judge(has, estate([["Machine", `${one}/m1`]]));
    expect(verdict).toMatchObject({ status: "fail", offenderCount: 1 });
    expect(verdict.offenders).toMatchObject([
      { asset: { id: two, type: "Connector" }, because: [{ path: "machines", found: 0 }] },
    ]);
    expect(verdict.rules).toMatchObject([{ connector: two, status: "fail", found: 0 }]);
  });

  test("only the connector that could not be read is open", async () => {
    const verdict = await judge(
      has,
      estate([["Machine", `${one}/m1`]], { [`Machine ${two}`]: "denied" }),
    );
    expect(verdict).toMatchObject({ status: "undecided", offenderCount: 0 });
    expect(verdict.rules).toMatchObject([{ connector: two, status: "undecided" }]);
    expect(verdict.unreadable).toMatchObject([{ connector: two }]);
  });

  test.each<[title: string, list: string, where: string, statuses: string, examined: object]>([
    ["its assets", "buckets", "connector: { id: $ }, isOpen: true", "two", { Bucket: 2 }],
    ["with nothing else asked", "shares", "connector: { id: $ }", "one two", { Share: 0 }],
    [
      "beside another condition on it",
      "buckets",
      'connector: { id: $, name_NOT: "x" }, isOpen: true',
      "two",
      { Bucket: 2 },
    ],
    [
      "of several types",
      "assets",
      'connector: { id: $ }, name: "x"',
      "",
      { Bucket: 2, Connector: 2, Disk: 0, Machine: 0, Share: 0 },
    ],
    ["itself", "connectors", 'id: $, name: "x"', "", { Connector: 2 }],
    [
      "or another",
      "buckets",
      `connector: { id_IN: [$, "${one}"] }, isOpen: true`,
      "",
      { Bucket: 2 },
    ],
    ["all others", "buckets", "connector_NOT: { id: $ }, isOpen: true", "", { Bucket: 3 }],
    ["all, where it is no matter", "buckets", "id_NOT: $, isOpen: true", "", { Bucket: 3 }],
  ])("each is asked for what it has: %s", async (_title, list, where, without, examined) => {
    const inventory = estate([bucket(`${one}/a`), bucket(`${one}/b`), loose]);
    const bound = where.replaceAll("$", () => "$subscriptionResourceId");
    const verdict = await judge(`${variable} { ${list}(where: { ${bound} }) { id } }`, inventory);
    const names = new Map([
      [one, "one"],
      [two, "two"],
    ]);
    expect(verdict.rules.map(({ connector }) => names.get(connector!)).join(" ")).toBe(without);
    expect(new Set(verdict.rules.map(({ status }) => status)).has("pass")).toBe(false);
    expect(verdict.status).toBe(verdict.rules.length < 2 ? "pass" : "notApplicable");
    expect(verdict.examined).toEqual(examined);
  });

  test("an asset of which nobody knows the connector is examined once", async () => {
    const inventory = estate([bucket(`${one}/a`), stray], {});
    const verdict = await judge(
      `${variable} { buckets(where: { connector: { id: $subscriptionResourceId }, isOpen: true }) { id } }`,
      inventory,
    );
    expect(verdict.examined).toEqual({ Bucket: 2 });
  });

  test("an asset that comes back for several connectors is one offender", async () => {
    const verdict = await judge(
      `${variable} { machines(where: { OR: [{ name: "m1" }, { connector: { id: $subscriptionResourceId } }] }) { id } }`,
      estate([
        ["Machine", `${one}/m1`],
        ["Machine", `${two}/m2`],
      ]),
    );
    expect([verdict.offenderCount, verdict.offenders.length]).toEqual([2, 2]);
  });

  const estates = [[], [stray], [loose]].map((more) => estate([...mixed, ...more], denied));

  test.each([
    ["buckets", "connector: { id: $subscriptionResourceId }"],
    ["buckets", "connector: { id: $subscriptionResourceId }, isOpen: true"],
    ["buckets", "connector: { id: $subscriptionResourceId }, NOT: { isOpen: true }"],
    ["machines", "connector: { id: $subscriptionResourceId }, disks_SOME: { isEncrypted: true }"],
    ["connectors", "id: $subscriptionResourceId, machines_SOME: { disks_SOME: { name: null } }"],
    ["buckets", "OR: [{ isOpen: true }, { connector: { id: $subscriptionResourceId } }]"],
    ["buckets", "connector: { id_IN: [$subscriptionResourceId, null] }"],
    ["buckets", "connector: { id: $subscriptionResourceId }, id_NOT: $subscriptionResourceId"],
    ["machines", "id: $subscriptionResourceId, AND: [{ disks_SOME: { isEncrypted: true } }]"],
    ["buckets", "isOpen: true }) { id } others: buckets(where: { id: $subscriptionResourceId"],
  ])("asking for all connectors at once is asking for each: %s %s", async (list, where) => {
    writeFileSync(
      join(folder, "check.graphql"),
      `${variable} { ${list}(where: { ${where} }) { id } }`,
    );
    const [check] = loadChecks(model, folder, { names: ["check"] });
    const questions = planQuestions(check!, [one, two]);
    for (const inventory of estates) {
      const answers = await runQueries(inventory, questions, []);
      const singly = await inventory.select(questions.map(queryOf));
      for (const [i, question] of questions.entries())
        for (const which of ["matched", "undecided"] as const) {
          const selection = answers.to(question);
          expect(selection[which]).toBe(singly[i]![which]);
          expect(await selection.rows(which)).toEqual(await singly[i]!.rows(which));
          const page = { offset: 1, limit: 1 };
          expect(await selection.rows(which, page)).toEqual(await singly[i]!.rows(which, page));
        }
    }
  });
});

test("assets of types that a question cannot return are not examined", async () => {
  const verdict = await judge(
    '{ assets(where: { typename_IN: [Bucket], connector: { name: "1" }, name: "x" }) { id } }',
    estate([bucket(`${one}/a`), share(`${one}/b`), bucket(`${two}/c`)]),
  );
  expect(verdict).toMatchObject({ status: "pass", examined: { Bucket: 1 } });
});

test("a schema of one's own needs no shared fragment of the library's", () => {
  writeFileSync(join(folder, "check.graphql"), "{ buckets { id } }");
  const checks = loadChecks(model, folder, { names: ["check"], fallback: "checks" });
  expect(checks.map(({ id }) => id)).toEqual(["check"]);
});

test("an empty inventory is not applicable, never a pass", async () => {
  const verdict = await judge("{ connectors { id } }", emptyEstate());
  expect(verdict).toMatchObject({ status: "notApplicable", examined: { Connector: 0 } });
});

test.each([
  ["failed", "undecided", 1],
  ["complete", "notApplicable", 0],
] as const)(
  "a check that runs once for each of no connectors: their list is %s",
  async (status, expected, unreadable) => {
    const verdict = await judge(
      "query ($subscriptionResourceId: String!) { connectors(where: { id: $subscriptionResourceId }) @expect(neq: []) { id } }",
      emptyEstate({ type: "Connector", connector: one, status, readAt: at, assets: 0 }),
    );
    expect(verdict.status).toBe(expected);
    expect(verdict.rules).toEqual([]);
    expect(verdict.unreadable).toHaveLength(unreadable);
  },
);

test("offenders say what they rest on, and when it was read", async () => {
  const verdict = await judge("{ connectors(where: { machines_SOME: null }) { id } }", estate([]));
  expect(verdict.offenders[0]!.sources).toEqual([
    { type: "Connector", readAt: at },
    { type: "Machine", readAt: at },
  ]);
});

describe("what the limits leave out", () => {
  const names = Array.from({ length: 3000 }, (_, i) => String(i));
  const many = estate(
    [
      ...names.map((name) => bucket(`${one}/b${name}`, true)),
      ...names.map((name) => share(`${two}/a${name}`, true)),
      ...names.slice(0, 10).map((name) => share(`${one}/c${name}`, null)),
      ["Machine", `${two}/m`, { links: { disks: [`${one}/d1`, `${two}/d2`, `${two}/none`] } }],
      disk(`${one}/d1`, true),
    ],
    { [`Disk ${two}`]: "denied" },
  );

  test.each([
    ["one type", "{ buckets(where: { isOpen: true }) { id } }", 3000, 0],
    ["several types", "{ stores(where: { isOpen: true }) { id } }", 6000, 0],
    ["several rules", "{ stores { id } a: buckets { id } }", 9010, 0],
    ["a path", `{ machines @offenders(path: "disks") { id } connectors { id } }`, 3, 0],
    [
      "too few and too many",
      "query ($subscriptionResourceId: String!) { machines(where: { connector: { id: $subscriptionResourceId } }) @expect(neq: []) { id } buckets(where: { connector: { id: $subscriptionResourceId } }) { id } }",
      3001,
      0,
    ],
    [
      "what is open",
      "{ machines(where: { disks_SINGLE: { isEncrypted: true } }) { id } b: buckets { id } }",
      3000,
      1,
    ],
  ])("is listed as without a limit, in batches: %s", async (_title, document, faults, open) => {
    const verdict = await judge(document, many);
    const { offenders, undecided, part, ids: faulty } = await listAll(document, many);
    expect(faulty.toSorted()).toEqual(verdict.offenders.map(({ asset }) => asset.id).toSorted());
    expect(offenders.flat()).toEqual(verdict.offenders);
    expect(undecided.flat()).toEqual(verdict.undecided);
    expect([verdict.offenderCount, verdict.undecidedCount]).toEqual([faults, open]);
    expect([offenders.flat().length, undecided.flat().length]).toEqual([faults, open]);
    expect(Math.max(0, ...offenders.map((batch) => batch.length))).toBeLessThan(3000);
    for (const offset of [0, 300, faults - 5, faults + 5]) {
      const some = await part(Math.max(0, offset), 10);
      const from = Math.max(0, offset);
      expect(some.offenders).toEqual(verdict.offenders.slice(from, from + 10));
      expect(some.undecided).toEqual(verdict.undecided.slice(from, from + 10));
    }
    const ids = verdict.offenders.map(({ asset, rule }) => `${asset.id} ${rule}`);
    expect(ids).toEqual(ids.toSorted());
  });
});

describe("single assets and connectors", () => {
  const inventory = estate(mixed, denied);
  const documents = {
    buckets: "{ buckets(where: { isOpen: true }) { id } a: buckets { id } }",
    disks: `{ machines(where: { disks_SOME: null }) @offenders(path: "disks") { id } }`,
    single: "{ machines(where: { disks_SINGLE: { isEncrypted: false } }) { id } }",
    connectors: '{ connectors(where: { machines_SOME: { name: "m" } }) { id } }',
    lacking:
      "query ($subscriptionResourceId: String!) { disks(where: { connector: { id: $subscriptionResourceId } }) @expect(gt: 1) { id } }",
  };

  async function judgeAll() {
    for (const [name, document] of Object.entries(documents))
      writeFileSync(join(folder, `${name}.graphql`), document);
    const checks = loadChecks(model, folder, { names: Object.keys(documents) });
    return runWhole(inventory, checks, { clock: () => 0 });
  }

  test("have the findings that verdicts list of them", async () => {
    const { run, findingsOf } = await judgeAll();
    const all = run.verdicts.flatMap(({ check: id, offenders, undecided }) => {
      const check = run.checks.find((candidate) => candidate.id === id)!;
      return [
        ...offenders.map((offender) => ({ check, offender })),
        ...undecided.map((one) => ({ check, undecided: one })),
      ];
    });
    expect(all.length).toBeGreaterThan(8);
    let found = 0;
    for (const type of ["Connector", "Bucket", "Machine", "Disk"]) {
      const [selection] = await inventory.select([{ type }]);
      for (const { rows } of await selection!.rows("matched")) {
        const [ids] = await inventory.read({ type, rows }, ["id"]);
        for (const [i, row] of rows.entries()) {
          const findings = await findingsOf({ type, rows: Uint32Array.of(row) });
          const listed = all.filter((one) => {
            const { asset } = "offender" in one ? one.offender : one.undecided;
            return asset.id === ids![i];
          });
          expect(findings).toEqual(listed);
          found += findings.length;
        }
      }
    }
    expect(found).toBe(all.length);
  });

  test.each([one, two, "/subscriptions/none"])("are counted: %s", async (id) => {
    const { run, countIn } = await judgeAll();
    const inside = (list: readonly { readonly asset: AssetName }[]) =>
      list.filter(({ asset }) => asset.connector?.id === id).length;
    const counts = run.verdicts.map(({ check, offenders, undecided }) => {
      return [check, { offenders: inside(offenders), undecided: inside(undecided) }] as const;
    });
    const some = counts.filter(([, count]) => count.offenders + count.undecided > 0);
    expect(await countIn(id)).toEqual(new Map(some));
  });
});
