import type { Table } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import type { Step } from "../kernels/kernels.ts";
import type { Sources } from "./plan.ts";

/** One bit set to be worked out. Nodes are shared: the same question is one node, however many filters ask it. */
export interface PlanNode {
  readonly id: number;
  /** What it stands for, canonically: equal keys are one node. */
  readonly key: string;
  /** The rows it is over. */
  readonly table: Table;
  readonly inputs: readonly PlanNode[];
  /** Where it is the complement of another node, that node. */
  readonly complementOf?: PlanNode;
  /** Brings into memory what the steps read, and decides what no kernel can. */
  readonly prepare?: Prepare;
  /** What to run once the inputs' bit sets are there and it is prepared, to fill `out`. */
  steps(out: number, inputs: readonly number[], room: Room): readonly Step[];
  /** What rows have to be decided by where something changed; absent where nothing ever does. */
  readonly basis?: Basis;
}

/** Work before a node's steps. What it finds out it keeps: it may be asked again, also while it is under way. */
export type Prepare = () => Slices<void>;

/** What the bits of a node follow from. */
export type Basis = Combined | Valued | Hop | Hidden;

/** Bits of the same rows: those that are not in the one input, in any, or in the first `positive` inputs and in none of the others. */
export interface Combined {
  readonly kind: "combined";
  readonly operator: "not" | "or" | "and";
  readonly positive: number;
}

/** What the row's own values say, whatever table it is found in. */
export interface Valued {
  readonly kind: "valued";
  /** The bits of all rows of such a table. */
  plan(sources: Sources): Bits;
}

/** What the rows say that a relation leads to: how many of them are in the inputs. */
export interface Hop {
  readonly kind: "hop";
  readonly relation: string;
  /** At least one, exactly one, or at least two. */
  readonly matching: "some" | "single" | "twice";
}

/** Whether a relation of the row may lead to more than is known. */
export interface Hidden {
  readonly kind: "hidden";
  readonly relation: string;
  /** Whether, by now, that depends on more of the row than where it leads. */
  dependsOnRow(): boolean;
  /** For each of some rows 1 or 0. */
  decide(rows: Int32Array): Uint8Array;
}

/** Zeroed bytes for as long as a node's steps run; returns their address. */
export type Room = (byteLength: number) => number;

/** The bits of a node, or a constant: all rows of the table or none. */
export type Bits = PlanNode | "all" | "none";

/** Nodes by key, and the algebra of sets over them. */
export interface Nodes {
  /** The node with this key, made when there is none. */
  node(
    key: string,
    table: Table,
    inputs: readonly PlanNode[],
    steps: PlanNode["steps"],
    more?: Pick<PlanNode, "basis" | "prepare">,
  ): PlanNode;
  and(table: Table, parts: readonly Bits[]): Bits;
  or(table: Table, parts: readonly Bits[]): Bits;
  not(table: Table, part: Bits): Bits;
}

/** An empty set of nodes for one suite. */
export function createNodes(): Nodes {
  const byKey = new Map<string, PlanNode>();

  function node(
    key: string,
    table: Table,
    inputs: readonly PlanNode[],
    steps: PlanNode["steps"],
    more?: Pick<PlanNode, "basis" | "prepare" | "complementOf">,
  ): PlanNode {
    const known = byKey.get(key);
    if (known) return known;
    const made: PlanNode = { id: byKey.size, key, table, inputs, steps, ...more };
    byKey.set(key, made);
    return made;
  }

  function combined(
    key: string,
    table: Table,
    inputs: readonly PlanNode[],
    operator: Combined["operator"],
    positive: number,
    complementOf?: PlanNode,
  ): PlanNode {
    const basis: Combined = { kind: "combined", operator, positive };
    const steps: PlanNode["steps"] = (out, addresses) => combine(basis, table.rows, out, addresses);
    return node(key, table, inputs, steps, complementOf ? { basis, complementOf } : { basis });
  }

  function not(table: Table, part: Bits): Bits {
    if (part === "all") return "none";
    if (part === "none") return "all";
    if (part.complementOf) return part.complementOf;
    return combined(`not(${part.id})`, table, [part], "not", 0, part);
  }

  function and(table: Table, parts: readonly Bits[]): Bits {
    if (parts.includes("none")) return "none";
    const members = distinct(parts);
    if (members.length < 2) return members[0] ?? "all";
    if (members.some(({ complementOf }) => complementOf && members.includes(complementOf)))
      return "none";
    const kept = members.filter(({ complementOf }) => !complementOf);
    const taken = members.flatMap(({ complementOf }) => complementOf ?? []);
    // Nothing but complements: what is in none of them.
    if (kept.length === 0) return not(table, or(table, taken));
    return combined(`and(${idsOf(members)})`, table, [...kept, ...taken], "and", kept.length);
  }

  function or(table: Table, parts: readonly Bits[]): Bits {
    if (parts.includes("all")) return "all";
    const members = distinct(parts);
    if (members.length < 2) return members[0] ?? "none";
    if (members.some(({ complementOf }) => complementOf && members.includes(complementOf)))
      return "all";
    return combined(`or(${idsOf(members)})`, table, members, "or", members.length);
  }

  return { node, and, or, not };
}

/** What to run to combine sets over so many rows. */
export function combine(
  { operator, positive }: Combined,
  rows: number,
  out: number,
  [first, ...others]: readonly number[],
): readonly Step[] {
  if (operator === "not") return [["not", rows, first!, out]];
  return others.map((other, i): Step => {
    const kernel = operator === "and" && i + 1 >= positive ? "andNot" : operator;
    return [kernel, rows, i === 0 ? first! : out, other, out];
  });
}

function distinct(parts: readonly Bits[]): PlanNode[] {
  const nodes = parts.filter((part): part is PlanNode => typeof part === "object");
  // The rule where nothing is missing: most of what a plan is asked to combine is constants.
  if (nodes.length < 2) return nodes;
  return [...new Set(nodes)].sort((a, b) => a.id - b.id);
}

function idsOf(nodes: readonly PlanNode[]): string {
  return nodes.map(({ id }) => id).join(",");
}
