import { invariant } from "../../errors.ts";

/**
 * One linear memory for everything that kernels touch: columns, links, bit sets. An address is a byte offset in it.
 *
 * It is shared, though most of the time there is one thread: a shared memory grows in place, so that views (and workers)
 * keep what they have; and it needs an upper bound, which costs nothing until it is used.
 */
export interface Memory {
  readonly shared: WebAssembly.Memory;
  /** Views over all of it. Take them anew after an `allocate`: older ones are valid, but end where the memory then ended. */
  readonly u8: Uint8Array;
  readonly u16: Uint16Array;
  readonly u32: Uint32Array;
  readonly f64: Float64Array;
  /** The address of at least `bytes` bytes, at a multiple of 64. Their content is whatever was there before. */
  allocate(bytes: number): number;
  /** Gives back what `allocate` gave for the same number of bytes. */
  release(address: number, bytes: number): void;
  /** Bytes in use. */
  readonly used: number;
}

const pageBytes = 65_536;
const growthBytes = 4 * 1024 * 1024;
/** Kernels may read a vector or a word of rows past the end of what they were given. */
const slackBytes = 512;
/** Free blocks of other sizes are looked through from this share of the memory on: until then, growing it costs less. */
const splitShare = 8;
/** Neighbours are coalesced once this share of what is sought has been freed: what was freed since may be what lay between them. */
const coalescedShare = 8;
/** The largest memory that a 32-bit address reaches. */
const largestPages = 65_536;

/** A memory of its own for one inventory. */
export function createMemory(): Memory {
  const shared = reserve();
  // The first line stays unused, so that no address is 0.
  let end = 64;
  let used = 0;
  let views = viewsOf(shared);
  // Bit sets come in few sizes and short lives: each size has its list of free blocks.
  const free = new Map<number, number[]>();
  let freeBytes = 0;
  // Freed since neighbours were coalesced.
  let uncoalescedBytes = 0;

  function setFree(address: number, size: number): void {
    freeBytes += size;
    const list = free.get(size);
    if (list) list.push(address);
    else free.set(size, [address]);
  }

  /** A part of a larger free block, once much is free. What is left of it is free again. */
  function split(size: number): number | undefined {
    if (freeBytes < size || freeBytes < end / splitShare) return undefined;
    let block = takeSmallest(size);
    if (!block && uncoalescedBytes >= size / coalescedShare) {
      coalesce();
      block = takeSmallest(size);
    }
    if (!block) return undefined;
    if (block.size > size) setFree(block.address + size, block.size - size);
    return block.address;
  }

  /** The smallest free block that is large enough. */
  function takeSmallest(size: number): Block | undefined {
    let best = Infinity;
    for (const [own, addresses] of free)
      if (addresses.length === 0) free.delete(own);
      else if (own >= size && own < best) best = own;
    const address = free.get(best)?.pop();
    if (address === undefined) return undefined;
    freeBytes -= best;
    return { address, size: best };
  }

  /** Makes neighbours one block. */
  function coalesce(): void {
    const blocks = coalesced(free);
    free.clear();
    freeBytes = 0;
    for (const { address, size } of blocks) setFree(address, size);
    uncoalescedBytes = 0;
  }

  return {
    shared,
    get u8() {
      return views.u8;
    },
    get u16() {
      return views.u16;
    },
    get u32() {
      return views.u32;
    },
    get f64() {
      return views.f64;
    },
    get used() {
      return used;
    },
    allocate(bytes) {
      const size = sizeOf(bytes);
      used += size;
      const reusable = free.get(size)?.pop();
      if (reusable !== undefined) {
        freeBytes -= size;
        return reusable;
      }
      const part = split(size);
      if (part !== undefined) return part;
      const address = end;
      end += size;
      const lacking = end + slackBytes - shared.buffer.byteLength;
      if (lacking > 0) {
        shared.grow(Math.ceil(Math.max(lacking, growthBytes) / pageBytes));
        views = viewsOf(shared);
      }
      return address;
    },
    release(address, bytes) {
      const size = sizeOf(bytes);
      used -= size;
      uncoalescedBytes += size;
      setFree(address, size);
    },
  };
}

/** Whole lines of 64 bytes, and at least one. */
function sizeOf(bytes: number): number {
  return Math.ceil(Math.max(bytes, 1) / 64) * 64;
}

interface Block {
  readonly address: number;
  readonly size: number;
}

/** All free blocks, neighbours as one. */
function coalesced(free: ReadonlyMap<number, readonly number[]>): readonly Block[] {
  const all = [...free].flatMap(([size, list]) => list.map((address) => ({ address, size })));
  all.sort((a, b) => a.address - b.address);
  const blocks: Block[] = [];
  for (const { address, size } of all) {
    const last = blocks.at(-1);
    if (last && last.address + last.size === address)
      blocks[blocks.length - 1] = { address: last.address, size: last.size + size };
    else blocks.push({ address, size });
  }
  return blocks;
}

/** Asks for the largest reservation the machine grants: some limit the address space of a process. */
function reserve(): WebAssembly.Memory {
  for (let maximum = largestPages; maximum >= 1024; maximum /= 2) {
    try {
      return new WebAssembly.Memory({ initial: 16, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  invariant(false, "64 MB of address space can be reserved");
}

function viewsOf({ buffer }: WebAssembly.Memory): Pick<Memory, "u8" | "u16" | "u32" | "f64"> {
  return {
    u8: new Uint8Array(buffer),
    u16: new Uint16Array(buffer),
    u32: new Uint32Array(buffer),
    f64: new Float64Array(buffer),
  };
}
