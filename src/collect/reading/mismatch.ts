/**
 * Stands for a value that was not understood: what would hold it is missing. In a list it stands for one of its members, in
 * an object that a conversion made for one of its properties.
 */
export const mismatch = Symbol("mismatch");

/** A value, or that it was not understood. */
export type Outcome<T> = T | typeof mismatch;
