import type { ScalarName } from "../types.ts";

/** The scalars that fields may have. */
export const scalarNames: readonly ScalarName[] = [
  "ID",
  "String",
  "Int",
  "Float",
  "BigInt",
  "Boolean",
  "DateTime",
  "Date",
];
