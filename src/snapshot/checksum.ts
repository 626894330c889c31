import { checksumModule } from "./checksum-module.ts";

/** What has a checksum of its own, and is read and checked at once where a single value is asked for. */
export const blockBytes = 16 * 1024;
/** What is read at once of a whole blob: it is then still in the processor's cache when it is checked and copied. */
export const spanBytes = 16 * blockBytes;
/** A checksum is 64 bits: so many unsigned 32-bit integers. */
export const checksumWords = 2;
/** A block of another length counts as if zeros followed up to the next multiple of this. */
const stripeBytes = 128;
const lanes = stripeBytes / 4;

/**
 * Room for what is on its way between a file and memory, which tells its checksums.
 *
 * A checksum is made of rounds of xxHash32, each of which takes four bytes into a state of 32 bits: there are 32 states, the `i`th begins
 * as `i + 1` and takes in every 32nd word of the block from the `i`th on, and at the end they take in one another until two are left. A
 * round can be undone, so that a change within one word is noticed for certain; other changes are overlooked once in 2^32 times at
 * most, and mostly once in 2^64. With SIMD that takes a fourth of the time of zlib's CRC, of half as many bits.
 */
export interface Span {
  /** `spanBytes` bytes, for the caller to fill. */
  readonly bytes: Uint8Array;
  /** The checksums of the blocks that the first `length` bytes are, `checksumWords` for each; valid until the next call. */
  checksums(length: number): Uint32Array;
}

/** Brings the checksum of the bytes from `from` to `end`, which are whole stripes, to `out`. */
type Checksum = (from: number, end: number, out: number) => void;

/** A span in WebAssembly's memory where this machine has that, or elsewhere with the same checksums. */
export function createSpan(): Span {
  return createSimdSpan() ?? createPlainSpan();
}

/** A span whose checksums are worked out in TypeScript. */
export function createPlainSpan(): Span {
  const buffer = new ArrayBuffer(memoryBytes);
  return createSpanOver(buffer, createPlainChecksum(buffer));
}

/** A span whose checksums are worked out in WebAssembly with SIMD, if this machine can compile it. */
export function createSimdSpan(): Span | undefined {
  try {
    const memory = new WebAssembly.Memory({ initial: memoryBytes / pageBytes });
    const module = new WebAssembly.Module(Buffer.from(checksumModule, "base64"));
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    return createSpanOver(memory.buffer, exports.checksum as Checksum);
  } catch (error) {
    // No SIMD, or no address space for one more memory.
    if (error instanceof WebAssembly.CompileError || error instanceof RangeError) return undefined;
    throw error;
  }
}

const pageBytes = 65_536;
/** Behind the bytes stand their checksums. */
const memoryBytes = spanBytes + pageBytes;

function createSpanOver(buffer: ArrayBuffer, checksum: Checksum): Span {
  const bytes = new Uint8Array(buffer, 0, spanBytes);
  const results = new Uint32Array(buffer, spanBytes);
  return {
    bytes,
    checksums(length) {
      const end = Math.ceil(length / stripeBytes) * stripeBytes;
      bytes.fill(0, length, end);
      const blocks = Math.ceil(length / blockBytes);
      for (let block = 0; block < blocks; block++) {
        const from = block * blockBytes;
        const out = results.byteOffset + block * checksumWords * 4;
        checksum(from, Math.min(from + blockBytes, end), out);
      }
      return results.subarray(0, blocks * checksumWords);
    },
  };
}

/** The reference, and what works where WebAssembly has no SIMD. */
function createPlainChecksum(buffer: ArrayBuffer): Checksum {
  const words = new Int32Array(buffer);
  const states = new Int32Array(lanes);
  return (from, end, out) => {
    for (let lane = 0; lane < lanes; lane++) states[lane] = lane + 1;
    for (let word = from / 4; word < end / 4; word += lanes)
      for (let lane = 0; lane < lanes; lane++)
        states[lane] = round(states[lane]!, words[word + lane]!);
    for (let lane = 4; lane < lanes; lane++)
      states[lane % 4] = round(states[lane % 4]!, states[lane]!);
    words[out / 4] = round(states[0]!, states[2]!);
    words[out / 4 + 1] = round(states[1]!, states[3]!);
  };
}

/** One round of xxHash32. */
function round(state: number, word: number): number {
  const mixed = (state + Math.imul(word, 0x85ebca77)) | 0;
  return Math.imul((mixed << 13) | (mixed >>> 19), 0x9e3779b1);
}
