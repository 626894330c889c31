import type { MissingEvidence, UndecidedAsset, Verdict } from "../../types.ts";
import { labelOf } from "../asset-label.ts";
import type { TerminalPage } from "./terminal-page.ts";
import { causeOf, mendingOf, needsCause } from "../remedy.ts";
import { countNumber, nounOf, pluralOf, missingWords } from "../words.ts";

/** So many assets or connectors are named behind each cause. */
const nameLimit = 4;

/** What is missing for the same reason, and whose answer waits for it. */
interface Gap {
  readonly missing: MissingEvidence;
  readonly names: readonly string[];
}

/** What a check could not decide, cause by cause, and what would mend each. */
export function renderUndecided(verdict: Verdict, page: TerminalPage): string {
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
    missing.map((one) => ({ missing: one, name: labelOf(asset) })),
  );
  return groupGaps(waiting);
}

/** No single asset is undecided, but whole assets may be hidden. */
function hiddenOf({ unreadable }: Verdict): readonly Gap[] {
  const hiding = unreadable.map((collection) => ({
    missing: { path: pluralOf(nounOf(collection.type)), collection },
    name: labelOf({ id: collection.connector, name: collection.connectorName }),
  }));
  return groupGaps(hiding);
}

function groupGaps(all: readonly { missing: MissingEvidence; name: string }[]): readonly Gap[] {
  const keyOf = ({ missing }: (typeof all)[number]) =>
    `${missing.path}\n${missingWords(missing)}\n${mendingOf(missing)}`;
  return [...Map.groupBy(all, keyOf).values()].map((group) => ({
    missing: group[0]!.missing,
    names: [...new Set(group.map(({ name }) => name))],
  }));
}

function renderGap({ missing, names }: Gap, page: TerminalPage): string {
  const { path, collection } = missing;
  const mending = mendingOf(missing);
  const rest = names.length - nameLimit;
  const named = names.slice(0, nameLimit).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
  return [
    page.line(6, `${path}: ${missingWords(missing)} · ${named}`),
    ...(collection && needsCause(collection) ? [page.line(8, causeOf(collection))] : []),
    ...(mending ? [page.line(8, mending, "dim")] : []),
  ].join("");
}
