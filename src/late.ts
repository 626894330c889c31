import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Loads a module of ours when it is first needed, by code that cannot wait for the promise of an `import()`: a thread, a
 * pattern, kernels for a machine without SIMD. Loaded once; later calls look it up.
 *
 * Each caller writes its URL as `new URL("./worker-pool.ts", import.meta.url)`, by which the build knows the module and makes it a
 * file of its own.
 */
export function loadLate<T>(file: URL): T {
  return createRequire(file)(fileURLToPath(file));
}
