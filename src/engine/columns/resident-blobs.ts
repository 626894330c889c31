import type { Blob } from "../../inventory/tables.ts";
import type { Slices } from "../../slices.ts";
import type { Memory } from "../kernels/memory.ts";

/** Blobs that are in memory, brought there when they are first needed. */
export interface ResidentBlobs {
  readonly memory: Memory;
  /** The address of a whole blob, which stays in memory from then on. */
  address(blob: Blob): number;
  /** Brings blobs into memory as `address` does, piece by piece. */
  bring(blobs: readonly Blob[]): Slices<void>;
  /**
   * Whether all of these blobs are in memory, or brings them there, where `values` single ones of each are wanted. They are brought there once what was
   * ever read of them singly would have been no dearer at once: whatever is asked, reading costs at most twice what it had to.
   */
  isWorth(blobs: readonly Blob[], values: number): Slices<boolean>;
  /** Where a blob is in memory, if it is. One no larger than a block is brought there: reading a part of it would read all of it. */
  find(blob: Blob): number | undefined;
}

/** Reading one value from a file means reading and checking a block of it, though neighbours then come with it. */
const singleBytes = 16 * 1024;
/** What is brought at once where others are served meanwhile: less than a millisecond's reading and checking. */
const pieceBytes = 64 * singleBytes;
/** Beyond this, what is only read stays in the file: filters need the rest of the 4 GiB that an address reaches. */
const mostForReading = 2.5 * 1024 ** 3;

/** None so far; the blobs' owner keeps their files open. */
export function createResidentBlobs(memory: Memory): ResidentBlobs {
  const resident = new Map<Blob, number>();
  const uniform = new Map<number, { readonly place: number; readonly byteLength: number }>();
  const readSingly = new Map<Blob, number>();

  function address(blob: Blob): number {
    const known = resident.get(blob);
    if (known !== undefined) return known;
    const place = blob.word === undefined ? bring(blob) : addressOfWords(blob, blob.word);
    resident.set(blob, place);
    return place;
  }

  function bring(blob: Blob): number {
    const place = memory.allocate(blob.byteLength);
    blob.read(memory.u8.subarray(place, place + blob.byteLength));
    return place;
  }

  function* bringSlices(blobs: readonly Blob[]): Slices<void> {
    for (const blob of blobs) {
      const { byteLength } = blob;
      if (resident.has(blob)) continue;
      if (blob.word !== undefined || byteLength <= pieceBytes) {
        address(blob);
        yield;
        continue;
      }
      const place = memory.allocate(byteLength);
      let isKept = false;
      try {
        for (let from = 0; from < byteLength && !resident.has(blob); from += pieceBytes) {
          const to = Math.min(from + pieceBytes, byteLength);
          blob.read(memory.u8.subarray(place + from, place + to), from);
          yield;
        }
        // Somebody else may have brought it meanwhile.
        isKept = !resident.has(blob);
        if (isKept) resident.set(blob, place);
      } finally {
        if (!isKept) memory.release(place, byteLength);
      }
    }
  }

  /** Blobs of the same word share one place, as long as the longest of them; those that came before a longer one keep theirs. */
  function addressOfWords(blob: Blob, word: number): number {
    const known = uniform.get(word);
    if (known && known.byteLength >= blob.byteLength) return known.place;
    const place = bring(blob);
    uniform.set(word, { place, byteLength: blob.byteLength });
    return place;
  }

  function* isWorth(blobs: readonly Blob[], values: number): Slices<boolean> {
    for (const blob of blobs) if (blob.word !== undefined) address(blob);
    const absent = blobs.filter((blob) => !resident.has(blob));
    const [first] = absent;
    if (!first) return true;
    const whole = absent.reduce((sum, { byteLength }) => sum + byteLength, 0);
    const singly = (readSingly.get(first) ?? 0) + values * singleBytes;
    readSingly.set(first, singly);
    if (singly < whole || memory.used + whole > mostForReading) return false;
    yield* bringSlices(absent);
    return true;
  }

  function find(blob: Blob): number | undefined {
    const known = resident.get(blob);
    return known === undefined && blob.byteLength <= singleBytes ? address(blob) : known;
  }

  return { memory, address, bring: bringSlices, isWorth, find };
}
