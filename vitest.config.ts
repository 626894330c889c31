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
      find: new RegExp(`^${RegExp.escape(name)}$`),
      replacement: resolve(name),
    })),
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/node-version.ts"],
    setupFiles: ["test/random-seed.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
