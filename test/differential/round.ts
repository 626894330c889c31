import fc from "fast-check";
import { readWhere } from "../../src/dialect/filter.ts";
import type { Inventory, Model } from "../../src/types.ts";
import { type Vocabulary, wheresOf } from "../dialect/random-where.ts";
import { answer, inventoryOf } from "../engine/ask.ts";
import { toys } from "../engine/random-estate.ts";
import type { Estate } from "../reference/evaluate.ts";
import { evaluateWhere, type Where } from "../reference/where.ts";
import { type Difference, differences, readAsUpstream } from "./as-upstream.ts";
import { estatesOf, valuesOf } from "./random-estate.ts";
import { models } from "./random-model.ts";
import { spellSeven, spellSix, Unspellable } from "./spelling.ts";
import { rootTypes, type Upstream } from "./upstream.ts";

/** How many filters are asked over one model and estate. */
export const filtersPerRound = 100;

const patterns = [
  ...["", ".*", "a.*", "(?i)ab?", "(?i)é", "a|b", "[a-z]+", "[^a]*", "\\d+", "\\W*", "a{1,2}"],
  ...[
    "(?s).*",
    "(?s)a.b",
    "\\p{Lu}+",
    "\\p{L}*",
    ".{1}",
    "(?:a|b)+",
    "(?i)k",
    "(?iu)k",
    "(?i)[a-l]",
  ],
];

/** One filter: in the words of version 5 with suffixes, which the later spellings are made from. */
export interface Case {
  readonly type: string;
  readonly where: Where;
}

/** A model, an estate and filters over it, the same for the same seed and number. */
export interface Round {
  readonly estate: Estate;
  readonly cases: fc.Arbitrary<Case>;
  /** Of the filters. */
  readonly seed: number;
}

export function createRound(seed: number, number: number, major: number): Round {
  const own = seed * 10_007 + number;
  const draw = <T>(arbitrary: fc.Arbitrary<T>) =>
    fc.sample(arbitrary, { seed: own, numRuns: 1 })[0]!;
  const model: Model = number % 4 === 0 ? toys : draw(models);
  const words: Vocabulary = {
    model,
    samples: (field) => [
      ...valuesOf(field),
      ...(field.scalar === "DateTime" ? ["2024-03-01T13:30:00.25+01:00"] : []),
      ...(field.name === "id" ? ["/a", "/a/box/1", "/b/ball/0", "/"] : []),
    ],
    patterns,
    upstream: true,
    caseless: major >= 7,
  };
  const cases = fc.oneof(
    ...rootTypes(model).map((type) =>
      wheresOf(words, type, 2).map(({ suffixes }): Case => ({ type, where: suffixes })),
    ),
  );
  return { estate: draw(estatesOf(model)), cases, seed: own };
}

/** What became of one filter at both ends. */
export type Outcome =
  | { readonly kind: "same" | "unspellable" }
  /** Upstream fails, or Assay refuses what upstream answers. */
  | { readonly kind: "upstream fails" | "refused"; readonly why: string }
  | { readonly kind: "documented"; readonly why: string }
  | {
      readonly kind: "unexplained";
      readonly here: readonly string[];
      readonly there: readonly string[];
    };

/** Both ends over one estate. */
export interface Ends {
  readonly estate: Estate;
  readonly inventory: Inventory;
  readonly upstream: Upstream;
  readonly major: number;
}

export function openEnds(estate: Estate, upstream: Upstream, major: number): Ends {
  return { estate, inventory: inventoryOf(estate), upstream, major };
}

/** Asks both ends, and where they differ, whether what is documented explains exactly that. */
export async function compareCase(ends: Ends, { type, where }: Case): Promise<Outcome> {
  const { model } = ends.estate;
  const suffixes = ends.major === 5 ? where : spellSix(model, type, where);
  const spelt = ends.major === 7 ? trySeven(model, type, suffixes) : suffixes;
  if (!spelt) return { kind: "unspellable" };
  const there = await ends.upstream.ask(type, spelt);
  const { filter, mistakes } = readWhere(model, type, spelt);
  if ("failed" in there) return { kind: "upstream fails", why: shorten(there.failed) };
  if (mistakes.length > 0) return { kind: "refused", why: shorten(mistakes[0]!.message) };
  const [answered] = await answer(ends.inventory, [{ type, where: filter }]);
  const here = answered!.matched;
  if (same(here, there)) return { kind: "same" };
  const why = explain(ends, { type, where: suffixes }, there);
  return why ? { kind: "documented", why } : { kind: "unexplained", here, there };
}

function trySeven(model: Model, type: string, where: Where): Where | undefined {
  try {
    return spellSeven(model, type, where);
  } catch (error) {
    if (error instanceof Unspellable) return undefined;
    throw error;
  }
}

/**
 * The documented differences that make upstream's answer, if they make exactly that. Those without which it would be
 * another are named.
 */
function explain(
  { estate, major }: Ends,
  { type, where }: Case,
  there: readonly string[],
): string | undefined {
  const without = (...names: Difference[]) =>
    evaluateWhere(estate, type, where, readAsUpstream(major, new Set(names))).matched;
  if (!same(without(), there))
    return major === 6 && asksRequired(estate.model, type, where)
      ? "a required to-one relation loses rows (6; by construct, not worked out)"
      : undefined;
  const all = Object.keys(differences) as Difference[];
  const decisive = all.filter((name) => !same(without(name), there));
  return decisive.length > 0
    ? decisive.map((name) => differences[name]).join("; and ")
    : "several of the documented ones at once";
}

/** Whether a filter asks for a required to-one relation anywhere. */
function asksRequired(model: Model, typeName: string, where: unknown): boolean {
  const required = new Set(
    [...model.types.values()].flatMap(({ relations }) =>
      [...relations.values()].filter((one) => one.required && !one.toMany).map(({ name }) => name),
    ),
  );
  const keys = JSON.stringify(where).matchAll(/"(\w+?)(?:Connection)?(?:_[A-Z]+)?":/g);
  return (
    [...keys].some(([, name]) => required.has(name!)) && model.types.size > 0 && typeName !== ""
  );
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, i) => id === b[i]);
}

function shorten(message: string): string {
  return message
    .split("\n")[0]!
    .replace(/"[^"]*"|'[^']*'|`[^`]*`|\d+/g, "…")
    .slice(0, 160);
}
