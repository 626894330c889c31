import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

// graphql must be loaded once: Vitest would take its ES build for our imports and Node its CommonJS build for packages'.
const graphql = [
  ...["graphql", "graphql/error", "graphql/language", "graphql/type", "graphql/validation"],
  ...["TypeInfo", "buildASTSchema", "typeComparators", "typeFromAST"].map(
    (name) => `graphql/utilities/${name}.js`,
  ),
];
const { resolve } = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    alias: graphql.map((name) => ({
      find: new RegExp(`^${name.replaceAll(".", "\\.")}$`),
      replacement: resolve(name),
    })),
  },
  test: {
    projects: [
      { extends: true, test: { name: "assay", include: ["test/**/*.test.ts"] } },
      // Whatever the executor answers that works level by level, graphql-js answers by the schema's resolvers.
      {
        extends: true,
        test: {
          name: "resolvers",
          include: ["test/{graphql,server}/*.test.ts"],
          env: { EXECUTOR: "resolvers" },
        },
      },
    ],
    globalSetup: ["test/node-version.ts"],
    setupFiles: ["test/random-seed.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
