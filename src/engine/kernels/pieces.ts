import type { Step } from "./kernels.ts";

/** How an operand moves on with the rows that a kernel passes over: not at all, by bytes for each row, or by a bit. */
type Stride = 0 | 1 | 2 | 4 | "bit" | "code" | "rows";

/**
 * The kernels whose steps can be done piece by piece, with the stride of each operand; `rows` is the operand that says how
 * many rows there are, and a `code` is as wide as the first operand says. The others pass over whole words of bits and are
 * through with millions of rows in no time.
 */
const strides: Partial<Readonly<Record<Step[0], readonly Stride[]>>> = {
  range: [0, "code", "rows", 0, 0, "bit"],
  lookup: [0, "code", "rows", 0, "bit"],
  scatter: ["rows", 4, "bit", 0],
  scatterMany: ["rows", 4, 0, "bit", 0],
  scatterTwice: ["rows", 4, "bit", 0, 0],
  scatterManyTwice: ["rows", 4, 0, "bit", 0, 0],
  descend: ["rows", 4, "bit", 0],
  ascend: ["rows", 4, 0, "bit"],
  gather: ["rows", 4, 0, "bit"],
  linked: ["rows", 4, "bit"],
  contains: ["rows", 4, 0, 0, 0, "bit"],
  startsWith: ["rows", 4, 0, 0, 0, "bit"],
  endsWith: ["rows", 4, 0, 0, 0, "bit"],
  equals: ["rows", 4, 0, 0, 0, "bit"],
};

/** What a row costs beside one that is looked at by its bit: by kernel, in about such looks. */
const dear: Partial<Readonly<Record<Step[0], number>>> = {
  contains: 32,
  startsWith: 4,
  endsWith: 4,
  equals: 4,
  scatter: 4,
  scatterMany: 8,
  scatterTwice: 4,
  scatterManyTwice: 8,
  gather: 4,
};

/** What a step costs, as so many rows of which only a code is looked at. */
export function costOf([kernel, ...operands]: Step): number {
  const own = strides[kernel];
  const rows = operands[own ? own.indexOf("rows") : 0] ?? 0;
  return own ? rows * (dear[kernel] ?? 1) : rows >> 3;
}

/** A step as steps that come to the same, each of which costs at most about `most` rows. Pieces begin at whole lines of bits. */
export function* pieces(step: Step, most: number): Generator<Step> {
  const [kernel, ...operands] = step;
  const own = strides[kernel];
  if (!own || costOf(step) <= most) {
    yield step;
    return;
  }
  const at = own.indexOf("rows");
  const rows = operands[at]!;
  const length = Math.max(512, Math.floor(most / (dear[kernel] ?? 1) / 512) * 512);
  const move = (stride: Stride, operand: number, by: number): number => {
    if (stride === "rows") return Math.min(length, rows - by);
    if (stride === "bit") return operand + by / 8;
    return operand + by * (stride === "code" ? operands[0]! : stride);
  };
  for (let from = 0; from < rows; from += length)
    yield [kernel, ...operands.map((operand, i) => move(own[i]!, operand, from))];
}
