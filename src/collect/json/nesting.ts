/** Deeper than any answer that a service means. */
export const DEEPEST = 200;

/** Whether a JSON value is nested deeper than that. Level by level, for the levels may be more than calls can be. */
export function isDeep(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const next: unknown[] = [];
    for (const one of level)
      if (typeof one === "object" && one !== null)
        for (const inner of Object.values(one)) next.push(inner);
    if (next.length === 0) return false;
    level = next;
  }
  return true;
}
