import pluralize from "pluralize";
import type { AssetType, Model } from "../types.ts";

/** The asset types that a check may be about by its id, the likeliest first and those that are as likely with it. */
export function typesMeant(model: Model, id: string): readonly AssetType[] {
  const words = id.split(/[/-]/).map(singular);
  const name = id.split("/").at(-1)!.split("-").map(singular);
  const scored = [...model.types.values()]
    .filter(({ kind }) => kind === "asset")
    .map((type) => {
      const scores = namesOf(type).map((own) => scoreOf(wordsOf(own), words, name));
      return { type, score: Math.max(...scores) };
    })
    .filter(({ score }) => score > 0);
  const best = Math.max(...scored.map(({ score }) => score));
  return scored.filter(({ score }) => score === best).map(({ type }) => type);
}

/** A type whose last word begins the name counts; then how many of its words the id has, and how few others it has itself. */
function scoreOf(
  own: readonly string[],
  words: readonly string[],
  name: readonly string[],
): number {
  const at = name.slice(0, 3).indexOf(own.at(-1)!);
  if (at < 0) return 0;
  const shared = own.filter((word) => words.includes(word)).length;
  return 100 + 10 * shared - 5 * (own.length - shared) - at;
}

/** Our name and the cloud's: `VM` and `VirtualMachines`. */
function namesOf({ name, source }: AssetType): readonly string[] {
  const clouds = source?.resourceType?.split("/").at(-1);
  return clouds === undefined
    ? [name]
    : [name, pluralize.singular(clouds.charAt(0).toUpperCase() + clouds.slice(1))];
}

function wordsOf(type: string): readonly string[] {
  const words = type.match(/[A-Z]+(?![a-z])|[A-Z][a-z]*|\d+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

function singular(word: string): string {
  return pluralize.singular(word.toLowerCase());
}
