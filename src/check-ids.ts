import type { Check } from "./types.ts";

/** The check that has this id, or had it before it was renamed. */
export function findCheck(checks: readonly Check[], id: string): Check | undefined {
  return checks.find((check) => check.id === id) ?? checks.find((one) => one.formerly.includes(id));
}
