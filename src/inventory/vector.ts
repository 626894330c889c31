/** A list of unsigned 32-bit integers that grows. */
export interface Vector {
  readonly length: number;
  push(value: number): void;
  get(index: number): number;
  /** The values so far; valid until the next push. */
  view(): Uint32Array;
}

/** What holds nothing yet: most columns and relations of a schema get no value in most estates. */
const none = new Uint32Array(0);

/** An empty `Vector`. */
export function createVector(): Vector {
  let values = none;
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      if (length === values.length) values = grown(values, Math.max(64, length * 2));
      values[length++] = value;
    },
    get: (index) => values[index]!,
    view: () => values.subarray(0, length),
  };
}

/** A copy with room for at least `length` values, the new ones 0. */
export function grown<A extends Uint8Array | Uint16Array | Uint32Array | Float64Array>(
  values: A,
  length: number,
): A {
  const copy = new (values.constructor as new (length: number) => A)(length);
  copy.set(values);
  return copy;
}
