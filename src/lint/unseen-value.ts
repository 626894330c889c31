import type { ValueCount } from "../census/values.ts";
import type { Comparison } from "../dialect/operators.ts";
import { isBound } from "../dialect/variables.ts";
import { type Fix, type Mistake, nearestTo } from "../errors.ts";
import type { Place } from "../types.ts";
import { comparisonsOf, type PlacedComparison } from "./conditions.ts";
import type { LintContext, LintRule } from "./context.ts";
import { stringsIn, writtenAt } from "./written.ts";

/** Operators that name whole values. */
const naming = /^(EQ|IN|INCLUDES|INCLUDES_ALL|INCLUDES_SOME)$/;

/** Values that are looked through, the most frequent ones. */
const lookedThrough = 50_000;

/** Letters by which a misspelt word may differ. */
const reach = 2;

/** Texts that no asset of the newest snapshot has, where one that is spelt nearly so is there: a check that passes for a slip of the finger. */
export const findUnseenValues: LintRule = async ({ rules }, context) => {
  const asked = rules.flatMap((rule) => comparisonsOf(context.model, rule));
  return (await Promise.all(asked.map(async (one) => lookAt(one, context)))).flat();
};

async function lookAt(
  comparison: PlacedComparison,
  { seen }: LintContext,
): Promise<readonly Mistake[]> {
  const { field, filter, type, place } = comparison;
  if (!seen || !naming.test(filter.operator) || !isBound(filter.value)) return [];
  const isText = (field.scalar === "String" || field.scalar === "ID") && !field.values;
  // Of sets whose words are known that is said whatever the snapshot.
  const isClosed = field.known ?? (field.spelling && "words" in field.spelling);
  if (!isText || isClosed) return [];
  const texts = [filter.value].flat().filter((one) => typeof one === "string" && one !== "");
  const operator = field.list ? "INCLUDES" : "EQ";
  const found = await seen.inventory.select(
    texts.map((value) => ({ type, where: { ...filter, operator, value } as Comparison })),
  );
  const unseen = texts.filter((_, i) => found[i]!.matched === 0).map(String);
  if (unseen.length === 0) return [];
  const { values } = await seen.values.of(type, field.name);
  return unseen.flatMap((text): Mistake[] => {
    const near = findNear(text, values);
    if (!near) return [];
    const fix = writeInstead(place, text, String(near.value));
    const have = `${near.rows} ${near.rows === 1 ? "has" : "have"}`;
    const message = `No ${type} of the snapshot has "${text}" as its "${field.name}", and ${have} "${near.value}". Is that meant?`;
    return [{ code: "unseen-value", message, place, ...(fix ? { fix } : {}) }];
  });
}

/** The value that is meant by a misspelt one. Short words are near to many, and what differs in its numbers alone is another thing. */
function findNear(wanted: string, values: readonly ValueCount[]): ValueCount | undefined {
  const within = Math.min(reach, Math.floor(wanted.length / 4));
  const others = values
    .slice(0, lookedThrough)
    .filter(({ value }) => lettersOf(String(value)) !== lettersOf(wanted));
  const near = nearestTo(
    wanted,
    others.map(({ value }) => String(value)),
    within,
  );
  return others.find(({ value }) => value === near);
}

function lettersOf(text: string): string {
  return text.replaceAll(/\d+/g, "0");
}

function writeInstead(place: Place, text: string, instead: string): Fix | undefined {
  const written = writtenAt(place);
  const [node, second] = written ? stringsIn(written.node.value, text) : [];
  if (!node?.loc || second) return undefined;
  const { start, end } = node.loc;
  const title = `Write ${JSON.stringify(instead)}`;
  const edit = { file: place.file, start, end, text: JSON.stringify(instead) };
  return { title, edits: [edit], isSafe: false };
}
