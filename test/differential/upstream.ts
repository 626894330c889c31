import { createRequire } from "node:module";
import type { DocumentNode, ExecutionResult, GraphQLSchema } from "graphql";
import { membersOf } from "../reference/evaluate.ts";
import type { Where } from "../reference/where.ts";
import type { AssetRecord, Field, Model, Scalar } from "../../src/types.ts";
import { type Estate, relatedTo } from "../reference/evaluate.ts";
import { linkType, renderTypeDefinitions } from "./type-definitions.ts";

/** One version of `@neo4j/graphql` over one model and what is in the database. */
export interface Upstream {
  /** Sorted ids of the rows of `type` for which `where` is true; what went wrong as a sentence. */
  ask(type: string, where: Where): Promise<readonly string[] | { readonly failed: string }>;
}

/** What is used of the driver. */
interface Driver {
  session(): {
    run(query: string, parameters?: object): Promise<unknown>;
    close(): Promise<void>;
  };
  close(): Promise<void>;
}

interface Neo4j {
  driver(url: string, auth: unknown, config: object): Driver;
  readonly auth: { none(): unknown };
  int(value: string | number): unknown;
  readonly types: Readonly<Record<"DateTime" | "Date", new (...parts: unknown[]) => unknown>>;
}

interface Peers {
  readonly neo4j: Neo4j;
  readonly graphql: {
    parse(text: string): DocumentNode;
    execute(args: object): Promise<ExecutionResult>;
  };
  readonly Library: new (options: object) => { getSchema(): Promise<GraphQLSchema> };
}

function loadPeers(major: number): Peers {
  const require = createRequire(new URL("peers/package.json", import.meta.url));
  return {
    neo4j: require("neo4j-driver") as Neo4j,
    graphql: require("graphql") as Peers["graphql"],
    Library: (require(`neo4j-graphql-${major}`) as { Neo4jGraphQL: Peers["Library"] }).Neo4jGraphQL,
  };
}

/** The database as it is reached with the packages of a major version. */
export interface Connection {
  /** Replaces all that is in the database. */
  load(estate: Estate): Promise<void>;
  open(model: Model): Promise<Upstream>;
  close(): Promise<void>;
}

/** Connects to a database whose contents nobody needs. */
export function connect(major: number, url: string): Connection {
  // Versions 5 and 6 read a DateTime with the process's offset, all of them a Date with its local day.
  process.env.TZ = "UTC";
  const { neo4j, graphql, Library } = loadPeers(major);
  const driver = neo4j.driver(url, neo4j.auth.none(), { maxConnectionPoolSize: 8 });
  return {
    load: (estate) => load(neo4j, driver, estate),
    close: () => driver.close(),
    async open(model) {
      const texts = { LT: true, LTE: true, GT: true, GTE: true, MATCHES: true };
      const caseless = major >= 7 ? { CASE_INSENSITIVE: true } : {};
      const filters = { String: { ...texts, ...caseless }, ID: { MATCHES: true } };
      const typeDefs = renderTypeDefinitions(model, major);
      const schema = await new Library({ typeDefs, features: { filters } }).getSchema();
      const context = { executionContext: driver, sessionConfig: { database: "neo4j" } };
      return {
        async ask(type, where) {
          const document = graphql.parse(queryFor(model, type));
          const { data, errors } = await graphql.execute({
            schema,
            document,
            variableValues: { where },
            contextValue: context,
          });
          if (errors?.length) return { failed: errors.map(({ message }) => message).join(" ") };
          return (data!.found as { id: string }[]).map(({ id }) => id).sort();
        },
      };
    },
  };
}

function queryFor(model: Model, typeName: string): string {
  const abstract = model.abstractTypes.get(typeName);
  const { plural } = model.types.get(typeName) ?? abstract!;
  const selected =
    abstract?.kind === "union"
      ? abstract.members.map((member) => `... on ${member} { id }`).join(" ")
      : "id";
  return `query ($where: ${typeName}Where) { found: ${plural}(where: $where) { ${selected} } }`;
}

async function load(neo4j: Neo4j, driver: Driver, estate: Estate): Promise<void> {
  const { model, records } = estate;
  const session = driver.session();
  await session.run("MATCH (n) DETACH DELETE n");
  for (const [type, rows] of Map.groupBy(records, (record) => record.type))
    await session.run(`UNWIND $rows AS row CREATE (n:${type}) SET n = row`, {
      rows: rows.map((record) => properties(neo4j, model, record)),
    });
  const links = records.flatMap((record) => linksOf(estate, record));
  for (const [kind, some] of Map.groupBy(links, ({ from, type, to }) => `${from} ${type} ${to}`)) {
    const [from, type, to] = kind.split(" ");
    await session.run(
      `UNWIND $rows AS row MATCH (a:${from} {id: row.a}) MATCH (b:${to} {id: row.b}) CREATE (a)-[:${type}]->(b)`,
      { rows: some.map(({ a, b }) => ({ a, b })) },
    );
  }
  await session.close();
}

function linksOf(estate: Estate, record: AssetRecord) {
  const relations = [...estate.model.types.get(record.type)!.relations.values()];
  return relations
    .filter(({ kind }) => kind !== "inverse")
    .flatMap((relation) =>
      relatedTo(estate, record, relation).map((target) => ({
        from: record.type,
        a: record.id,
        type: linkType(relation),
        to: target.type,
        b: target.id,
      })),
    );
}

function properties(neo4j: Neo4j, model: Model, { type, id, fields }: AssetRecord): object {
  const own = model.types.get(type)!.fields;
  const stored = (name: string, value: unknown) => {
    const field = own.get(name)!;
    return Array.isArray(value)
      ? value.map((one) => toDriver(neo4j, field, one as Scalar))
      : toDriver(neo4j, field, value as Scalar);
  };
  return Object.fromEntries([
    ["id", id],
    ...Object.entries(fields).map(([name, value]) => [name, stored(name, value)]),
  ]);
}

function toDriver(neo4j: Neo4j, { scalar }: Field, value: Scalar): unknown {
  const numbers = (text: string) => text.split(/\D/).map((part) => neo4j.int(Number(part)));
  switch (scalar) {
    case "Int":
    case "BigInt":
      return neo4j.int(String(value));
    case "Date":
      return new neo4j.types.Date(...numbers(String(value)));
    case "DateTime": {
      const [seconds, fraction = ""] = String(value).slice(0, -1).split(".");
      const nanoseconds = neo4j.int(Number(fraction.padEnd(9, "0")));
      return new neo4j.types.DateTime(...numbers(seconds!), nanoseconds, neo4j.int(0));
    }
    default:
      return value;
  }
}

/** Concrete types that can be asked for by themselves. */
export function rootTypes(model: Model): readonly string[] {
  const abstract = [...model.abstractTypes.keys()].filter(
    (name) => membersOf(model, name).length > 0,
  );
  return [...model.types.keys(), ...abstract];
}
