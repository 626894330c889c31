import type { Tristate, Comparison } from "../../dialect/operators.ts";
import { compileComparison, operators } from "../../dialect/operators.ts";
import type { Blob, CodedColumn, PlainColumn, Table, Texts } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import { invariant } from "../../errors.ts";
import type { Field, Filter } from "../../types.ts";
import type { Slices } from "../../slices.ts";
import type { Decision, Ranges, Tested, Values } from "./decide.ts";
import { decideCodes, decideSorted, hasOrder, mostSought, testSlices } from "./decide.ts";
import type { Bits, Nodes } from "./node.ts";
import { sortedTexts } from "../columns/sorted.ts";
import type { ColumnCache } from "../columns/column-cache.ts";
import { planCodes, planStored } from "./stored-bits.ts";
import { blobsOfDictionary } from "../columns/blobs.ts";
import { searchFor, searchSteps } from "./text-search.ts";

/** Which rows make a condition on one field true, and which make it false. What is in neither is unknown or missing. */
export interface Leaf {
  readonly whenTrue: Bits;
  readonly whenFalse: Bits;
}

/** What a filter asks of one field. */
export type Condition = Extract<Filter, { kind: "null" | "compare" }>;

/** A dictionary from this size on is searched by kernel where the operator allows, and tested bit by bit where nothing does. */
const largeDictionary = 512;

/** Plans a condition on a field of `table`. A field the table does not have (of another member of a union) is unknown. */
export function planLeaf(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  fields: ReadonlyMap<string, Field>,
  condition: Condition,
): Leaf {
  const column = table.columns.get(condition.field);
  if (!column) return { whenTrue: "none", whenFalse: "none" };
  const field = fields.get(condition.field)!;
  const leaf =
    column.kind === "coded"
      ? planCoded(cache, nodes, table, field, column, condition)
      : planPlain(cache, nodes, table, field, column, condition);
  if (!column.missing) return leaf;
  const known = nodes.not(table, planStored(cache, nodes, table, column.missing, condition.field));
  return {
    whenTrue: nodes.and(table, [leaf.whenTrue, known]),
    whenFalse: nodes.and(table, [leaf.whenFalse, known]),
  };
}

function planCoded(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: CodedColumn,
  condition: Condition,
): Leaf {
  const { count } = column.dictionary;
  const plan = (ranges: Ranges) =>
    planCodes(cache, nodes, table, condition.field, column.codes, count, ranges);
  if (condition.kind === "null") {
    return { whenTrue: plan([[0, 0]]), whenFalse: plan(count > 0 ? [[1, count]] : []) };
  }
  const search = searchFor(condition);
  const { dictionary } = column;
  if (dictionary.kind === "text" && count > largeDictionary && search?.operator === "substring") {
    return planSearchedCodes(cache, nodes, table, field, column, dictionary.texts, condition);
  }
  const isTested = isCostly(condition) || count > largeDictionary;
  if (isTested && !hasOrder(cache, field, column, condition))
    return planTestedCodes(cache, nodes, table, field, column, condition);
  const { whenTrue, whenFalse } = decideCodes(cache, field, column, condition);
  return { whenTrue: plan(whenTrue), whenFalse: plan(whenFalse) };
}

/** Whether a single value may take milliseconds to test: a pattern, or each of many wanted members looked for in a list. */
function isCostly({ operator, value }: Comparison): boolean {
  const isLong = Array.isArray(value) && value.length > mostSought;
  return operators[operator]!.isPattern || (isLong && operator !== "IN");
}

/** Searches a large dictionary by kernel, then looks each row's code up in what was found. */
function planSearchedCodes(
  cache: ColumnCache,
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
    (out, _inputs, takeZeroed) => {
      const set = takeZeroed(bitSetBytes(texts.count));
      return [
        ...searchSteps(cache, texts, search, set, takeZeroed),
        ["lookup", width, cache.address(blob), rows, set, out],
      ];
    },
    { prepare: () => cache.bring([texts.offsets, texts.bytes, blob]) },
  );
  const plan = (ranges: Ranges) =>
    planCodes(cache, nodes, table, condition.field, column.codes, texts.count, ranges);
  const nulls = plan([[0, 0]]);
  const ofNull = compileComparison(field, condition)(null);
  return withNulls(nodes, table, found, nulls, ofNull);
}

/** Tests each value of a large dictionary, where no kernel knows the operator, then looks each row's code up in what was found. */
function planTestedCodes(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: CodedColumn,
  condition: Comparison,
): Leaf {
  const { rows } = table;
  const { width, blob } = column.codes;
  const { dictionary } = column;
  const { count } = dictionary;
  const answer = compileComparison(field, condition);
  const { prepare, tested } = testOnce(cache, [blob, ...blobsOfDictionary(dictionary)], answer, {
    count,
    each: (visit, from, to) =>
      cache.eachValue(dictionary, (code, value) => visit(code - 1, value), from + 1, to + 1),
  });
  const plan = (which: keyof Tested) =>
    nodes.node(
      `test(${table.type}.${condition.field} ${JSON.stringify(condition)} ${which})`,
      table,
      [],
      (out, _inputs, takeZeroed) => {
        const set = takeZeroed(bitSetBytes(count));
        cache.memory.u8.set(tested()[which], set);
        return [["lookup", width, cache.address(blob), rows, set, out]];
      },
      { prepare },
    );
  const nulls = planCodes(cache, nodes, table, condition.field, column.codes, count, [[0, 0]]);
  return addNulls(nodes, table, plan, nulls, answer(null));
}

/** A test of values that is done when its nodes are prepared, and once for all of them. */
function testOnce(
  cache: ColumnCache,
  blobs: readonly Blob[],
  answer: ReturnType<typeof compileComparison>,
  values: Values,
) {
  let found: Tested | undefined;
  return {
    *prepare(): Slices<void> {
      yield* cache.bring(blobs);
      found ??= yield* testSlices(answer, values);
    },
    tested(): Tested {
      invariant(found, "a node is prepared before its steps are asked for");
      return found;
    },
  };
}

/** The leaf of rows whose values were tested; those of null are in neither of `own`. */
function addNulls(
  nodes: Nodes,
  table: Table,
  own: (which: keyof Tested) => Bits,
  nulls: Bits,
  ofNull: Tristate,
): Leaf {
  return {
    whenTrue: ofNull === true ? nodes.or(table, [own("whenTrue"), nulls]) : own("whenTrue"),
    whenFalse: ofNull === false ? nodes.or(table, [own("whenFalse"), nulls]) : own("whenFalse"),
  };
}

/** The leaf whose rows with a value are `found` or not, and whose null rows answer `ofNull`. */
function withNulls(nodes: Nodes, table: Table, found: Bits, nulls: Bits, ofNull: Tristate): Leaf {
  const hit = nodes.and(table, [found, nodes.not(table, nulls)]);
  const miss = nodes.not(table, nodes.or(table, [found, nulls]));
  return {
    whenTrue: ofNull === true ? nodes.or(table, [hit, nulls]) : hit,
    whenFalse: ofNull === false ? nodes.or(table, [miss, nulls]) : miss,
  };
}

function planPlain(
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  field: Field,
  column: PlainColumn,
  condition: Condition,
): Leaf {
  const nulls = column.nulls
    ? planStored(cache, nodes, table, column.nulls, `${condition.field} null`)
    : "none";
  if (condition.kind === "null") return { whenTrue: nulls, whenFalse: nodes.not(table, nulls) };
  const { texts } = column;
  const name = `${table.type}.${condition.field} ${JSON.stringify(condition)}`;
  const decided = column.sorted && decideSorted(sortedTexts(cache, texts), condition);
  if (decided) return planSpans(nodes, table, decided);
  const answer = compileComparison(field, condition);
  const search = searchFor(condition);
  if (!search) return planTested(cache, nodes, table, name, texts, nulls, answer);
  const found =
    search.wanted.length === 0
      ? "none"
      : nodes.node(
          `search(${name})`,
          table,
          [],
          (out, _inputs, takeZeroed) => searchSteps(cache, texts, search, out, takeZeroed),
          { prepare: () => cache.bring([texts.offsets, texts.bytes]) },
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
  cache: ColumnCache,
  nodes: Nodes,
  table: Table,
  name: string,
  texts: Texts,
  nulls: Bits,
  answer: ReturnType<typeof compileComparison>,
): Leaf {
  const { prepare, tested } = testOnce(cache, [texts.offsets, texts.bytes], answer, {
    count: texts.count,
    each: (visit, from, to) => cache.eachText(texts, visit, from, to),
  });
  const plan = (which: keyof Tested) =>
    nodes.node(
      `test(${name} ${which})`,
      table,
      [],
      (out) => {
        const { u8 } = cache.memory;
        u8.fill(0, out, out + bitSetBytes(table.rows));
        u8.set(tested()[which], out);
        return [];
      },
      { prepare },
    );
  const notNull = nodes.not(table, nulls);
  const own = (which: keyof Tested) => nodes.and(table, [plan(which), notNull]);
  return addNulls(nodes, table, own, nulls, answer(null));
}
