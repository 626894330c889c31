import type { Memory } from "../kernels/memory.ts";

/** Memory that is needed for a while, and given back together. */
export interface Scratch {
  /** The address of so many bytes, whatever is in them. */
  take(bytes: number): number;
  /** The address of a copy. */
  put(bytes: Uint8Array): number;
  release(): void;
}

/** No memory yet. */
export function createScratch(memory: Memory): Scratch {
  const taken: [address: number, bytes: number][] = [];
  const take = (bytes: number) => {
    // Few sizes, so that what is given back fits again.
    const size = 2 ** Math.ceil(Math.log2(Math.max(bytes, 64)));
    const address = memory.allocate(size);
    taken.push([address, size]);
    return address;
  };
  return {
    take,
    put(bytes) {
      const address = take(bytes.length);
      memory.u8.set(bytes, address);
      return address;
    },
    release() {
      for (const [address, bytes] of taken.splice(0)) memory.release(address, bytes);
    },
  };
}
