import type { Edit, Fix } from "../errors.ts";
import type { Problem } from "./analysis.ts";
import { offsetAt, spanOf } from "./ranges.ts";

/**
 * What may mend a problem: its own fix, else each name that its message offers. Messages have the culprit first in quotation marks and end
 * with the nearest names.
 */
export function fixesOf(problem: Problem): readonly Fix[] {
  if (problem.fix) return [problem.fix];
  const { message, place, file } = problem;
  const offered = /Did you mean ((?:"[^"]+"(?:, | or )?)+)\?\s*$/.exec(message)?.[1];
  if (offered === undefined || place?.source === undefined) return [];
  const { source } = place;
  const [start, end] = [spanOf(place).start, spanOf(place).end].map((spot) =>
    offsetAt(source, spot),
  );
  // Of a value what was found is the culprit, and the first name is that of its key.
  const found = /\bfound "?([^".]+)"?\./.exec(message)?.[1];
  const quoted = [...message.matchAll(/"([^"]+)"/g)].map(([, word]) => word!);
  const culprits = found === undefined ? quoted : [found];
  const names = [...offered.matchAll(/"([^"]+)"/g)].map(([, name]) => name!);
  const edit = findCulprit(source, start!, end!, culprits);
  if (!edit) return [];
  return names.map((name) => ({
    title: `Write "${name}"`,
    edits: [{ ...edit, file, text: name }],
    isSafe: false,
  }));
}

/** The word at a place, or the one in the text behind its key. */
function findCulprit(
  source: string,
  start: number,
  end: number,
  culprits: readonly string[],
): Pick<Edit, "start" | "end"> | undefined {
  const word = source.slice(start, end);
  if (culprits.includes(word)) return { start, end };
  const rest = source.slice(start, start + 500);
  for (const culprit of culprits) {
    const at = rest.indexOf(culprit);
    const isWhole =
      at >= 0 &&
      !/[\w-]/.test(rest[at + culprit.length] ?? "") &&
      !/[\w-]/.test(rest[at - 1] ?? "");
    if (isWhole) return { start: start + at, end: start + at + culprit.length };
  }
  return undefined;
}
