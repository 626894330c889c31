import type { FieldValue } from "../types.ts";

/** One asset or part of the estate, read field by field. */
export interface Fact {
  readonly id: string;
  /** Id of the connector it was read in. */
  readonly connector: string;
  /** Null where there is none, where it is missing, and where the type has no such field. */
  value(field: string): FieldValue;
  /** What a stored relation leads to, as assets or parts of a type; undefined for each that nothing of it has the id of. */
  follow(relation: string, type: string): readonly (Fact | undefined)[];
  /** Whether a field or a stored relation could not be learnt, or not as a whole. */
  isMissing(member: string): boolean;
}

/** What a derivation may ask about an estate: only the types that its declaration names, with the parts of their answers. */
export interface Facts {
  find(type: string, id: string): Fact | undefined;
  /** All assets of a type in a connector. */
  inConnector(type: string, connector: string): readonly Fact[];
  /** Whether all assets of a type in the connector that an id stands under are known. */
  isComplete(type: string, id: string): boolean;
  /** What `make` gives, made once for each purpose and id while assets of one connector are worked on. */
  once<T>(purpose: string, id: string, make: () => T): T;
}

/** What a derived relation leads to from one asset. */
export interface Derived {
  /** The fields of each part. */
  readonly parts: readonly Readonly<Record<string, FieldValue>>[];
  /** Whether these are certainly all; those that are there are certain in any case. */
  readonly isWhole: boolean;
}

/**
 * Works out a derived relation or field for one asset. The same facts give the same parts in the same order. A value is undefined
 * where what is known does not tell.
 */
export type Derivation =
  | { readonly parts: (asset: Fact, facts: Facts) => Derived }
  | { readonly value: (asset: Fact, facts: Facts) => FieldValue | undefined };

/** Derivations by the names of the SDL's enum `Derivation`. */
export type Derivations = Readonly<Record<string, Derivation>>;
