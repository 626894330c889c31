/**
 * The kernels of `src/engine/kernels/kernels.ts` in AssemblyScript, for WebAssembly with SIMD; what each has to do is said there and in
 * `plain.ts`, whose parts the files here follow. `npm run kernels` compiles them into `src/engine/kernels/module.ts`.
 *
 * The common form: 64 rows make one 64-bit word of a bit set. Reads may go up to 256 bytes past an array's end, which the
 * memory allows for; what they find there is cut off by `tail` in the last word.
 */

export { range, lookup } from "./codes";
export { span, and, or, andNot, not, copy, count, list } from "./sets";
export {
  scatter,
  scatterTwice,
  scatterMany,
  scatterManyTwice,
  descend,
  ascend,
  gather,
  linked,
} from "./links";
export { contains } from "./search";
export { startsWith, equals, endsWith } from "./texts";
export { write } from "./write";
