import type { Executor } from "../../src/graphql/answers.ts";

/** Who answers in this run of the tests: those of `graphql` and `server` run with either, see `vitest.config.ts`. */
export const executor: Executor = process.env.EXECUTOR === "resolvers" ? "resolvers" : "levels";
