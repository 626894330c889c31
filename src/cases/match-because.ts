import type { Evidence, MissingEvidence } from "../types.ts";

/**
 * Whether a line that somebody wrote is one of the reasons: the same path and condition, and the same value where the line has one, as in
 * `rules[0].sources = []` or `name starts with "a", found "abc"`. What is missing is named by its path, or as a report has it with its
 * state: `securityContacts: denied`.
 */
export function isAmongReasons(
  line: string,
  reasons: readonly (Evidence | MissingEvidence)[],
): boolean {
  const written = plain(line);
  return reasons.some((reason) =>
    "condition" in reason ? saysCondition(written, reason) : saysMissing(written, reason),
  );
}

function saysCondition(written: string, { path, condition, found }: Evidence): boolean {
  const own = plain(path);
  if (!written.startsWith(own)) return false;
  const rest = written.slice(own.length).replace(/^\s*:/, "").trim();
  const asked = plain(condition);
  if (rest === asked) return true;
  const value = rest.startsWith(`${asked}, found `) ? rest.slice(asked.length + 8) : undefined;
  return value !== undefined && found !== undefined && isValue(value, found);
}

function isValue(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

function saysMissing(written: string, { path, collection }: MissingEvidence): boolean {
  const own = plain(path);
  return (
    written === own || (collection !== undefined && written === `${own}: ${collection.status}`)
  );
}

/** Blanks do not count, how many there are. */
function plain(text: string): string {
  return text.trim().replaceAll(/\s+/g, " ");
}
