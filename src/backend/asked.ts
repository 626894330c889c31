import type { Comparison } from "../dialect/operators.ts";
import type { Filter, Truth } from "../types.ts";
import type { Asked } from "./truths.ts";

type Quantify = Extract<Filter, { kind: "quantify" }>;
type Known = Exclude<Truth, "unknown">;

interface Asking {
  readonly asked: Map<Filter, Set<Known>>;
  ask(filter: Filter, ...truths: readonly Known[]): void;
}

function createAsking(): Asking {
  const asked = new Map<Filter, Set<Known>>();
  return {
    asked,
    ask(filter, ...truths) {
      const known = asked.get(filter) ?? new Set<Known>();
      asked.set(filter, known);
      for (const truth of truths) known.add(truth);
    },
  };
}

/** What has to be known to say why `filter` is true: which of several alternatives hold, and which related rows. */
export function askedOfTrue(filter: Filter): Asked {
  const { asked, ask } = createAsking();

  function visit(filter: Filter, holds: boolean): void {
    switch (filter.kind) {
      case "not":
        visit(filter.of, !holds);
        break;
      case "and":
      case "or":
        for (const part of filter.of) {
          // All parts of a conjunction that holds do so.
          if ((filter.kind === "and") !== holds) ask(part, "true", ...(holds ? [] : no));
          visit(part, holds);
        }
        break;
      case "quantify":
        visitRelated(filter, holds);
    }
  }

  function visitRelated({ quantifier, where }: Quantify, holds: boolean): void {
    if (!where) return;
    const positive = holds === (quantifier !== "NONE");
    if (quantifier === "SINGLE" || positive) {
      ask(where, "true");
      visit(where, true);
      if (positive) return;
    }
    if (quantifier === "ALL") ask(where, "true", "false");
    visit(where, false);
    for (const part of where.kind === "and" ? where.of : [keyIn(where)])
      if (part) ask(part, "true");
  }

  visit(filter, true);
  return asked;
}

const no = ["false"] as const;

/** What has to be known to say what `filter` waits for. */
export function askedOfMissing(filter: Filter): Asked {
  const { asked, ask } = createAsking();

  function visit(filter: Filter): void {
    ask(filter, "missing");
    if (filter.kind === "and" || filter.kind === "or") filter.of.forEach(visit);
    else if (filter.kind === "not") visit(filter.of);
    else if (filter.kind === "quantify" && filter.where) {
      // What else may stand there matters by how many do already.
      ask(filter.where, "true");
      visit(filter.where);
    }
  }

  visit(filter);
  return asked;
}

/** What a filter says of the name by which related rows are known: those of other names are not what it speaks of. */
export function keyIn(where: Filter): Comparison | undefined {
  for (const part of where.kind === "and" ? where.of : [where]) {
    if (part.kind !== "compare" || part.field !== "name") continue;
    if (part.operator === "EQ" || part.operator === "IN") return part;
  }
  return undefined;
}
