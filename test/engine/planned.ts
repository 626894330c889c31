import { createColumnCache, type ColumnCache } from "../../src/engine/columns/column-cache.ts";
import { copyRows } from "../../src/engine/columns/row-set.ts";
import { executeSlices } from "../../src/engine/execute.ts";
import type { KernelName, Kernels } from "../../src/engine/kernels/kernels.ts";
import { createMemory, type Memory } from "../../src/engine/kernels/memory.ts";
import { createPlainKernels } from "../../src/engine/kernels/plain.ts";
import { type Bits, createNodes, type Nodes, type PlanNode } from "../../src/engine/plan/node.ts";
import { createPlanner, type Planner } from "../../src/engine/plan/plan.ts";
import { createStoredSources } from "../../src/engine/plan/stored.ts";
import { readWhere } from "../../src/dialect/filter.ts";
import type { Blob, Dictionary, Table, Tables, Texts } from "../../src/inventory/tables.ts";
import { atOnce } from "../../src/slices.ts";
import type { Filter, Model } from "../../src/types.ts";

/** What working out bits came to. */
export interface Worked {
  readonly rows: readonly number[];
  /** The kernels that ran, in their order. */
  readonly kernels: readonly KernelName[];
  /** What was brought into memory before the steps, and what the steps then took there: to be the same. */
  readonly brought: ReadonlySet<Blob>;
  readonly taken: ReadonlySet<Blob>;
}

/** Plans over tables, and what they come to. */
export interface Planned {
  readonly cache: ColumnCache;
  readonly nodes: Nodes;
  readonly planner: Planner;
  table(type: string): Table;
  truth(type: string, where: object, positive?: boolean): Bits;
  missing(type: string, where: object): Bits;
  work(bits: Bits, table: Table): Worked;
}

/** Plans over `tables`, without what an inventory remembers. */
export function planOver(model: Model, tables: Tables): Planned {
  const memory = createDirtyMemory();
  const plain = createPlainKernels(memory);
  let ran: KernelName[] = [];
  const recorded = Object.entries(plain).map(([name, kernel]) => [
    name,
    (...operands: number[]) => {
      ran.push(name as KernelName);
      return (kernel as (...operands: number[]) => unknown)(...operands);
    },
  ]);
  const kernels = Object.fromEntries(recorded) as unknown as Kernels;
  const brought = new Set<Blob>();
  const taken = new Set<Blob>();
  const cache = watch(createColumnCache(memory), brought, taken);
  const nodes = createNodes();
  const planner = createPlanner(nodes, createStoredSources(model, tables, cache, nodes));
  const table = (type: string) => tables.tables.get(type)!;

  return {
    cache,
    nodes,
    planner,
    table,
    truth: (type, where, positive = true) =>
      planner.truth(table(type), filterOf(model, type, where), positive),
    missing: (type, where) => planner.missing(table(type), filterOf(model, type, where)),
    work(bits, { rows }) {
      if (bits === "none") return { ...nothing, rows: [] };
      if (bits === "all") return { ...nothing, rows: [...new Array(rows).keys()] };
      brought.clear();
      taken.clear();
      ran = [];
      let found: readonly number[] = [];
      const take = (_root: number, address: number | undefined) => {
        found = [...copyRows(memory, plain, rows, address!).rows()];
      };
      atOnce(executeSlices(memory, kernels, [bits], take));
      return { rows: found, kernels: ran, brought: new Set(brought), taken: new Set(taken) };
    },
  };
}

/** A memory in which what is given out holds whatever was there before. */
function createDirtyMemory(): Memory {
  const memory = createMemory();
  const allocate = (bytes: number) => {
    const address = memory.allocate(bytes);
    memory.u8.fill(0xff, address, address + bytes);
    return address;
  };
  return Object.create(memory, { allocate: { value: allocate } }) as Memory;
}

const nothing = { kernels: [], brought: new Set<Blob>(), taken: new Set<Blob>() };

function filterOf(model: Model, type: string, where: object): Filter {
  const { filter, mistakes } = readWhere(model, type, where);
  if (!filter || mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
  return filter;
}

/** A cache that says what was brought there, and what was taken from there for a step. */
function watch(cache: ColumnCache, brought: Set<Blob>, taken: Set<Blob>): ColumnCache {
  const takeTexts = ({ offsets, bytes }: Texts) => taken.add(offsets).add(bytes);
  const takeValues = (dictionary: Dictionary) => {
    if (dictionary.kind === "number") taken.add(dictionary.numbers);
    else if (dictionary.kind !== "boolean") takeTexts(dictionary.texts);
  };
  return {
    ...cache,
    bring(blobs) {
      for (const blob of blobs) brought.add(blob);
      return cache.bring(blobs);
    },
    address(blob) {
      taken.add(blob);
      return cache.address(blob);
    },
    numbers(blob) {
      taken.add(blob);
      return cache.numbers(blob);
    },
    eachValue(dictionary, ...others) {
      takeValues(dictionary);
      cache.eachValue(dictionary, ...others);
    },
    eachText(texts, ...others) {
      takeTexts(texts);
      cache.eachText(texts, ...others);
    },
  };
}

/** How many blobs steps took before they were brought, and how many were brought and taken by none of these plans. */
export function countAmiss(...all: readonly Worked[]): {
  readonly late: number;
  readonly idle: number;
} {
  const taken = new Set(all.flatMap((one) => [...one.taken]));
  const idle = new Set(all.flatMap((one) => [...one.brought].filter((blob) => !taken.has(blob))));
  const late = all.flatMap((one) => [...one.taken].filter((blob) => !one.brought.has(blob)));
  return { late: late.length, idle: idle.size };
}

/** A plan as text: each node by what it is over, with its inputs in place of their numbers; what `and` takes away has a minus. */
export function shapeOf(bits: Bits): string {
  if (typeof bits === "string") return bits;
  const [head, rest] = splitKey(bits);
  if (bits.inputs.length === 0) return bits.key;
  const inputs = bits.inputs.map((input, i) => `${isTaken(bits, i) ? "-" : ""}${shapeOf(input)}`);
  const name = /^(and|or|not)$/.test(head) ? head : `${head} ${nameIn(rest)}`;
  return `${name}(${inputs.join(", ")})`;
}

function isTaken({ inputs, steps }: PlanNode, input: number): boolean {
  if (input === 0 || inputs.length < 2) return false;
  const numbers = [...inputs.keys()];
  return steps(0, numbers, () => 0)[input - 1]?.[0] === "andNot";
}

function splitKey({ key }: PlanNode): readonly [head: string, rest: string] {
  const open = key.indexOf("(");
  return [key.slice(0, open), key.slice(open + 1, -1)];
}

/** What a hop goes along, without the numbers of nodes. */
function nameIn(rest: string): string {
  return rest.split(" ")[0]!;
}
