import { operators } from "../../dialect/operators.ts";
import type { Evidence, Filter, MissingEvidence, Model } from "../../types.ts";
import type { Judge } from "./judge.ts";
import type { Cell, RowAccess } from "../columns/rows.ts";
import { relationOf } from "../columns/rows.ts";

/** So many related rows are named one by one; of more only the number is told. */
const mostNamed = 3;

type Leaf = Extract<Filter, { kind: "null" | "compare" }>;
type Comparison = Extract<Filter, { kind: "compare" }>;
type Quantify = Extract<Filter, { kind: "quantify" }>;

/** Says in the author's terms why a filter came out as it did. */
export interface Explainer {
  /** The conditions that made `filter` true. */
  whyTrue(cell: Cell, filter: Filter): readonly Evidence[];
  /** What keeps `filter` from being told: the data that is missing, each thing once. */
  whyMissing(cell: Cell, filter: Filter): readonly MissingEvidence[];
}

export function createExplainer(model: Model, rows: RowAccess, judge: Judge): Explainer {
  const phrase = rememberPhrases();

  /** Why `filter` holds, or, where `holds` is false, what keeps it from holding (it is false or unknown). */
  function why(cell: Cell, filter: Filter, path: string, holds: boolean): readonly Evidence[] {
    switch (filter.kind) {
      case "not":
        return why(cell, filter.of, path, !holds);
      case "and":
      case "or": {
        if ((filter.kind === "and") === holds)
          return filter.of.flatMap((part) => why(cell, part, path, holds));
        const wanted = holds ? "true" : "false";
        const part =
          filter.of.find((candidate) => judge.judge(cell, candidate) === wanted) ??
          filter.of.find((candidate) => judge.judge(cell, candidate) !== "true");
        return part ? why(cell, part, path, holds) : [];
      }
      case "type":
        return [
          {
            path: `${path}typename`,
            condition: `${holds ? "in" : "not in"} ${JSON.stringify(filter.names)}`,
            found: cell.table.type,
          },
        ];
      case "null":
      case "compare":
        return [whyLeaf(cell, filter, path, holds)];
      case "quantify":
        return whyQuantified(cell, filter, path, holds);
    }
  }

  function whyLeaf(cell: Cell, filter: Leaf, path: string, holds: boolean): Evidence {
    const found = rows.value(cell, filter.field);
    const where = `${path}${filter.field}`;
    if (filter.kind === "null")
      return { path: where, condition: found === null ? "is null" : "is set", found };
    const coalesce = model.types.get(cell.table.type)?.fields.get(filter.field)?.coalesce;
    if (found === null && coalesce === undefined)
      return { path: where, condition: "is null", found };
    const condition = phrase(filter, holds);
    if (found !== null) return { path: where, condition, found };
    const counted = `none, which counts as ${JSON.stringify(coalesce)}`;
    const saysAll = condition === `= ${JSON.stringify(coalesce)}`;
    return { path: where, condition: saysAll ? counted : `${counted}: ${condition}`, found };
  }

  function whyQuantified(
    cell: Cell,
    filter: Quantify,
    path: string,
    holds: boolean,
  ): readonly Evidence[] {
    const { relation, quantifier, where } = filter;
    const name = `${path}${relation}`;
    const far = rows.targets(cell, relation);
    if (far.length === 0) return [{ path: name, condition: "none" }];
    if (!where) return [{ path: name, condition: countOf(cell, relation, far.length) }];
    const truths = far.map((other) => judge.judge(other, where));
    const positions = (test: (truth: string) => boolean) =>
      far.map((_, i) => i).filter((i) => test(truths[i]!));
    const held = positions((truth) => truth === "true");
    const failed = positions((truth) => truth !== "true");
    const tell = (which: readonly number[], positive: boolean) =>
      which.flatMap((i) =>
        why(far[i]!, where, `${path}${nameOf(cell, relation, far, i)}.`, positive),
      );
    const tellFew = (which: readonly number[], positive: boolean, summary: string) =>
      which.length <= mostNamed ? tell(which, positive) : [{ path: name, condition: summary }];
    const positive = holds === (quantifier !== "NONE");
    if (positive && (quantifier === "SOME" || quantifier === "NONE"))
      return tell(held.slice(0, 1), true);
    if (quantifier === "SINGLE" && held.length > 0) {
      return positive
        ? tell(held, true)
        : [{ path: name, condition: `${held.length} match` }, ...tell(held.slice(0, 2), true)];
    }
    if (quantifier === "ALL") {
      if (positive) return tellFew(held, true, `all ${held.length} match`);
      const wrong = positions((truth) => truth === "false");
      if (wrong.length > 0) return tell(wrong.slice(0, 1), false);
    }
    if (failed.length <= mostNamed) return tell(failed, false);
    const nearest = nearestTo(
      where,
      failed.map((i) => far[i]!),
    );
    const summary = { path: name, condition: `none of ${far.length} matches` };
    return nearest === undefined ? [summary] : [summary, ...tell([failed[nearest]!], false)];
  }

  /** Position of the row that meets most of a conjunction's parts, such as the right name with a wrong value. */
  function nearestTo(where: Filter, cells: readonly Cell[]): number | undefined {
    if (where.kind !== "and") return undefined;
    const met = cells.map(
      (cell) => where.of.filter((part) => judge.judge(cell, part) === "true").length,
    );
    const most = Math.max(...met);
    return most > 0 ? met.indexOf(most) : undefined;
  }

  function countOf(cell: Cell, relation: string, count: number): string {
    return relationOf(model, cell.table, relation)?.toMany ? `${count} related` : "is set";
  }

  /** A related row by its name, where it has one, else by its position from 0; the one of a to-one relation by nothing. */
  function nameOf(cell: Cell, relation: string, far: readonly Cell[], i: number): string {
    if (!relationOf(model, cell.table, relation)?.toMany) return relation;
    const name = rows.value(far[i]!, "name");
    return `${relation}[${typeof name === "string" && name !== "" ? name : i}]`;
  }

  function missing(cell: Cell, filter: Filter, path: string): readonly MissingEvidence[] {
    if (judge.judge(cell, filter) !== "missing") return [];
    switch (filter.kind) {
      case "not":
        return missing(cell, filter.of, path);
      case "and":
      case "or":
        return filter.of.flatMap((part) => missing(cell, part, path));
      case "type":
        return [];
      case "null":
      case "compare": {
        const field = model.types.get(cell.table.type)?.fields.get(filter.field);
        const where = `${path}${filter.field}`;
        if (field?.derived)
          return judge.unreadBehind(cell, field.derived).map((open) => ({ path: where, ...open }));
        const reason = field?.uncollected;
        return [{ path: where, ...(reason === undefined ? {} : { reason }) }];
      }
      case "quantify": {
        const { relation, where } = filter;
        const name = `${path}${relation}`;
        const hidden = judge.hidden(cell, filter).map((reason) => ({ path: name, ...reason }));
        if (!where) return hidden;
        const far = rows.targets(cell, relation);
        const inner = far.flatMap((other, i) =>
          missing(other, where, `${path}${nameOf(cell, relation, far, i)}.`),
        );
        return [...hidden, ...inner];
      }
    }
  }

  return {
    whyTrue: (cell, filter) => why(cell, filter, "", true),
    whyMissing: (cell, filter) => {
      const all = missing(cell, filter, "");
      const key = ({ path, collection, id }: MissingEvidence) =>
        `${path}\0${collection?.type}\0${collection?.connector}\0${id}`;
      return [...new Map(all.map((evidence) => [key(evidence), evidence])).values()];
    },
  };
}

const symbols: Readonly<Record<string, readonly [holds: string, fails: string]>> = {
  EQ: ["=", "!="],
  IN: ["in", "not in"],
  LT: ["<", "not <"],
  LTE: ["<=", "not <="],
  GT: [">", "not >"],
  GTE: [">=", "not >="],
};

/** `renderComparison`, once for each comparison. */
function rememberPhrases(): typeof renderComparison {
  const known = new WeakMap<Comparison, Map<boolean, string>>();
  return (filter, holds) => {
    const phrases = known.get(filter) ?? new Map<boolean, string>();
    known.set(filter, phrases);
    const phrase = phrases.get(holds) ?? renderComparison(filter, holds);
    phrases.set(holds, phrase);
    return phrase;
  };
}

/** A comparison as a person reads it: `= ""`, `does not start with "a"`. */
function renderComparison({ operator, value, ignoreCase }: Comparison, holds: boolean): string {
  // `startsWith` in words: starts with, does not start with.
  const words = (operators[operator]?.nested ?? operator).replace(
    /[A-Z]/g,
    (letter) => ` ${letter.toLowerCase()}`,
  );
  const phrase =
    symbols[operator]?.[holds ? 0 : 1] ??
    (holds ? words : `does not ${words.replace(/^(\w+?)(?<=ch)es\b|^(\w+?)s\b/, "$1$2")}`);
  return `${phrase} ${JSON.stringify(value)}${ignoreCase ? " (in any case)" : ""}`;
}
