import type { Kernels } from "./kernels.ts";
import type { Memory } from "./memory.ts";
import { createPlainCodes } from "./plain-codes.ts";
import { createPlainLinks } from "./plain-links.ts";
import { createPlainSets } from "./plain-sets.ts";
import { createPlainTexts } from "./plain-texts.ts";
import { createPlainWriter } from "./plain-write.ts";

/** The kernels in plain TypeScript: what each of them means, and what runs where WebAssembly cannot. */
export function createPlainKernels(memory: Memory): Kernels {
  return {
    ...createPlainCodes(memory),
    ...createPlainSets(memory),
    ...createPlainLinks(memory),
    ...createPlainTexts(memory),
    write: createPlainWriter(memory),
  };
}
