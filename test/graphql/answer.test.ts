import {
  buildClientSchema,
  getIntrospectionQuery,
  type IntrospectionQuery,
  introspectionFromSchema,
  printSchema,
} from "graphql";
import { describe, expect, test } from "vitest";
import { publishedByDefault } from "../../src/dialect/shown-filters.ts";
import { createCursors } from "../../src/graphql/cursor.ts";
import { describeSchema } from "../../src/graphql/described.ts";
import type { Inventory } from "../../src/types.ts";
import { ask, askResolvers } from "./answer.ts";
import { accounts, inventoryOf } from "./estate.ts";

const drivers = [
  ["the executor", ask],
  ["the resolvers", askResolvers],
] as const;

const disk = { type: "Disk", fields: { encrypted: true }, links: { image: ["i"] } } as const;
const small = inventoryOf([
  { type: "Connector", id: "/a", links: { contacts: ["/a#0"] } },
  { type: "Contact", id: "/a#0", fields: { email: 'x"\n\u{1f600}' } },
  { type: "Machine", id: "m1", links: { disks: ["d3", "d1", "d2"] }, fields: { startedAt: null } },
  { type: "Machine", id: "m2", fields: { startedAt: "2026-01-01T00:00:00.25Z" } },
  { ...disk, id: "d1", fields: { encrypted: true, size: 7 } },
  { ...disk, id: "d2" },
  { ...disk, id: "d3", fields: { encrypted: false, size: 3 } },
  { type: "Image", id: "i" },
]);

const cursors = createCursors({ snapshot: small.snapshot.id, query: { type: "Disk" } });

describe.each(drivers)("%s", (_name, answer) => {
  test.each([
    [
      "lists, aliases and fragments, in the order of the query",
      `{ second: machines { name ...F id } ... on Query { connectors { id __typename } } }
       fragment F on Machine { startedAt disks { id } name }`,
      {
        second: [
          {
            name: "m1",
            startedAt: null,
            disks: [{ id: "d1" }, { id: "d2" }, { id: "d3" }],
            id: "m1",
          },
          { name: "m2", startedAt: "2026-01-01T00:00:00.25Z", disks: [], id: "m2" },
        ],
        connectors: [{ id: "/a", __typename: "Connector" }],
      },
    ],
    [
      "an interface type by type, with fields of each type",
      `{ assets(where: { typename_IN: [Machine, Image] }) { __typename id ... on Machine { startedAt } } }`,
      {
        assets: [
          { __typename: "Image", id: "i" },
          { __typename: "Machine", id: "m1", startedAt: null },
          { __typename: "Machine", id: "m2", startedAt: "2026-01-01T00:00:00.25Z" },
        ],
      },
    ],
    [
      "where, sort, offset and limit of nested lists, for each parent its own",
      `{ machines { disks(where: { encrypted: true }) { id }
           sorted: disks(sort: [{ size: DESC }], offset: 1, limit: 1) { id }
           options: disks(options: { sort: [{ size: ASC }], limit: 2 }) { id } } }`,
      {
        machines: [
          {
            disks: [{ id: "d1" }, { id: "d2" }],
            // Null comes first when the order descends, last when it ascends.
            sorted: [{ id: "d1" }],
            options: [{ id: "d3" }, { id: "d1" }],
          },
          { disks: [], sorted: [], options: [] },
        ],
      },
    ],
    [
      "to-one relations, and null where a where does not hold",
      `{ machines(limit: 1) { connector { name contacts { email } } none: connector(where: { id: "z" }) { id } } }`,
      {
        machines: [
          { connector: { name: "/a", contacts: [{ email: 'x"\n\u{1f600}' }] }, none: null },
        ],
      },
    ],
    [
      "counts, and connections by pages",
      `{ disksAggregate(where: { size: null }) { count }
         disksConnection(first: 2, after: "${cursors.render(0)}") {
           totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { id image { id } } } } }`,
      {
        disksAggregate: { count: 1 },
        disksConnection: {
          totalCount: 3,
          pageInfo: {
            hasNextPage: false,
            hasPreviousPage: true,
            startCursor: cursors.render(1),
            endCursor: cursors.render(2),
          },
          edges: [
            { cursor: cursors.render(1), node: { id: "d2", image: { id: "i" } } },
            { cursor: cursors.render(2), node: { id: "d3", image: { id: "i" } } },
          ],
        },
      },
    ],
    [
      "skip and include",
      `{ connectors { id @skip(if: true) name @include(if: true) ... @include(if: false) { machines { id } } } }`,
      { connectors: [{ name: "/a" }] },
    ],
    [
      "introspection beside assets",
      `{ __typename __type(name: "Contact") { kind } connectors { id } }`,
      { __typename: "Query", __type: { kind: "OBJECT" }, connectors: [{ id: "/a" }] },
    ],
    [
      "a limit of nothing, and an offset past the end",
      `{ a: disks(limit: 0) { id } b: disks(offset: 9) { id } }`,
      { a: [], b: [] },
    ],
  ])("answers %s", async (_title, query, data) => {
    expect(await answer(small, query)).toEqual({ data });
  });

  test.each([
    ["{ disks(limit: -1) { id } }", '"limit" is -1; expected 0 or more.'],
    ["{ disks(options: { offset: -2 }) { id } }", '"offset" is -2; expected 0 or more.'],
    ["{ disksConnection(first: -1) { totalCount } }", '"first" is -1; expected 0 or more.'],
    [
      '{ disksConnection(after: "x") { totalCount } }',
      '"x" is no cursor. Take one from "edges.cursor" or "pageInfo".',
    ],
    [
      "{ disks(sort: [{ size: DESC, id: ASC }]) { id } }",
      'One entry of "sort" names "id" and "size", whose order is lost. Write one entry for each: sort: [{ id: ASC }, { size: DESC }].',
    ],
    [
      '{ disks(where: { name_MATCHES: "(?=a)b" }) { id } }',
      expect.stringContaining("where.name_MATCHES"),
    ],
  ])("refuses the argument in %s", async (query, message) => {
    const { data, errors } = await answer(small, query);
    expect(data ?? null).toBeNull();
    expect(errors?.map((error) => error.message)).toEqual([message]);
    expect(errors?.[0]?.path).toEqual([query.match(/\w+/)![0]]);
  });

  test("an error in a nested argument makes null of the list's owner that can be null", async () => {
    const query = `{ machines(limit: 1) { id connector { id disks(limit: -1) { id } } } }`;
    const { data, errors } = await answer(small, query);
    expect(data).toEqual({ machines: [{ id: "m1", connector: null }] });
    expect(errors?.map(({ path }) => path)).toEqual([["machines", 0, "connector", "disks"]]);
  });

  test("warns of a filter that filters nothing, through the executor", async () => {
    const { data, extensions } = await answer(small, "{ connectors(where: {}) { id } }");
    expect(data).toEqual({ connectors: [{ id: "/a" }] });
    if (answer === ask)
      expect(extensions?.warnings).toEqual([expect.stringContaining('"{}" filters nothing')]);
  });
});

describe.each(drivers)("a broken promise, in %s", (_name, answer) => {
  const broken = inventoryOf([
    { type: "Connector", id: "/a" },
    { type: "Machine", id: "m", links: { disks: ["d1"] } },
    { type: "Disk", id: "d1", fields: {}, links: { image: ["nowhere"] } },
  ]);
  test.each([
    [
      "a value, up to the whole answer",
      "{ disks { id encrypted } }",
      null,
      ["disks", 0, "encrypted"],
    ],
    [
      "a value, up to the nearest that may be null",
      "{ machines { id connector { disks { encrypted } } } }",
      { machines: [{ id: "m", connector: null }] },
      ["machines", 0, "connector", "disks", 0, "encrypted"],
    ],
  ])("takes %s", async (_title, query, data, path) => {
    const result = await answer(broken, query);
    expect(result.data).toEqual(data);
    expect(result.errors?.map((error) => error.path)).toEqual([path]);
  });
});

describe("an answer of which four megabytes are given away when a promise turns out broken", () => {
  const many = inventoryOf([
    { type: "Connector", id: "/a" },
    { type: "Image", id: "i" },
    ...Array.from({ length: 60_000 }, (_, i) => ({
      type: "Disk",
      id: `/a/${"d".repeat(80)}/${String(i).padStart(5, "0")}`,
      fields: i === 59_999 ? {} : { encrypted: true },
      links: { image: ["i"] },
    })),
  ]);
  const query = "{ connectors { id } disks { id encrypted } last: connectors { id } }";

  test("throws, so that its end does not look like one", async () => {
    await expect(ask(many, query, { executor: "levels" })).rejects.toThrow();
  });

  test("is JSON with the error, where nobody could be told otherwise", async () => {
    const { data, errors } = await ask(many, query, { closes: true, executor: "levels" });
    const { connectors, disks, last } = data as Record<string, unknown[]>;
    expect(connectors).toEqual([{ id: "/a" }]);
    expect(disks!.length).toBeGreaterThan(30_000);
    expect(last).toBeUndefined();
    expect(errors).toMatchObject([{ path: ["disks", 59_999, "encrypted"] }]);
  });
});

describe("the executor alone", () => {
  test("describes the whole schema, as graphql-js would", async () => {
    const source = getIntrospectionQuery({
      inputValueDeprecation: true,
      schemaDescription: true,
      specifiedByUrl: true,
    });
    const { data, errors } = await ask(small, source);
    expect(errors).toBeUndefined();
    expect(printSchema(buildClientSchema(data as IntrospectionQuery))).toBe(
      printSchema(
        buildClientSchema(
          introspectionFromSchema(describeSchema(small.model, publishedByDefault, false)),
        ),
      ),
    );
  });

  test("tells a bare word from a text in a filter", async () => {
    const { errors } = await ask(small, "{ connectors(where: { name: NULL }) { id } }");
    expect(errors?.[0]?.message).toMatch(/where.name: .*null/);
  });

  test("takes variables in a filter, and leaves out what is undefined", async () => {
    const query = `query ($ids: [ID!], $size: Int, $where: DiskWhere, $none: String) {
      a: disks(where: { AND: [{ id_IN: $ids }, { size_GT: $size }], name: $none }) { id }
      b: disks(where: $where) { id }
    }`;
    const variables = { ids: ["d1", "d3"], size: 3, where: { size: { lt: 5 } } };
    expect((await ask(small, query, { variables })).data).toEqual({
      a: [{ id: "d1" }],
      b: [{ id: "d3" }],
    });
  });
});

/** Counts the questions that an inventory is asked. */
function counting(inventory: Inventory) {
  const asked: string[] = [];
  const counted: Inventory = {
    ...inventory,
    select(queries) {
      asked.push("select");
      return inventory.select(queries);
    },
    related(rows, relation, where) {
      asked.push(`related ${rows.type}.${relation}`);
      return inventory.related(rows, relation, where);
    },
    read(rows, fields) {
      asked.push(`read ${rows.type} ${fields.join()}`);
      return inventory.read(rows, fields);
    },
    writeJson(rows, ...others) {
      asked.push(`write ${rows.type}`);
      return inventory.writeJson(rows, ...others);
    },
  };
  return { counted, asked };
}

/** Sorting and paging of nested lists is more than the inventory writes by itself. */
const NESTED = `{
  connectors { id machines(sort: [{ name: ASC }]) { name disks(limit: 2) { id image { name } } } }
  assets { id ... on Machine { disks(where: { size: 1 }, offset: 0) { size } } }
}`;

const PLAIN =
  "{ connectors { id machines { name disks(where: { size: 1 }) { encrypted image { name } } } } }";

describe.each(drivers)("questions to the inventory, by %s", (_name, answer) => {
  test.each([NESTED, PLAIN])("are as many for 2 accounts as for 300: %s", async (query) => {
    const few = counting(accounts(2));
    const many = counting(accounts(300));
    const answered = await answer(many.counted, query);
    expect(JSON.stringify(answered)).toContain("/000299/y");
    await answer(few.counted, query);
    expect(few.asked.toSorted()).toEqual(many.asked.toSorted());
    expect(few.asked.length).toBeLessThan(20);
  });
});

test("the executor asks for each relation and for each type's fields once a level", async () => {
  const { counted, asked } = counting(accounts(300));
  await ask(counted, NESTED);
  expect(asked.toSorted()).toEqual([
    "read Connector id",
    "read Connector id",
    "read Disk id",
    "read Disk id",
    "read Disk size",
    "read Image id",
    "read Image name",
    "read Machine id",
    "read Machine name",
    // By which the nested list is sorted.
    "read Machine name",
    "related Connector.machines",
    "related Disk.image",
    "related Machine.disks",
    "related Machine.disks",
    "select",
  ]);
});

describe("a long answer", () => {
  const many = accounts(1000);

  test("is the same in slices as in one piece", async () => {
    const query = "{ disks { id image { id } } assets { __typename id } }";
    const [own, theirs] = [await ask(many, query), await askResolvers(many, query)];
    expect(own).toEqual(theirs);
    expect((own.data as { disks: unknown[] }).disks).toHaveLength(4000);
    expect((own.data as { assets: unknown[] }).assets).toHaveLength(7001);
  });

  test("is refused where it has more objects than allowed, counted over all levels", async () => {
    const query = "{ connectors { id machines { id } } }";
    expect((await ask(many, query, { rows: 3000 })).errors).toBeUndefined();
    const { data, errors } = await ask(many, query, { rows: 2999 });
    expect(data).toBeNull();
    expect(errors?.[0]?.message).toContain("The answer has more than 2999 objects.");
    expect(errors?.[0]?.extensions).toEqual({ code: "TOO_MANY_ROWS" });
  });

  test.each([
    ["cut", "machines(limit: 1) { id }"],
    ["filtered", 'machines(where: { name: "x" }) { id }'],
    ["sorted and cut", "machines(sort: [{ name: ASC }], limit: 1) { id }"],
    ["given whole", "machines { disks { id } }"],
  ])(
    "is refused before more links are followed than allowed, where they are %s",
    async (_title, list) => {
      const { counted, asked } = counting(many);
      const { errors } = await ask(counted, `{ connectors { ${list} } }`, { links: 1_999 });
      expect(errors?.[0]?.message).toContain("The query follows more than 1999 links.");
      expect(errors?.[0]?.extensions).toEqual({ code: "TOO_MANY_ROWS" });
      expect(asked.filter((question) => question.startsWith("related"))).toEqual([]);
    },
  );

  test("is refused before more rows are sorted than allowed, whatever is asked of them", async () => {
    const list = (alias: string, way: string) =>
      `${alias}: disks(sort: [{ name: ${way} }, { id: ASC }], limit: 1) { id }`;
    const query = `{ ${list("a", "ASC")} ${list("b", "ASC")} ${list("c", "DESC")} }`;
    // 4,000 disks by two keys, in two orders.
    expect((await ask(many, query, { sorted: 16_000 })).errors).toBeUndefined();
    const { errors } = await ask(many, query, { sorted: 15_999 });
    expect(errors?.[0]?.message).toContain("The query sorts more than 15999 rows.");
    expect(errors?.[0]?.extensions).toEqual({ code: "TOO_MANY_ROWS" });
  });

  test("may sort fewer links than it may follow", async () => {
    const query = "{ connectors { machines(sort: [{ name: ASC }], limit: 1) { id } } }";
    expect((await ask(many, query, { links: 10_000 })).errors).toBeUndefined();
    expect((await ask(many, query, { links: 9_999 })).errors).toHaveLength(1);
  });

  test("ends when its signal is aborted", async () => {
    const signal = AbortSignal.abort(new DOMException("late", "TimeoutError"));
    const { data, errors } = await ask(many, "{ connectors { id } }", { signal });
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions).toEqual({ code: "TIMEOUT" });
  });
});
