/** How many rows a question matched, and a number that differs when the ids do, whatever their order. */
export interface Fingerprint {
  readonly count: number;
  readonly hash: string;
}

/** Sums two hashes of each id: equal for equal sets, and practically never for others. */
export function fingerprintOf(ids: Iterable<string>): Fingerprint {
  let count = 0;
  let first = 0;
  let second = 0;
  for (const id of ids) {
    let a = 0x811c9dc5;
    let b = 0x9e3779b9;
    for (let i = 0; i < id.length; i++) {
      const code = id.charCodeAt(i);
      a = Math.imul(a ^ code, 0x01000193);
      b = Math.imul(b + code, 0x85ebca6b) ^ (b >>> 15);
    }
    count++;
    first = (first + a) >>> 0;
    second = (second + b) >>> 0;
  }
  const hex = (value: number): string => value.toString(16).padStart(8, "0");
  return { count, hash: hex(first) + hex(second) };
}
