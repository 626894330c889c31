import fc from "fast-check";

/** One change: where, as a part of the whole, what is done, and with which of the odd things. */
export interface Edit {
  readonly at: number;
  readonly how: number;
  readonly odd: number;
}

export const edits: fc.Arbitrary<readonly Edit[]> = fc.array(
  fc.record({ at: fc.nat(9999), how: fc.nat(99), odd: fc.nat(99) }),
  { minLength: 1, maxLength: 6 },
);

function choose<T>(list: readonly T[], part: number): T {
  return list[Math.floor((part / 10_000) * list.length)]!;
}

const oddWords = [
  ...["null", "true", "5", "-1", "1e999", "0.0000001", "99999999999999999999", '"\\ud83d"', '""'],
  ...['"\\u202e"', '"""', "#", "{", "}", "[", "]", "(", ")", "$x", "...", "@", "!", "|", "&", "="],
  ...["AND", "NOT", "OR", "eq", "some", "on", "type", "fragment", "__typename", "__proto__"],
  ...["constructor", "name_MATCHES", "\u0000", "\ufeff", "é", "\u{1f600}", "{".repeat(20_000)],
  ...[`"${"a".repeat(70_000)}"`, "[".repeat(20_000), "(".repeat(500), "a b ".repeat(3000)],
];

/** A text of GraphQL's tokens, some of them dropped, repeated, swapped or made odd. */
export function mutateText(text: string, changes: readonly Edit[]): string {
  const tokens = text.match(/\s+|\$?\w+|"(?:[^"\\\n]|\\.)*"|./gs) ?? [];
  for (const { at, how, odd } of changes) {
    const i = Math.floor((at / 10_000) * tokens.length);
    const word = oddWords[odd % oddWords.length]!;
    const other = choose(tokens, (at * 7919 + odd) % 10_000) ?? "";
    switch (how % 6) {
      case 0:
        tokens.splice(i, 1);
        break;
      case 1:
        tokens.splice(i, 0, tokens[i] ?? "");
        break;
      case 2:
        tokens.splice(i, 1, other);
        break;
      case 3:
        tokens.splice(i, 0, ` ${word} `);
        break;
      case 4:
        tokens.splice(i, 1, word);
        break;
      default:
        tokens.splice(i, 0, ...tokens.slice(i, i + 1 + odd));
    }
  }
  return tokens.join("");
}

/** Stands for a value too deep to be made, until it is written. */
const deepMark = "@deep@";
export const deepest = 20_000;

const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, -1, 2 ** 31, 2 ** 53 + 2, 1e308, -0.5, "", " ", "null", "true", "5"],
  ...["\ud83d", "a\udc00b", "\u0000", "\u202e", "__proto__", "/", "//", "/subscriptions/"],
  ...[[], {}, [[]], [null], [{}], [5], ["a", { id: 1 }], { id: 1 }, { id: null }, { value: [] }],
  ...[{ name: {}, type: [], properties: "x" }, "a".repeat(70_000), `${"a,".repeat(20_000)}`],
  ...[Array.from({ length: 300 }, () => ({ id: "same" })), deepMark],
];

type Json = Record<string, unknown>;

/** A JSON value with odd things in some of its places: other kinds, duplicates, other cases, gaps. */
export function mutateJson(value: unknown, changes: readonly Edit[]): unknown {
  const root: Json = { value: structuredClone(value) };
  for (const { at, how, odd } of changes) {
    const places = placesIn(root);
    const { holder, key } = choose(places, at)!;
    const found = holder[key];
    const change = structuredClone(oddValues[odd % oddValues.length]);
    switch (how % 5) {
      case 0:
        if (!Array.isArray(holder) && holder !== root) delete holder[key];
        break;
      case 1:
        if (Array.isArray(found) && found.length > 0)
          found.push(odd % 2 === 0 ? found[0] : { ...(found[0] as object), extra: odd });
        break;
      case 2:
        if (typeof found === "string") holder[key] = found.toUpperCase();
        break;
      default:
        holder[key] = change;
    }
  }
  return root.value;
}

interface Place {
  readonly holder: Json;
  readonly key: string;
}

/** Every member of every object and list; without recursion, since odd values are deep. */
function placesIn(root: Json): readonly Place[] {
  const places: Place[] = [];
  const left: Json[] = [root];
  for (let holder = left.pop(); holder; holder = left.pop())
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof value === "object" && value !== null) left.push(value as Json);
    }
  return places;
}

/** A value as JSON, with what is too deep to be made in memory. */
export function writeOdd(value: unknown): string {
  const deep = "[".repeat(deepest) + "]".repeat(deepest);
  return JSON.stringify(value).replaceAll(`"${deepMark}"`, deep);
}
