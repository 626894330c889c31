import type { GraphQLSchema } from "graphql";
import { invariant } from "../errors.ts";
import type { Inventory } from "../types.ts";
import type { Allowance } from "./call.ts";
import type { Method } from "./root.ts";
import type { RowFields } from "./rows.ts";

/** Who answers operations: ours, which works level by level, or graphql-js by the schema's resolvers. The answers are the same. */
export type Executor = "levels" | "resolvers";

/** What stands behind an executable schema. */
export interface Answers {
  readonly inventory: Inventory;
  readonly root: Readonly<Record<string, Method>>;
  readonly rowFields: RowFields;
  /** The schema as introspection shows it, with typed inputs; built when it is first asked for. */
  readonly described: () => GraphQLSchema;
  readonly allowance: Allowance;
  readonly executor: Executor;
}

/** Under which the schema's extensions hold it: libraries that make a schema of their own from one hand these on. */
export const BEHIND = "assay";

/** What stands behind a schema of `createExecutableSchema`. */
export function answersOf({ extensions }: GraphQLSchema): Answers {
  const answers = extensions[BEHIND] as Answers | undefined;
  invariant(answers, "the schema is one of createExecutableSchema");
  return answers;
}
