import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Loads a module of ours when it is first needed, by code that cannot wait for the promise of an `import()`:
 * `loadLate<typeof Crews>(new URL("./kernels/crew.ts", import.meta.url))`. Loaded once; later calls look it up.
 *
 * The URL stands in the call as a literal, since the build finds the module by it and makes it a file of its own.
 */
export function loadLate<T>(file: URL): T {
  return createRequire(file)(fileURLToPath(file));
}
