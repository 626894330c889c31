import type { ASTNode } from "graphql";
import { getLocation } from "graphql/language";
import type { Mistake } from "../errors.ts";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Place } from "../types.ts";

/** Notes a mistake at a node of the SDL; the same message at the same place is kept once. */
export type Report = (code: MistakeCode, node: ASTNode, message: string) => void;

/** Gathers mistakes; `mistakes()` gives them in the order of their places. */
export interface MistakeLog {
  readonly report: Report;
  mistakes(): readonly Mistake[];
}

/** An empty list of mistakes and the function that adds to it. */
export function createMistakeLog(): MistakeLog {
  const byKey = new Map<string, Mistake>();
  return {
    report: (code, node, message) => {
      const place = placeOf(node);
      const key = `${place?.file}:${place?.line}:${place?.column} ${message}`;
      if (!byKey.has(key)) byKey.set(key, place ? { code, message, place } : { code, message });
    },
    mistakes: () => [...byKey.values()].sort(byPlace),
  };
}

/** Where a node stands. Undefined for a node that was not parsed from a text. */
export function placeOf(node: ASTNode): Place | undefined {
  const location = node.loc;
  if (!location) return undefined;
  const { line, column } = getLocation(location.source, location.start);
  return { file: location.source.name, line, column, source: location.source.body };
}

function byPlace({ place: a }: Mistake, { place: b }: Mistake): number {
  if (!a || !b) return Number(b !== undefined) - Number(a !== undefined);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
