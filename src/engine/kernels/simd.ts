import { loadLate } from "../../late.ts";
import { kernelsModule } from "./module.ts";
import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import type * as Plain from "./plain.ts";

/**
 * The fastest kernels that this machine runs over `memory`: those of `assembly/kernels.ts`, or where WebAssembly has no
 * SIMD or no threads the plain ones.
 */
export function createKernels(memory: Memory): Kernels {
  return createSimdKernels(memory.shared) ?? loadPlain().createPlainKernels(memory);
}

/** Hardly any machine needs them, and loading their files takes as long as a small suite's first answers do. */
function loadPlain(): typeof Plain {
  return loadLate(new URL("./plain.ts", import.meta.url));
}

/** The kernels in WebAssembly over a shared memory, if this machine can compile them. */
export function createSimdKernels(memory: WebAssembly.Memory): Kernels | undefined {
  try {
    const module = new WebAssembly.Module(Buffer.from(kernelsModule, "base64"));
    return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
