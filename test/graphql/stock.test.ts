import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  buildClientSchema,
  getIntrospectionQuery,
  graphql,
  GraphQLError,
  GraphQLSchema,
  type IntrospectionQuery,
  isInputObjectType,
  parse,
  printSchema,
  validateSchema,
} from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { describe, expect, test } from "vitest";
import { createInventory } from "../../src/engine/inventory.ts";
import { publishedByDefault } from "../../src/dialect/shown-filters.ts";
import { describeSchema } from "../../src/graphql/described.ts";
import { execute } from "../../src/graphql/execute.ts";
import { createExecutableSchema } from "../../src/graphql/schema.ts";
import { createBuilder } from "../../src/inventory/build.ts";
import { info } from "../engine/info.ts";
import { accounts, inventoryOf, model } from "./estate.ts";

const inventory = accounts(3);
const schema = createExecutableSchema(inventory);
const ids = ["/000000", "/000002"];

const ask = (source: string, variableValues: Readonly<Record<string, unknown>> = {}) =>
  graphql({ schema, source, variableValues });

describe("graphql-js, which knows nothing but the schema", () => {
  test("finds nothing wrong with it", () => {
    expect(validateSchema(schema)).toEqual([]);
  });

  test("shows typed filters, as the server does", async () => {
    const { data, errors } = await ask(getIntrospectionQuery({ specifiedByUrl: true }));
    expect(errors).toBeUndefined();
    const shown = buildClientSchema(data as unknown as IntrospectionQuery);
    expect(isInputObjectType(shown.getType("ConnectorWhere"))).toBe(true);
    const described = describeSchema(model, publishedByDefault, false);
    expect(printSchema(shown)).toBe(printSchema(described));
    const query = '{ __type(name: "DiskWhere") { kind inputFields { name } } }';
    expect((await ask(query)).data?.__type).toMatchObject({ kind: "INPUT_OBJECT" });
  });

  test.each([
    ["suffixes", "{ connectors(where: { id_IN: IDS }) { id } }"],
    ["nested operators", "{ connectors(where: { id: { in: IDS } }) { id } }"],
  ])("answers filters with %s, written out and in variables", async (_title, written) => {
    const data = { connectors: ids.map((id) => ({ id })) };
    expect(await ask(written.replace("IDS", JSON.stringify(ids)))).toEqual({ data });
    const source = `query ($ids: [ID!]) ${written.replace("IDS", "$ids")}`;
    expect(await ask(source, { ids })).toEqual({ data });
  });

  test("tells everybody of mistakes in filters, and of nulls where the schema promises a value", async () => {
    const { errors } = await ask('{ connectors(where: { nme: "x" }) { id } }');
    expect(errors?.map(({ message }) => message)).toEqual([
      expect.stringContaining('Unknown field "nme"'),
    ]);
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
    const broken = inventoryOf([
      { type: "Connector", id: "/a" },
      { type: "Disk", id: "d", fields: {}, links: { image: ["gone"] } },
    ]);
    const promises = createExecutableSchema(broken);
    const nulled = await graphql({ schema: promises, source: "{ disks { encrypted } }" });
    expect(nulled.errors?.[0]?.message).toBe(
      "Cannot return null for non-nullable field Disk.encrypted.",
    );
    // Libraries hide errors that are none of GraphQL's.
    expect(nulled.errors?.[0]?.originalError).toBeInstanceOf(GraphQLError);
  });

  test("keeps one fragment in two places apart, where it is merged with other fields", async () => {
    const source = `{
      a: connectors(limit: 1) { ...F machines { name } }
      b: connectors(limit: 1) { ...F machines { disks { id } } }
    }
    fragment F on Connector { machines { id } }`;
    const { data, errors } = await ask(source);
    expect(errors).toBeUndefined();
    const [x, y] = ["/000000/x", "/000000/y"];
    const disks = (machine: string | undefined) => [0, 1].map((i) => ({ id: `${machine}/${i}` }));
    expect(data).toEqual({
      a: [{ machines: [x, y].map((id) => ({ id, name: id })) }],
      b: [{ machines: [x, y].map((id) => ({ id, disks: disks(id) })) }],
    });
  });

  test("holds to the schema's allowance", async () => {
    const bounded = createExecutableSchema(inventory, { allowance: { rows: 5 } });
    const source = "{ connectors { id machines { id } } }";
    const { data, errors } = await graphql({ schema: bounded, source });
    expect([data, errors?.[0]?.message]).toEqual([
      null,
      expect.stringContaining("The answer has more than 5 objects."),
    ]);
  });
});

test("a schema that a library makes from it answers the same", async () => {
  const mapped = new GraphQLSchema(schema.toConfig());
  const source = `{ connectors(where: { id_IN: ${JSON.stringify(ids)} }) { id machines { disks { id } } } }`;
  const expected = await ask(source);
  expect(expected.errors).toBeUndefined();
  expect(await graphql({ schema: mapped, source })).toEqual(expected);
  expect(await execute({ schema: mapped, document: parse(source) })).toEqual(expected);
});

test("the program in docs/server.md does what it says", async () => {
  const [, program] = /## The schema in a server of your own.*?```ts\n(.*?)```/s.exec(
    readFileSync("docs/server.md", "utf8"),
  )!;
  const started: Server[] = [];
  const listening = (handler: RequestListener) => {
    const server = createServer(handler);
    started.push(server);
    return { listen: () => server.listen(0, "127.0.0.1") };
  };
  const names = { inventory, createExecutableSchema, execute, parse, createYoga };
  const given = { ...names, createServer: listening };
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor;
  const run = AsyncFunction(...Object.keys(given), `${program} return result;`);
  const connectors = [0, 1, 2].map((i) => ({ name: `/00000${i}` }));
  expect(await run(...Object.values(given))).toEqual({ data: { connectors } });
  const [server] = started;
  await new Promise((resolve) => server!.once("listening", resolve));
  const { port } = server!.address() as AddressInfo;
  const query = encodeURIComponent("{ connectors { name } }");
  const response = await fetch(`http://127.0.0.1:${port}/graphql?query=${query}`);
  expect(await response.json()).toEqual({ data: { connectors } });
  await new Promise((resolve) => server!.close(resolve));
});

/** Our executor in place of graphql-js's. */
const fast: Plugin = { onExecute: ({ setExecuteFn }) => setExecuteFn(execute) };

describe.each([
  ["as it is", []],
  ["with our execute", [fast]],
])("Yoga, %s", (_title, plugins: Plugin[]) => {
  async function post(served: GraphQLSchema, body: object) {
    const server = createServer(createYoga({ schema: served, plugins, logging: false }));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    await new Promise((resolve) => server.close(resolve));
    return (await response.json()) as Awaited<ReturnType<typeof graphql>>;
  }

  test("serves it", async () => {
    const query = "query ($where: DiskWhere) { disks(where: $where) { id image { name } } }";
    const variables = { where: { id: { endsWith: "x/0" } } };
    const disk = (i: number) => ({ id: `/00000${i}/x/0`, image: { name: "image" } });
    expect(await post(schema, { query, variables })).toEqual({
      data: { disks: [0, 1, 2].map(disk) },
    });
  });

  test("shows mistakes", async () => {
    const { errors } = await post(schema, { query: "{ disks(limit: -1) { id } }" });
    expect(errors?.[0]).toMatchObject({
      message: '"limit" is -1; expected 0 or more.',
      path: ["disks"],
    });
  });

  test("tells what was not read where our execute does", async () => {
    const builder = createBuilder(model);
    builder.add({ type: "Connector", id: "/a", connector: "/a", fields: { name: "a" }, links: {} });
    const unread = createExecutableSchema(createInventory(model, builder.build(info)));
    const { data, extensions } = await post(unread, { query: "{ connectors { disks { id } } }" });
    expect(data).toEqual({ connectors: [{ disks: [] }] });
    const told = expect.objectContaining({ path: ["connectors", 0, "disks"], type: "Disk" });
    const missing = plugins.length > 0 ? { missing: expect.arrayContaining([told]) } : undefined;
    expect(extensions).toEqual(missing && expect.objectContaining(missing));
  });
});
