import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";

// graphql must be loaded once: Vitest would take its ES build for our imports and Node its CommonJS build for packages'.
const graphql = createRequire(import.meta.url).resolve("graphql");

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/node-version.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
