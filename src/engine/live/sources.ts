import { compileComparison } from "../../dialect/operators.ts";
import type { Links, Table } from "../../inventory/tables.ts";
import { bitSetBytes } from "../../inventory/tables.ts";
import { connectorName } from "./changed-rows.ts";
import { execute } from "../execute.ts";
import { openBehind } from "../plan/hidden.ts";
import { clear, countSteps, type Hops, hopStep, linkedSteps } from "../plan/hops.ts";
import type { Kernels, Step } from "../kernels/kernels.ts";
import type { FieldValue } from "../../types.ts";
import type { Condition, Leaf } from "../plan/leaves.ts";
import type { Bits, Decided, Nodes, PlanNode } from "../plan/node.ts";
import { createNodes } from "../plan/node.ts";
import type { Overlay } from "./overlay.ts";
import type { Sources } from "../plan/plan.ts";
import { relationOf } from "../rows/rows.ts";
import type { Engine } from "../select.ts";
import { createStoredSources } from "../plan/stored.ts";

/**
 * Bits for a suite that outlives its data.
 *
 * A node stands for its condition and not, as for a single run, for the codes that the condition comes to today: a value that is in no
 * row now may be in one tomorrow. Each node knows how to work out all of its rows from the snapshot, and any one of them from
 * what is known now.
 */
export function createLiveSources(
  engine: Pick<Engine, "model" | "tables" | "store" | "kernels">,
  overlay: Overlay,
  nodes: Nodes,
): Sources {
  const { model, tables, store, kernels } = engine;
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  /** The rows that the snapshot alone gives for a part of a plan. */
  function storedBits(table: Table, plan: (sources: Sources) => Bits) {
    return (out: number): readonly Step[] => {
      const own = createNodes();
      const bits = plan(createStoredSources(model, tables, store, own));
      fill(kernels, engine, table, bits, out);
      return [];
    };
  }

  function leaf(table: Table, condition: Condition): Leaf {
    const field = model.types.get(table.type)?.fields.get(condition.field);
    if (!field) return { whenTrue: "none", whenFalse: "none" };
    const answer = condition.kind === "compare" ? compileComparison(field, condition) : undefined;
    const read = overlay.reader(table, condition.field);
    const half = (wanted: boolean): Bits => {
      const name = `leaf(${table.type} ${JSON.stringify(condition)} ${wanted})`;
      const decideValue = (value: FieldValue | undefined): boolean =>
        value !== undefined && (answer ? answer(value) : value === null) === wanted;
      const steps = storedBits(table, (sources) => {
        const stored = sources.leaf(table, condition);
        return wanted ? stored.whenTrue : stored.whenFalse;
      });
      return nodes.node(name, table, [], steps, {
        kind: "decided",
        reads: [condition.field],
        decide: (row, _isSet) => decideValue(read(row)),
        decideValue,
      });
    };
    return { whenTrue: half(true), whenFalse: half(false) };
  }

  /** Whether a row's relation may lead to more than is known: what `planHidden` says of all rows. */
  function isHidden(table: Table, relation: string): Decided {
    const declared = relationOf(model, table, relation);
    const open = new Set<number>();
    if (declared?.kind === "inverse")
      for (const { open: codes } of openBehind(model, tables, table.type, declared))
        for (let i = 0; i < codes.byteLength / 4; i++) open.add(store.integer(codes, 4, i));
    const isAnywhere = declared?.scope === "ANYWHERE";
    return {
      kind: "decided",
      reads: [relation, ...(open.size > 0 && !isAnywhere ? [connectorName] : [])],
      decide(row) {
        const cell = { table, row };
        if (overlay.isMissing(cell, relation)) return true;
        if (declared?.kind === "references") return overlay.dangling(cell, relation).length > 0;
        return open.size > 0 && (isAnywhere || open.has(overlay.connector(cell)));
      },
    };
  }

  return {
    tableOf,
    leaf,
    missing(table, field) {
      if (!table.columns.get(field)?.missing && !overlay.mayMiss(table, field)) return "none";
      const steps = storedBits(table, (sources) => sources.missing(table, field));
      return nodes.node(`missing(${table.type}.${field})`, table, [], steps, {
        kind: "decided",
        reads: [field],
        decide: (row) => overlay.isMissing({ table, row }, field),
      });
    },
    hidden(table, relation) {
      const stored = createStoredSources(model, tables, store, createNodes());
      const isNever = stored.hidden(table, relation) === "none";
      if (isNever && !overlay.mayMiss(table, relation)) return "none";
      const steps = storedBits(table, (sources) => sources.hidden(table, relation));
      return nodes.node(
        `hidden(${table.type}.${relation})`,
        table,
        [],
        steps,
        isHidden(table, relation),
      );
    },
    hops: createLiveHops(engine, overlay, nodes),
  };
}

function fill(
  kernels: Kernels,
  { store: { memory } }: Pick<Engine, "store">,
  { rows }: Table,
  bits: Bits,
  out: number,
): void {
  if (typeof bits === "string") kernels.span(rows, 0, bits === "all" ? rows : 0, out);
  else execute(memory, kernels, [bits], (_root, address) => kernels.copy(rows, address!, out));
}

function createLiveHops(
  { tables, store }: Pick<Engine, "tables" | "store">,
  overlay: Overlay,
  nodes: Nodes,
): Hops {
  const linksOf = (table: Table, relation: string) => table.relations.get(relation)?.links ?? [];

  function hop(
    name: "some" | "single" | "twice",
    table: Table,
    relation: string,
    bits: readonly Bits[],
    steps: PlanNode["steps"],
    isEnough: (count: number) => boolean,
  ): Bits {
    const links = linksOf(table, relation);
    if (bits.every((own) => own === "none")) return "none";
    const ofTable = new Map(links.map(({ target }, i) => [tables.tables.get(target)!, bits[i]!]));
    const follow = overlay.follow(table, relation);
    const key = bits.map((own) => (typeof own === "string" ? own : own.id)).join();
    const inputs = bits.filter((own) => typeof own === "object");
    const single: Decided = {
      kind: "decided",
      reads: [relation],
      relation,
      isSome: name === "some",
      decide(row, isSet) {
        let hits = 0;
        follow(row, (far, target) => {
          const own = ofTable.get(far)!;
          if (typeof own === "string" ? own === "all" : isSet(own, target)) hits++;
        });
        return isEnough(hits);
      },
    };
    return nodes.node(`${name}(${table.type}.${relation} ${key})`, table, inputs, steps, single);
  }

  /** Each link of the relation whose rows count, with the address of their bits; undefined for all of them. */
  function used(
    table: Table,
    relation: string,
    bits: readonly Bits[],
    addresses: readonly number[],
  ): readonly {
    readonly links: Links;
    readonly target: Table;
    readonly from: number | undefined;
  }[] {
    let next = 0;
    return linksOf(table, relation).flatMap((links, i) => {
      // Single rows will be followed both ways.
      for (const { kind, ...blobs } of [links.forward, links.backward])
        for (const blob of Object.values(blobs)) store.address(blob);
      const own = bits[i]!;
      const from = typeof own === "object" ? addresses[next++] : undefined;
      return own === "none" ? [] : [{ links, target: tables.tables.get(links.target)!, from }];
    });
  }

  const counted =
    (
      table: Table,
      relation: string,
      bits: readonly Bits[],
      keep: (once: number, twice: number, out: number) => Step,
    ): PlanNode["steps"] =>
    (out, addresses, room) => {
      const once = room(bitSetBytes(table.rows));
      const twice = room(bitSetBytes(table.rows));
      const steps = used(table, relation, bits, addresses).flatMap(({ links, target, from }) =>
        countSteps(store, table, target, links, from, once, twice, room),
      );
      return [...steps, keep(once, twice, out)];
    };

  return {
    some: (table, relation, bits) =>
      hop(
        "some",
        table,
        relation,
        bits,
        (out, addresses, room) => [
          clear(table, out),
          ...used(table, relation, bits, addresses).flatMap(({ links, target, from }): Step[] => {
            const own = room(bitSetBytes(table.rows));
            const steps =
              from === undefined
                ? linkedSteps(store, table, links, own)
                : [hopStep(store, table, target, links, from, own)];
            return [...steps, ["or", table.rows, out, own, out]];
          }),
        ],
        (count) => count > 0,
      ),
    single: (table, relation, bits) =>
      hop(
        "single",
        table,
        relation,
        bits,
        counted(table, relation, bits, (once, twice, out) => [
          "andNot",
          table.rows,
          once,
          twice,
          out,
        ]),
        (count) => count === 1,
      ),
    twice: (table, relation, bits) =>
      hop(
        "twice",
        table,
        relation,
        bits,
        counted(table, relation, bits, (_once, twice, out) => ["copy", table.rows, twice, out]),
        (count) => count > 1,
      ),
  };
}
