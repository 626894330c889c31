import type { Collection, UndecidedAsset, Verdict } from "../types.ts";
import { nameOf } from "./evidence.ts";
import type { Page } from "./page.ts";
import { causeOf, collectionWords, needsCause, remedyFor } from "./remedy.ts";
import { countNumber, nounOf, pluralOf } from "./words.ts";

/** So many assets or connectors are named behind each cause. */
const nameLimit = 4;

/** What is missing for the same reason, and whose answer waits for it. */
interface Gap {
  readonly what: string;
  readonly collection: Collection | undefined;
  readonly names: readonly string[];
}

/** What a check could not decide, cause by cause, and what would mend each. */
export function renderUndecided(verdict: Verdict, page: Page): string {
  const { undecided, undecidedCount, unreadable } = verdict;
  if (undecidedCount === 0 && unreadable.length === 0) return "";
  const gaps = undecidedCount > 0 ? gapsOf(undecided) : hiddenOf(verdict);
  const untold = undecidedCount - undecided.length;
  const heading =
    undecidedCount > 0
      ? `${countNumber(undecidedCount)} undecided`
      : `${verdict.offenderCount > 0 ? "There may be more: not" : "Not"} all assets could be read`;
  return [
    "\n",
    page.line(4, heading, "undecided"),
    ...gaps.map((gap) => renderGap(gap, page)),
    ...(untold > 0 ? [page.line(6, `and ${countNumber(untold)} more assets`)] : []),
  ].join("");
}

function gapsOf(undecided: readonly UndecidedAsset[]): readonly Gap[] {
  const waiting = undecided.flatMap(({ asset, missing }) =>
    missing.map(({ path, collection }) => ({ what: path, collection, name: nameOf(asset) })),
  );
  return groupGaps(waiting);
}

/** No single asset is undecided, but whole assets may be hidden. */
function hiddenOf({ unreadable }: Verdict): readonly Gap[] {
  const hiding = unreadable.map((collection) => ({
    what: pluralOf(nounOf(collection.type)),
    collection,
    name: nameOf({ id: collection.connector, name: collection.connectorName }),
  }));
  return groupGaps(hiding);
}

function groupGaps(
  all: readonly { what: string; collection: Collection | undefined; name: string }[],
): readonly Gap[] {
  const keyOf = ({ what, collection }: (typeof all)[number]) =>
    `${what}\n${collection?.status}\n${collection && remedyFor(collection)}`;
  return [...Map.groupBy(all, keyOf).values()].map((group) => ({
    what: group[0]!.what,
    collection: group[0]!.collection,
    names: [...new Set(group.map(({ name }) => name))],
  }));
}

function renderGap({ what, collection, names }: Gap, page: Page): string {
  const state = collection ? collectionWords[collection.status] : "the value could not be read";
  const rest = names.length - nameLimit;
  const named = names.slice(0, nameLimit).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  return [
    page.line(6, `${what}: ${state} · ${named}`),
    ...(collection && needsCause(collection) ? [page.line(8, causeOf(collection))] : []),
    ...(collection ? [page.line(8, remedyFor(collection), "dim")] : []),
  ].join("");
}
