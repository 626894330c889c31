import type { Answer, Comparison } from "../dialect/operators.ts";
import { compileComparison } from "../dialect/operators.ts";
import type { Blob, CodedColumn, Codes, PlainColumn, Table, Texts } from "../inventory/tables.ts";
import { bitSetBytes } from "../inventory/tables.ts";
import type { Field, Filter } from "../types.ts";
import type { Decision, Ranges } from "./decide.ts";
import { decideCodes, decideEach, decideSorted, sortedTexts } from "./decide.ts";
import type { Step } from "./kernels.ts";
import type { Bits, Nodes, Room } from "./node.ts";
import type { Store } from "./store.ts";

/** Which rows make a condition on one field true, and which make it false. What is in neither is unknown or missing. */
export interface Leaf {
  readonly whenTrue: Bits;
  readonly whenFalse: Bits;
}

/** What a filter asks of one field. */
export type Condition = Extract<Filter, { kind: "null" | "compare" }>;

/** More runs of codes than this cost more than one look into a bit set of codes for each row. */
const mostRanges = 4;
/** A dictionary from this size on is searched by kernel where the operator allows. */
const largeDictionary = 512;

/** The operators that a kernel decides on UTF-8 bytes, where upper and lower case count. */
const searches: Readonly<Record<string, "contains" | "startsWith" | "endsWith" | "equals">> = {
  EQ: "equals",
  IN: "equals",
  CONTAINS: "contains",
  STARTS_WITH: "startsWith",
  ENDS_WITH: "endsWith",
};

/** Plans a condition on a field of `table`. A field the table does not have (of another member of a union) is unknown. */
export function planLeaf(
  store: Store,
  nodes: Nodes,
  table: Table,
  field: Field | undefined,
  condition: Condition,
): Leaf {
  const column = table.columns.get(condition.field);
  if (!column || !field) return { whenTrue: "none", whenFalse: "none" };
  const leaf =
    column.kind === "coded"
      ? planCoded(store, nodes, table, field, column, condition)
      : planPlain(store, nodes, table, field, column, condition);
  if (!column.missing) return leaf;
  const known = nodes.not(table, planStored(store, nodes, table, column.missing, condition.field));
  return {
    whenTrue: nodes.and(table, [leaf.whenTrue, known]),
    whenFalse: nodes.and(table, [leaf.whenFalse, known]),
  };
}

/** A bit set that the snapshot holds; `name` says which of the table's. */
export function planStored(
  store: Store,
  nodes: Nodes,
  table: Table,
  bits: Blob,
  name: string,
): Bits {
  return nodes.node(`stored(${table.type}.${name})`, table, [], (out) => [
    ["copy", table.rows, store.address(bits), out],
  ]);
}

/** Rows whose code is in `ranges`; `name` says whose codes of the table's. */
export function planCodes(
  store: Store,
  nodes: Nodes,
  table: Table,
  name: string,
  codes: Codes,
  count: number,
  ranges: Ranges,
): Bits {
  if (ranges.length === 0) return "none";
  if (ranges.length === 1 && ranges[0]![0] === 0 && ranges[0]![1] >= count) return "all";
  const key = `codes(${table.type}.${name} ${ranges.map(([low, high]) => `${low}-${high}`).join()})`;
  const { width, blob } = codes;
  const { rows } = table;
  if (ranges.length > mostRanges) {
    return planLookup(store, nodes, table, key, codes, count, ranges);
  }
  const scan = ([low, high]: Ranges[number], out: number): Step => [
    "range",
    width,
    store.address(blob),
    rows,
    low,
    high,
    out,
  ];
  return nodes.node(key, table, [], (out, _inputs, room) => [
    scan(ranges[0]!, out),
    ...ranges.slice(1).flatMap((range): Step[] => {
      const other = room(bitSetBytes(rows));
      return [scan(range, other), ["or", rows, out, other, out]];
    }),
  ]);
}

function planLookup(
  store: Store,
  nodes: Nodes,
  table: Table,
  key: string,
  { width, blob }: Codes,
  count: number,
  ranges: Ranges,
): Bits {
  const { rows } = table;
  const ofNull = ranges[0]![0] === 0;
  return nodes.node(key, table, [], (out, _inputs, room) => {
    const codes = store.address(blob);
    const set = room(bitSetBytes(count));
    for (const [low, high] of ranges) setBits(store, set, Math.max(low, 1) - 1, high - 1);
    const steps: Step[] = [["lookup", width, codes, rows, set, out]];
    if (!ofNull) return steps;
    const other = room(bitSetBytes(rows));
    return [...steps, ["range", width, codes, rows, 0, 0, other], ["or", rows, out, other, out]];
  });
}

function planCoded(
  store: Store,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: CodedColumn,
  condition: Condition,
): Leaf {
  const { count } = column.dictionary;
  const plan = (ranges: Ranges) =>
    planCodes(store, nodes, table, condition.field, column.codes, count, ranges);
  if (condition.kind === "null") {
    return { whenTrue: plan([[0, 0]]), whenFalse: plan(count > 0 ? [[1, count]] : []) };
  }
  const search = searchFor(condition);
  const { dictionary } = column;
  if (dictionary.kind === "text" && count > largeDictionary && search?.operator === "substring") {
    return planSearchedCodes(store, nodes, table, field, column, dictionary.texts, condition);
  }
  const { whenTrue, whenFalse } = decideCodes(store, field, column, condition);
  return { whenTrue: plan(whenTrue), whenFalse: plan(whenFalse) };
}

interface Search {
  /** Whether an order of values would answer as well. */
  readonly operator: "whole" | "substring";
  readonly kernel: (typeof searches)[string];
  readonly wanted: readonly string[];
}

/** How a kernel can decide a comparison of texts, if one can. */
function searchFor({ operator, value, ignoreCase }: Comparison): Search | undefined {
  const kernel = ignoreCase ? undefined : searches[operator];
  const wanted = (Array.isArray(value) ? value : [value]).filter((member) => member !== null);
  // Many texts are better looked up in a set, row by row.
  if (!kernel || wanted.length > 8 || wanted.some((text) => typeof text !== "string"))
    return undefined;
  const substring = kernel === "contains" || kernel === "endsWith";
  return { operator: substring ? "substring" : "whole", kernel, wanted: wanted as string[] };
}

/** Runs a search over `count` texts: `out` are those that hold one of the wanted ones. */
function searchSteps(
  store: Store,
  texts: Texts,
  { kernel, wanted }: Search,
  out: number,
  room: Room,
): Step[] {
  const offsets = store.address(texts.offsets);
  const bytes = store.address(texts.bytes);
  return wanted.flatMap((text, i): Step[] => {
    const encoded = Buffer.from(text, "utf8");
    const place = room(encoded.length);
    store.memory.u8.set(encoded, place);
    const into = i === 0 ? out : room(bitSetBytes(texts.count));
    const search: Step = [kernel, texts.count, offsets, bytes, place, encoded.length, into];
    return i === 0 ? [search] : [search, ["or", texts.count, out, into, out]];
  });
}

/** Searches a large dictionary by kernel, then looks each row's code up in what was found. */
function planSearchedCodes(
  store: Store,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: CodedColumn,
  texts: Texts,
  condition: Comparison,
): Leaf {
  const { rows } = table;
  const { width, blob } = column.codes;
  const search = searchFor(condition)!;
  const found = nodes.node(
    `search(${table.type}.${condition.field} ${JSON.stringify(condition)})`,
    table,
    [],
    (out, _inputs, room) => {
      const set = room(bitSetBytes(texts.count));
      return [
        ...searchSteps(store, texts, search, set, room),
        ["lookup", width, store.address(blob), rows, set, out],
      ];
    },
  );
  const plan = (ranges: Ranges) =>
    planCodes(store, nodes, table, condition.field, column.codes, texts.count, ranges);
  const nulls = plan([[0, 0]]);
  const ofNull = compileComparison(field, condition)(null);
  return withNulls(nodes, table, found, nulls, ofNull);
}

/** The leaf whose rows with a value are `found` or not, and whose null rows answer `ofNull`. */
function withNulls(nodes: Nodes, table: Table, found: Bits, nulls: Bits, ofNull: Answer): Leaf {
  const hit = nodes.and(table, [found, nodes.not(table, nulls)]);
  const miss = nodes.not(table, nodes.or(table, [found, nulls]));
  return {
    whenTrue: ofNull === true ? nodes.or(table, [hit, nulls]) : hit,
    whenFalse: ofNull === false ? nodes.or(table, [miss, nulls]) : miss,
  };
}

function planPlain(
  store: Store,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: PlainColumn,
  condition: Condition,
): Leaf {
  const nulls = column.nulls
    ? planStored(store, nodes, table, column.nulls, `${condition.field} null`)
    : "none";
  if (condition.kind === "null") return { whenTrue: nulls, whenFalse: nodes.not(table, nulls) };
  const { texts } = column;
  const name = `${table.type}.${condition.field} ${JSON.stringify(condition)}`;
  const decided = column.sorted && decideSorted(sortedTexts(store, texts), condition);
  if (decided) return planSpans(nodes, table, decided);
  const answer = compileComparison(field, condition);
  const search = searchFor(condition);
  if (!search) return planTested(store, nodes, table, name, texts, nulls, answer);
  const found =
    search.wanted.length === 0
      ? "none"
      : nodes.node(`search(${name})`, table, [], (out, _inputs, room) =>
          searchSteps(store, texts, search, out, room),
        );
  const leaf = withNulls(nodes, table, found, nulls, answer(null));
  const open = Array.isArray(condition.value) && condition.value.includes(null);
  return open ? { ...leaf, whenFalse: "none" } : leaf;
}

/** Runs of rows, for a column whose order is the rows'. */
function planSpans(nodes: Nodes, table: Table, decided: Decision): Leaf {
  const plan = (ranges: Ranges): Bits =>
    nodes.or(
      table,
      ranges.map(([low, high]) =>
        nodes.node(`span(${table.type} ${low}-${high})`, table, [], (out) => [
          ["span", table.rows, low, high + 1, out],
        ]),
      ),
    );
  return { whenTrue: plan(decided.whenTrue), whenFalse: plan(decided.whenFalse) };
}

/** Tests each row's own text, where no kernel knows the operator. */
function planTested(
  store: Store,
  nodes: Nodes,
  table: Table,
  name: string,
  texts: Texts,
  nulls: Bits,
  answer: ReturnType<typeof compileComparison>,
): Leaf {
  let decided: Decision | undefined;
  const decide = () => (decided ??= decideEach(answer, (visit) => store.eachText(texts, visit)));
  const plan = (which: keyof Decision) =>
    nodes.node(`test(${name} ${which})`, table, [], (out) => {
      // No kernel knows this: it is done here and now.
      store.memory.u8.fill(0, out, out + bitSetBytes(table.rows));
      for (const [low, high] of decide()[which]) setBits(store, out, low, high);
      return [];
    });
  const ofNull = answer(null);
  const notNull = nodes.not(table, nulls);
  const own = (which: keyof Decision) => nodes.and(table, [plan(which), notNull]);
  return {
    whenTrue: ofNull === true ? nodes.or(table, [own("whenTrue"), nulls]) : own("whenTrue"),
    whenFalse: ofNull === false ? nodes.or(table, [own("whenFalse"), nulls]) : own("whenFalse"),
  };
}

/** Sets the bits from `low` to `high`, both included, of the set at `place`. */
function setBits({ memory: { u8 } }: Store, place: number, low: number, high: number): void {
  for (let bit = low; bit <= high; bit++) u8[place + (bit >> 3)]! |= 1 << (bit & 7);
}
