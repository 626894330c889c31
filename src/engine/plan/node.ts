import type { Table } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import type { Step } from "../kernels/kernels.ts";

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
  steps(out: number, inputs: readonly number[], takeZeroed: TakeZeroed): readonly Step[];
}

/** Work before a node's steps. What it finds out it keeps: it may be asked again, also while it is under way. */
export type Prepare = () => Slices<void>;

/** Zeroed bytes for as long as a node's steps run; returns their address. */
export type TakeZeroed = (byteLength: number) => number;

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
    more?: Pick<PlanNode, "prepare">,
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
    more?: Pick<PlanNode, "prepare" | "complementOf">,
  ): PlanNode {
    const known = byKey.get(key);
    if (known) return known;
    const made: PlanNode = { id: byKey.size, key, table, inputs, steps, ...more };
    byKey.set(key, made);
    return made;
  }

  function not(table: Table, part: Bits): Bits {
    if (part === "all") return "none";
    if (part === "none") return "all";
    if (part.complementOf) return part.complementOf;
    const steps: PlanNode["steps"] = (out, [of]) => [["not", table.rows, of!, out]];
    return node(`not(${part.id})`, table, [part], steps, { complementOf: part });
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
    const inputs = [...kept, ...taken];
    return node(`and(${idsOf(members)})`, table, inputs, keepSteps(table.rows, kept.length));
  }

  function or(table: Table, parts: readonly Bits[]): Bits {
    if (parts.includes("all")) return "all";
    const members = distinct(parts);
    if (members.length < 2) return members[0] ?? "none";
    if (members.some(({ complementOf }) => complementOf && members.includes(complementOf)))
      return "all";
    const steps: PlanNode["steps"] = (out, [first, ...others]) =>
      others.map((other, i) => ["or", table.rows, i === 0 ? first! : out, other, out]);
    return node(`or(${idsOf(members)})`, table, members, steps);
  }

  return { node, and, or, not };
}

/** The steps that keep what is in the first `positive` sets and in none of the others. */
function keepSteps(rows: number, positive: number): PlanNode["steps"] {
  return (out, [first, ...others]) =>
    others.map((other, i): Step => {
      const kernel = i + 1 < positive ? "and" : "andNot";
      return [kernel, rows, i === 0 ? first! : out, other, out];
    });
}

function distinct(parts: readonly Bits[]): PlanNode[] {
  const nodes = parts.filter((part): part is PlanNode => typeof part === "object");
  return [...new Set(nodes)].sort((a, b) => a.id - b.id);
}

function idsOf(nodes: readonly PlanNode[]): string {
  return nodes.map(({ id }) => id).join(",");
}
