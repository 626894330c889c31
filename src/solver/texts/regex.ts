import { type CodePoints, everyPoint, has, intersect, without } from "./code-points.ts";

/** An extended regular expression: a set of texts. Equal ones are one object. */
export interface Regex {
  readonly key: string;
  /** Whether the empty text is one of them. */
  readonly nullable: boolean;
  /** The texts of this set that begin with a character, each without it. */
  derive(point: number): Regex;
  /** Sets of characters that are all there are, by which of each derives the same. */
  readonly classes: readonly CodePoints[];
}

/** Makes regular expressions. All that are combined must come from one maker. */
export interface RegexMaker {
  readonly none: Regex;
  readonly empty: Regex;
  readonly all: Regex;
  characters(set: CodePoints): Regex;
  sequence(parts: readonly Regex[]): Regex;
  anyOf(parts: readonly Regex[]): Regex;
  allOf(parts: readonly Regex[]): Regex;
  not(one: Regex): Regex;
  repeat(one: Regex): Regex;
}

/**
 * Regular expressions with derivatives, after Brzozowski; with classes of characters, after Owens, Reppy and Turon
 * ("Regular-expression derivatives reexamined", 2009).
 */
export function createRegexMaker(): RegexMaker {
  const known = new Map<string, Regex>();
  const numbers = new Map<Regex, number>();
  const numberOf = (one: Regex): number => numbers.get(one)!;

  function make(key: string, create: () => Omit<Regex, "key">): Regex {
    const found = known.get(key);
    if (found) return found;
    const { nullable, classes, derive } = create();
    const derived = new Map<number, Regex>();
    const made: Regex = {
      key,
      nullable,
      classes,
      derive(point) {
        const which = classes.findIndex((set) => has(set, point));
        const one = derived.get(which) ?? derive(point);
        derived.set(which, one);
        return one;
      },
    };
    known.set(key, made);
    numbers.set(made, numbers.size);
    return made;
  }

  const whole: readonly CodePoints[] = [everyPoint];
  const none = make("none", () => ({ nullable: false, classes: whole, derive: () => none }));
  const empty = make("empty", () => ({ nullable: true, classes: whole, derive: () => none }));
  const all: Regex = make("all", () => ({ nullable: true, classes: whole, derive: () => all }));

  function characters(set: CodePoints): Regex {
    const others = without(set);
    if (set.length === 0) return none;
    return make(`[${set.join(";")}]`, () => ({
      nullable: false,
      classes: others.length === 0 ? whole : [set, others],
      derive: (point) => (has(set, point) ? empty : none),
    }));
  }

  function pair(first: Regex, rest: Regex): Regex {
    if (first === none || rest === none) return none;
    if (first === empty) return rest;
    if (rest === empty) return first;
    return make(`(${numberOf(first)} ${numberOf(rest)})`, () => ({
      nullable: first.nullable && rest.nullable,
      classes: first.nullable ? meet([first.classes, rest.classes]) : first.classes,
      derive(point) {
        const after = pair(first.derive(point), rest);
        return first.nullable ? anyOf([after, rest.derive(point)]) : after;
      },
    }));
  }

  const sequence = (parts: readonly Regex[]): Regex =>
    parts.reduceRight((rest, part) => pair(part, rest), empty);

  function anyOf(parts: readonly Regex[]): Regex {
    const own = [...new Set(parts)].filter((part) => part !== none);
    if (own.includes(all)) return all;
    if (own.length <= 1) return own[0] ?? none;
    own.sort((a, b) => numberOf(a) - numberOf(b));
    return make(`|${own.map(numberOf).join()}`, () => ({
      nullable: own.some(({ nullable }) => nullable),
      classes: meet(own.map(({ classes }) => classes)),
      derive: (point) => anyOf(own.map((part) => part.derive(point))),
    }));
  }

  function allOf(parts: readonly Regex[]): Regex {
    const own = [...new Set(parts)].filter((part) => part !== all);
    if (own.includes(none)) return none;
    if (own.length <= 1) return own[0] ?? all;
    own.sort((a, b) => numberOf(a) - numberOf(b));
    return make(`&${own.map(numberOf).join()}`, () => ({
      nullable: own.every(({ nullable }) => nullable),
      classes: meet(own.map(({ classes }) => classes)),
      derive: (point) => allOf(own.map((part) => part.derive(point))),
    }));
  }

  function not(one: Regex): Regex {
    if (one === none) return all;
    if (one === all) return none;
    return make(`!${numberOf(one)}`, () => ({
      nullable: !one.nullable,
      classes: one.classes,
      derive: (point) => not(one.derive(point)),
    }));
  }

  function repeat(one: Regex): Regex {
    if (one === none || one === empty) return empty;
    const made: Regex = make(`*${numberOf(one)}`, () => ({
      nullable: true,
      classes: one.classes,
      derive: (point) => pair(one.derive(point), made),
    }));
    return made;
  }

  return { none, empty, all, characters, sequence, anyOf, allOf, not, repeat };
}

/** The coarsest classes that are finer than all of these. */
function meet(all: readonly (readonly CodePoints[])[]): readonly CodePoints[] {
  return all.reduce((some, others) =>
    some.flatMap((one) =>
      others.map((other) => intersect(one, other)).filter((both) => both.length > 0),
    ),
  );
}
