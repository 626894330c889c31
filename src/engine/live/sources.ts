import { createOutcomes } from "../../dialect/outcomes.ts";
import { membersOf } from "../../model/concrete.ts";
import type { Links, Table } from "../../inventory/tables.ts";
import { bitSetBytes, numbersOf } from "../../inventory/tables.ts";
import type { Relation } from "../../types.ts";
import { execute } from "../execute.ts";
import { type Matters, openBehind } from "../plan/hidden.ts";
import { clear, countSteps, type Hops, hopStep } from "../plan/hops.ts";
import type { Kernels, Step } from "../kernels/kernels.ts";
import type { Condition, Leaf } from "../plan/leaves.ts";
import type { Bits, Hidden, Hop, Nodes, PlanNode } from "../plan/node.ts";
import { createNodes } from "../plan/node.ts";
import { once } from "./memo.ts";
import type { Overlay } from "./overlay.ts";
import type { Sources } from "../plan/plan.ts";
import { blobsOf } from "../rows/related.ts";
import type { Cell } from "../rows/rows.ts";
import { relationOf } from "../rows/rows.ts";
import type { Engine } from "../engine.ts";
import { createStoredSources } from "../plan/stored.ts";

/** Where the bits of a live suite come from. */
export interface LiveSources extends Sources {
  /** All rows that there are. They come and go, and so are bits like others. */
  every(table: Table): PlanNode;
}

/**
 * Bits for a suite that outlives its data.
 *
 * A node stands for its condition and not, as for a single run, for the codes that the condition comes to today: a value that is in no
 * row now may be in one tomorrow. Each node knows how to work out all of its rows from the snapshot, and what they follow
 * from, by which some of them are decided anew.
 */
export function createLiveSources(
  engine: Pick<Engine, "model" | "tables" | "store" | "kernels">,
  overlay: Overlay,
  nodes: Nodes,
): LiveSources {
  const { model, tables, store, kernels } = engine;
  const tableOf = (type: string): Table => tables.tables.get(type)!;

  /** The rows for which their own values say so: those of the snapshot at once, and later ones as they are found. */
  function valued(name: string, table: Table, plan: (sources: Sources) => Bits): PlanNode {
    const steps = (out: number): readonly Step[] => {
      const bits = plan(createStoredSources(model, tables, store, createNodes()));
      fill(kernels, engine, table, bits, out);
      return [];
    };
    return nodes.node(name, table, [], steps, { basis: { kind: "valued", plan } });
  }

  function leaf(table: Table, condition: Condition): Leaf {
    const { type } = table;
    if (!table.columns.has(condition.field)) return { whenTrue: "none", whenFalse: "none" };
    const name = `leaf(${type} ${JSON.stringify(condition)}`;
    const leafIn = (sources: Sources) => sources.leaf(sources.tableOf(type), condition);
    return {
      whenTrue: valued(`${name} true)`, table, (sources) => leafIn(sources).whenTrue),
      whenFalse: valued(`${name} false)`, table, (sources) => leafIn(sources).whenFalse),
    };
  }

  const every = (table: Table): PlanNode => valued(`every(${table.type})`, table, () => "all");

  /** Whether a row's relation may lead to more of these types than is known: what `planHidden` says of all rows. */
  function isHidden(table: Table, relation: string, types: readonly string[]): Hidden {
    const declared = relationOf(model, table, relation);
    const open = once(() => openConnectors(table, declared, types));
    const isAnywhere = declared?.scope === "ANYWHERE";
    const isOpen = (cell: Cell): boolean =>
      open().size > 0 && (isAnywhere || open().has(overlay.connector(cell)));
    return {
      kind: "hidden",
      relation,
      dependsOnRow: () => open().size > 0 || mayBeUnknown(table, relation, types),
      decide(rows) {
        const areHidden =
          declared?.kind === "references"
            ? overlay.leadNowhere(table, relation, rows)
            : new Uint8Array(rows.length);
        for (let i = 0; i < rows.length; i++) {
          const cell = { table, row: rows[i]! };
          if (
            overlay.isMissing(cell, relation) ||
            types.some((type) => overlay.isUnread(cell, relation, type)) ||
            isOpen(cell)
          )
            areHidden[i] = 1;
        }
        return areHidden;
      },
    };
  }

  const mayBeUnknown = (table: Table, relation: string, types: readonly string[]): boolean =>
    overlay.mayBeMissing(table, relation) ||
    types.some((type) => overlay.mayBeUnread(table, relation, type));

  /** Connectors, by position from 1, in which an inverse may lead to what was not collected of these types. */
  function openConnectors(
    table: Table,
    relation: Relation | undefined,
    types: readonly string[],
  ): ReadonlySet<number> {
    if (relation?.kind !== "inverse") return new Set();
    const lists = openBehind(model, tables, table.type, relation).filter(({ brings }) =>
      brings.some((type) => types.includes(type)),
    );
    return new Set(lists.flatMap(({ open }) => [...numbersOf(open)]));
  }

  function hidden(table: Table, relation: string, matters: Matters): Bits {
    const declared = relationOf(model, table, relation);
    const types = declared ? membersOf(model, declared.target).filter(matters) : [];
    if (types.length === 0) return "none";
    const plan = (own: Nodes) =>
      createStoredSources(model, tables, store, own).hidden(table, relation, matters);
    if (
      plan(createNodes()) === "none" &&
      !mayBeUnknown(table, relation, types) &&
      !overlay.mayDangle(table, relation)
    )
      return "none";
    const steps = (out: number): readonly Step[] => {
      fill(kernels, engine, table, plan(createNodes()), out);
      return [];
    };
    const name = `hidden(${table.type}.${relation} ${types.join()})`;
    return nodes.node(name, table, [], steps, { basis: isHidden(table, relation, types) });
  }

  return {
    model,
    outcomes: createOutcomes(model),
    tableOf,
    every,
    leaf,
    missing(table, field) {
      if (!overlay.mayBeMissing(table, field)) return "none";
      const { type } = table;
      return valued(`missing(${type}.${field})`, table, (sources) =>
        sources.missing(sources.tableOf(type), field),
      );
    },
    hidden,
    hops: createLiveHops(engine, nodes, every),
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
  nodes: Nodes,
  every: LiveSources["every"],
): Hops {
  const linksOf = (table: Table, relation: string) => table.relations.get(relation)?.links ?? [];

  function hop(
    matching: Hop["matching"],
    table: Table,
    relation: string,
    given: readonly Bits[],
    createSteps: (bits: readonly Bits[]) => PlanNode["steps"],
  ): Bits {
    if (given.every((own) => own === "none")) return "none";
    const targets = linksOf(table, relation).map(({ target }) => tables.tables.get(target)!);
    const bits = given.map((own, i) => (own === "all" ? every(targets[i]!) : own));
    const key = bits.map((own) => (typeof own === "string" ? own : own.id)).join();
    const inputs = bits.filter((own) => typeof own === "object");
    const basis: Hop = { kind: "hop", relation, matching };
    const title = `${matching}(${table.type}.${relation} ${key})`;
    return nodes.node(title, table, inputs, createSteps(bits), { basis });
  }

  /** Each link of the relation whose rows count, with the address of their bits. */
  function used(
    table: Table,
    relation: string,
    bits: readonly Bits[],
    addresses: readonly number[],
  ): readonly { readonly links: Links; readonly target: Table; readonly from: number }[] {
    let next = 0;
    return linksOf(table, relation).flatMap((links, i) => {
      // Single rows will be followed both ways.
      for (const adjacency of [links.forward, links.backward])
        for (const blob of blobsOf(adjacency)) store.address(blob);
      if (bits[i] === "none") return [];
      return [{ links, target: tables.tables.get(links.target)!, from: addresses[next++]! }];
    });
  }

  const counted =
    (
      table: Table,
      relation: string,
      keep: (once: number, twice: number, out: number) => Step,
    ): ((bits: readonly Bits[]) => PlanNode["steps"]) =>
    (bits) =>
    (out, addresses, room) => {
      const once = room(bitSetBytes(table.rows));
      const twice = room(bitSetBytes(table.rows));
      const steps = used(table, relation, bits, addresses).flatMap(({ links, target, from }) =>
        countSteps(store, table, target, links, from, once, twice, room),
      );
      return [...steps, keep(once, twice, out)];
    };

  const some =
    (table: Table, relation: string) =>
    (bits: readonly Bits[]): PlanNode["steps"] =>
    (out, addresses, room) => [
      clear(table, out),
      ...used(table, relation, bits, addresses).flatMap(({ links, target, from }): Step[] => {
        const own = room(bitSetBytes(table.rows));
        return [hopStep(store, table, target, links, from, own), ["or", table.rows, out, own, out]];
      }),
    ];

  return {
    some: (table, relation, bits) => hop("some", table, relation, bits, some(table, relation)),
    single(table, relation, bits) {
      const steps = counted(table, relation, (once, twice, out) => [
        "andNot",
        table.rows,
        once,
        twice,
        out,
      ]);
      return hop("single", table, relation, bits, steps);
    },
    twice(table, relation, bits) {
      const steps = counted(table, relation, (_once, twice, out) => [
        "copy",
        table.rows,
        twice,
        out,
      ]);
      return hop("twice", table, relation, bits, steps);
    },
  };
}
