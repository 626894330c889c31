import type { MistakeCode } from "../mistake-codes.ts";
import type { Filter, Model } from "../types.ts";
import { Word } from "./values.ts";
import { isVariable } from "./variables.ts";

/** A step into a `where`: a key, or a position in a list. */
export type Path = readonly (string | number)[];

/** Something to say about a place in a `where`. */
export interface Remark {
  readonly code: MistakeCode;
  readonly path: Path;
  readonly message: string;
  /** The one value that can be meant by the one at the place. */
  readonly instead?: string;
}

/** Remarks as they are made. */
export interface Remarks {
  /** Those that are kept. */
  readonly kept: readonly Remark[];
  push(remark: Remark): void;
}

/** Thrown when as many mistakes have been found as are told: what is behind them is not read. */
export class Enough extends Error {}

/** A list of at most `most` remarks: further ones are dropped, or `whenFull` is thrown with the last that fits. */
export function createRemarks(most: number, whenFull?: Error): Remarks {
  const kept: Remark[] = [];
  return {
    kept,
    push(remark) {
      if (kept.length < most) kept.push(remark);
      if (whenFull && kept.length >= most) throw whenFull;
    },
  };
}

/** What the readers of one `where` share: the model, and the lists they write their remarks to. */
export interface Reader {
  readonly model: Model;
  readonly allowBacktracking: boolean;
  readonly mistakes: Remarks;
  readonly warnings: Remarks;
  readonly ineffective: Remarks;
  readonly impossible: Remarks;
  /** Whether conditions that cannot hold at once are looked for. */
  readonly findsClashes: boolean;
  /** Whether nulls that only a program writes together, for what is not set, are mistakes. */
  readonly refusesUnset: boolean;
  /** Where conditions stand, as they are made; see `standsAt`. */
  readonly paths: Map<Filter, Path>;
  /** Reads a `where` of the type `typeName` inside another; undefined where it filters nothing. */
  where(typeName: string, value: unknown, path: Path): Filter | undefined;
}

/** Keeps where a condition stands, where that is not known more closely yet; gives it back. */
export function standsAt<T extends Filter | undefined>(
  { paths }: Reader,
  path: Path,
  filter: T,
): T {
  if (filter && !paths.has(filter)) paths.set(filter, path);
  return filter;
}

/** The keys of an object that are there: a key whose value is undefined is not. */
export function entriesOf(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** Whether a value is an object of keys. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return !(value instanceof Word || isVariable(value));
}

/** As GraphQL does it: a single value where a list is expected is a list of one. */
export function listFrom(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** A value as messages show it: as a document would have it, cut where it is long. */
export function show(value: unknown): string {
  const text = isPrinted(value) ? printed(value) : print(value, 81);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** A value as a name is compared: a text or a word as it stands, all else as messages show it. */
export function nameIn(value: unknown): string {
  return typeof value === "string" ? value : show(value);
}

/** A value as JSON, to its end or until there are `room` characters; so it goes no deeper than that either. */
function print(value: unknown, room: number): string {
  if (isPrinted(value)) return JSON.stringify(printed(value));
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const isList = Array.isArray(value);
  let text = isList ? "[" : "{";
  for (const [key, member] of Object.entries(value)) {
    if (text.length >= room) return text;
    if (text.length > 1) text += ",";
    if (!isList) text += `${JSON.stringify(key)}:`;
    text += print(member, room - text.length);
  }
  return text + (isList ? "]" : "}");
}

function isPrinted(value: unknown): boolean {
  if (value === undefined || typeof value === "bigint") return true;
  return value instanceof Word || isVariable(value);
}

function printed(value: unknown): string {
  return isVariable(value) ? `$${value.variable}` : String(value);
}
