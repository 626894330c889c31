import type { Filter, Scalar } from "../../src/types.ts";
import type { Hop, Layout, Table } from "./estate/layout.ts";

/** Where the three databases differ. Texts are compared by code point in each of them. */
export interface SqlDialect {
  readonly text: string;
  readonly boolean: (value: boolean) => string;
  readonly contains: (column: string, text: string) => string;
  readonly startsWith: (column: string, text: string) => string;
  readonly endsWith: (column: string, text: string) => string;
}

/** The two ways to ask about related rows; which is faster depends on the database and the data. */
export type SqlForm = "EXISTS" | "IN";

const prefixRange = (column: string, text: string): string => {
  const last = text.codePointAt(text.length - 1)!;
  const above = text.slice(0, -1) + String.fromCodePoint(last + 1);
  return `(${column} >= ${quoteText(text)} AND ${column} < ${quoteText(above)})`;
};

export const sqlDialects = {
  sqlite: {
    text: "TEXT",
    boolean: (value) => (value ? "1" : "0"),
    contains: (column, text) => `instr(${column}, ${quoteText(text)}) > 0`,
    startsWith: prefixRange,
    endsWith: (column, text) => `substr(${column}, -${[...text].length}) = ${quoteText(text)}`,
  },
  duckdb: {
    text: "VARCHAR",
    boolean: (value) => (value ? "TRUE" : "FALSE"),
    contains: (column, text) => `contains(${column}, ${quoteText(text)})`,
    startsWith: (column, text) => `starts_with(${column}, ${quoteText(text)})`,
    endsWith: (column, text) => `ends_with(${column}, ${quoteText(text)})`,
  },
  postgres: {
    text: `TEXT COLLATE "C"`,
    boolean: (value) => (value ? "TRUE" : "FALSE"),
    contains: (column, text) => `strpos(${column}, ${quoteText(text)}) > 0`,
    startsWith: prefixRange,
    endsWith: (column, text) => `right(${column}, ${[...text].length}) = ${quoteText(text)}`,
  },
} as const satisfies Record<string, SqlDialect>;

/** Prints filters for one database, with exactly the dialect's meaning (three values; quantifiers two-valued). */
export interface SqlPrinter {
  readonly count: (type: string, where: Filter | undefined) => string;
  /** Id and name of the matching rows. */
  readonly rows: (type: string, where: Filter | undefined) => string;
}

export function createSqlPrinter(
  layout: Layout,
  dialect: SqlDialect,
  form: SqlForm,
  countCast = "",
): SqlPrinter {
  let aliases = 0;

  const condition = (filter: Filter, table: Table, alias: string): string => {
    switch (filter.kind) {
      case "and":
        return join(filter.of, "AND", "TRUE", table, alias);
      case "or":
        return join(filter.of, "OR", "FALSE", table, alias);
      case "not":
        return `NOT ${condition(filter.of, table, alias)}`;
      case "null":
        return `${alias}.${quoteName(filter.field)} IS NULL`;
      case "type":
        return filter.names.includes(table.type) ? "(1 = 1)" : "(1 = 0)";
      case "compare":
        return `(${comparison(dialect, `${alias}.${quoteName(filter.field)}`, filter)})`;
      case "quantify":
        return quantification(filter, table, alias);
    }
  };

  const join = (of: readonly Filter[], word: string, empty: string, table: Table, alias: string) =>
    of.length === 0
      ? `(${empty === "TRUE" ? "1 = 1" : "1 = 0"})`
      : `(${of.map((part) => condition(part, table, alias)).join(` ${word} `)})`;

  const quantification = (
    filter: Filter & { kind: "quantify" },
    table: Table,
    alias: string,
  ): string => {
    const hop = table.hops.get(filter.relation);
    if (!hop) throw new Error(`No table holds "${filter.relation}" of "${table.type}".`);
    const target = layout.tables.get(hop.target)!;
    const some = (where: Filter | undefined, negated = false): string => {
      const inner = `t${++aliases}`;
      const held = where === undefined ? "" : condition(where, target, inner);
      const kept = held === "" ? "" : negated ? `NOT ${held}` : held;
      return form === "IN"
        ? membership(hop, target, alias, inner, kept)
        : existence(hop, target, alias, inner, kept);
    };
    const { where, quantifier } = filter;
    if (quantifier === "SOME") return some(where);
    if (quantifier === "NONE") return `(NOT ${some(where)})`;
    if (quantifier === "ALL")
      return where === undefined ? some(where) : `(${some(where)} AND NOT ${some(where, true)})`;
    const inner = `t${++aliases}`;
    const held = where === undefined ? "" : condition(where, target, inner);
    return single(form, hop, target, alias, inner, held);
  };

  const select = (what: string, type: string, where: Filter | undefined): string => {
    aliases = 0;
    const table = layout.tables.get(type)!;
    const condition_ = where === undefined ? "" : ` WHERE ${condition(where, table, "t0")}`;
    return `SELECT ${what} FROM ${quoteName(type)} AS t0${condition_}`;
  };

  return {
    count: (type, where) => select(`count(*)${countCast} AS n`, type, where),
    rows: (type, where) => select(`t0.id AS id, t0.name AS name`, type, where),
  };
}

export function quoteName(name: string): string {
  return `"${name}"`;
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function literal(dialect: SqlDialect, value: Scalar | null): string {
  if (value === null) return "NULL";
  if (typeof value === "boolean") return dialect.boolean(value);
  return typeof value === "number" ? String(value) : quoteText(value);
}

const orders: Readonly<Record<string, string>> = {
  EQ: "=",
  LT: "<",
  LTE: "<=",
  GT: ">",
  GTE: ">=",
};

function comparison(
  dialect: SqlDialect,
  column: string,
  { operator, value }: Filter & { kind: "compare" },
): string {
  const order = orders[operator];
  if (order) return `${column} ${order} ${literal(dialect, value as Scalar)}`;
  if (operator === "IN") {
    const members = value as readonly (Scalar | null)[];
    if (members.length === 0) return "1 = 0";
    return `${column} IN (${members.map((member) => literal(dialect, member)).join(", ")})`;
  }
  const text = value as string;
  if (text === "") return `${column} >= ''`;
  if (operator === "CONTAINS") return dialect.contains(column, text);
  if (operator === "STARTS_WITH") return dialect.startsWith(column, text);
  if (operator === "ENDS_WITH") return dialect.endsWith(column, text);
  throw new Error(`The benchmark's databases do not know the operator "${operator}".`);
}

function existence(hop: Hop, target: Table, outer: string, inner: string, held: string): string {
  const [from, on] = joined(hop, target, outer, inner);
  return `EXISTS (SELECT 1 FROM ${from} WHERE ${on}${held && ` AND ${held}`})`;
}

function membership(hop: Hop, target: Table, outer: string, inner: string, held: string): string {
  if (hop.kind === "parent") {
    const column = `${outer}.${quoteName(hop.column)}`;
    if (held === "") return `(${column} IS NOT NULL)`;
    const source = `${quoteName(target.type)} AS ${inner}`;
    return `(${column} IS NOT NULL AND ${column} IN (SELECT ${inner}.rowno FROM ${source} WHERE ${held}))`;
  }
  const [from, key] = keyed(hop, target, inner, held !== "");
  const where = [`${key} IS NOT NULL`, ...(held === "" ? [] : [held])].join(" AND ");
  return `(${outer}.rowno IN (SELECT ${key} FROM ${from} WHERE ${where}))`;
}

function single(
  form: SqlForm,
  hop: Hop,
  target: Table,
  outer: string,
  inner: string,
  held: string,
): string {
  if (form === "EXISTS" || hop.kind === "parent") {
    const [from, on] = joined(hop, target, outer, inner);
    return `((SELECT count(*) FROM ${from} WHERE ${on}${held && ` AND ${held}`}) = 1)`;
  }
  const [from, key] = keyed(hop, target, inner, held !== "");
  const where = [`${key} IS NOT NULL`, ...(held === "" ? [] : [held])].join(" AND ");
  return `(${outer}.rowno IN (SELECT ${key} FROM ${from} WHERE ${where} GROUP BY ${key} HAVING count(*) = 1))`;
}

/** The related rows of `outer`: what to read and how it hangs together. */
function joined(hop: Hop, target: Table, outer: string, inner: string): [string, string] {
  const source = `${quoteName(target.type)} AS ${inner}`;
  if (hop.kind === "parent") return [source, `${inner}.rowno = ${outer}.${quoteName(hop.column)}`];
  if (hop.kind === "children")
    return [source, `${inner}.${quoteName(hop.column)} = ${outer}.rowno`];
  const [near, far] = ends(hop);
  const pair = `p${inner}`;
  return [
    `${quoteName(hop.table)} AS ${pair} JOIN ${source} ON ${inner}.rowno = ${pair}.${far}`,
    `${pair}.${near} = ${outer}.rowno`,
  ];
}

/** The row numbers of all rows that have related rows: what to read and their column. */
function keyed(
  hop: Exclude<Hop, { kind: "parent" }>,
  target: Table,
  inner: string,
  needsTarget: boolean,
): [string, string] {
  const source = `${quoteName(target.type)} AS ${inner}`;
  if (hop.kind === "children") return [source, `${inner}.${quoteName(hop.column)}`];
  const [near, far] = ends(hop);
  const pair = `p${inner}`;
  const from = `${quoteName(hop.table)} AS ${pair}`;
  return [
    needsTarget ? `${from} JOIN ${source} ON ${inner}.rowno = ${pair}.${far}` : from,
    `${pair}.${near}`,
  ];
}

function ends(hop: Hop & { kind: "pairs" }): [near: string, far: string] {
  return hop.from === "source" ? ["source", "target"] : ["target", "source"];
}

/** The statements that make the tables; indexes come after the data. */
export function createTables(layout: Layout, dialect: SqlDialect): readonly string[] {
  const types: Readonly<Record<string, string>> = {
    Int: "INTEGER",
    Float: "DOUBLE PRECISION",
    Boolean: "BOOLEAN",
  };
  const tables = [...layout.tables.values()].map((table) => {
    const columns = [
      "rowno INTEGER PRIMARY KEY",
      `id ${dialect.text} NOT NULL`,
      ...table.columns.map(
        ({ name, scalar }) => `${quoteName(name)} ${types[scalar] ?? dialect.text}`,
      ),
      ...table.parents.map(({ column }) => `${quoteName(column)} INTEGER`),
    ];
    return `CREATE TABLE ${quoteName(table.type)} (${columns.join(", ")})`;
  });
  const pairs = layout.pairs.map(
    ({ table }) => `CREATE TABLE ${quoteName(table)} (source INTEGER, target INTEGER)`,
  );
  return [...tables, ...pairs];
}

/** Indexes on every column of row numbers, and with `fields` on every field. */
export function createIndexes(layout: Layout, fields: boolean): readonly string[] {
  const index = (table: string, column: string): string =>
    `CREATE INDEX ${quoteName(`${table}_by_${column}`)} ON ${quoteName(table)} (${quoteName(column)})`;
  const tables = [...layout.tables.values()].flatMap(({ type, parents, columns }) => [
    ...parents.map(({ column }) => index(type, column)),
    ...(fields ? columns.map(({ name }) => index(type, name)) : []),
  ]);
  const pairs = layout.pairs.flatMap(({ table }) => [
    index(table, "source"),
    index(table, "target"),
  ]);
  return [...tables, ...pairs];
}
