/** One number that a run found. */
export interface Measurement {
  /** What was measured: `counts`, `rows`, `cold`, … */
  readonly measure: string;
  /** Key of a competitor, or of a variant of ours. */
  readonly subject: string;
  readonly title: string;
  readonly connectors: number;
  readonly value: number;
  readonly unit: "ms" | "bytes" | "bytes per node" | "rows" | "times";
  /** How many runs the median is of. */
  readonly runs: number;
  /** Connectors or another number that a curve goes along. */
  readonly along?: number;
}

/** The measurements of a run, to be asked for. */
export interface Measurements {
  readonly all: readonly Measurement[];
  add(measurement: Measurement): void;
  /** The best value of those whose subject is `subject` or begins with it and a hyphen: an engine's better form. */
  best(measure: string, subject: string, connectors: number): number | undefined;
}

export function createMeasurements(): Measurements {
  const all: Measurement[] = [];
  return {
    all,
    add: (measurement) => void all.push(measurement),
    best(measure, subject, connectors) {
      const values = all
        .filter(
          (one) =>
            one.measure === measure &&
            one.connectors === connectors &&
            (one.subject === subject || one.subject.startsWith(`${subject}-`)),
        )
        .map(({ value }) => value);
      return values.length > 0 ? Math.min(...values) : undefined;
    },
  };
}

/** The middle of some numbers; of two in the middle their mean. Not a number for none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The median of warm runs: the first is left out where there are more. */
export function warmMedian(times: readonly number[]): number {
  return median(times.length > 1 ? times.slice(1) : times);
}
