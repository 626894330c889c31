import type { AssetName, Collection, Offender, UndecidedAsset, Verdict } from "../types.ts";
import { nameOf, renderEvidence, renderMissing } from "./evidence.ts";
import { renderMending } from "./mending.ts";
import type { Page } from "./page.ts";
import { remedyFor } from "./remedy.ts";
import type { Judgement } from "./text.ts";
import { countAssets, countOf, nounOf } from "./words.ts";

/** At most so many conditions are shown of one asset. */
const conditionLimit = 4;

/** A check that failed or is undecided: what it found, on what grounds, and how to mend it. */
export function renderFindings({ check, verdict }: Judgement, limit: number, page: Page): string {
  const { status } = verdict;
  return [
    page.marked(status, `${check.severity}  ${check.title}`, "bold"),
    page.line(2, `${check.id} · ${countsOf(verdict)}`, "dim"),
    "\n",
    ...verdict.rules
      .filter((rule) => rule.status === "fail" && verdict.offenderCount === 0)
      .map((rule) => page.line(4, `${rule.rule}: expected ${rule.expected}, found ${rule.found}`)),
    ...verdict.offenders.slice(0, limit).map((offender) => renderOffender(offender, page)),
    renderRest(verdict.offenderCount, limit, "fail", page),
    renderUndecided(verdict, limit, page),
    status === "fail" ? renderMending(check, page) : "",
    "\n",
  ].join("");
}

function countsOf({ offenderCount, undecidedCount, examined }: Verdict): string {
  const counts = [
    ...(offenderCount > 0 ? [countOf(offenderCount, "offender")] : []),
    ...(undecidedCount > 0 ? [`${undecidedCount.toLocaleString("en")} undecided`] : []),
  ];
  const among = `among ${countAssets(examined)}`;
  return counts.length > 0 ? `${counts.join(", ")} ${among}` : among;
}

function renderOffender({ asset, because, through }: Offender, page: Page): string {
  const reasons = because.slice(0, conditionLimit).map(renderEvidence);
  if (because.length > conditionLimit)
    reasons.push(`and ${because.length - conditionLimit} conditions more`);
  return [
    renderAsset(asset, "fail", page),
    ...(through ? [page.line(8, `of ${nounOf(through.type)} ${nameOf(through)}`)] : []),
    ...reasons.map((reason) => page.line(8, reason)),
  ].join("");
}

function renderAsset(asset: AssetName, status: "fail" | "undecided", page: Page): string {
  const { id, connector } = asset;
  const elsewhere = connector && connector.id !== id ? ` in ${nameOf(connector)}` : "";
  return [page.line(4, `${nameOf(asset)}${elsewhere}`, status), page.line(6, id, "dim")].join("");
}

function renderRest(
  count: number,
  limit: number,
  status: "fail" | "undecided",
  page: Page,
): string {
  return count > limit
    ? page.line(4, `and ${(count - limit).toLocaleString("en")} more`, status)
    : "";
}

function renderUndecided(verdict: Verdict, limit: number, page: Page): string {
  const { undecided, undecidedCount, unreadable } = verdict;
  if (undecidedCount === 0 && unreadable.length === 0) return "";
  const shown = undecided.slice(0, limit);
  const causes = shown.flatMap(({ missing }) =>
    missing.flatMap(({ collection }) => collection ?? []),
  );
  const remedies = new Set([...causes, ...unreadable].map(remedyFor));
  return [
    ...shown.map((asset) => renderWaiting(asset, page)),
    renderRest(undecidedCount, limit, "undecided", page),
    ...(undecidedCount === 0 ? renderUnreadable(unreadable, limit, page) : []),
    "\n",
    ...[...remedies].slice(0, 3).map((remedy) => page.labelled(4, "To decide:", remedy)),
  ].join("");
}

function renderWaiting({ asset, missing }: UndecidedAsset, page: Page): string {
  const reasons = missing.slice(0, conditionLimit).map(renderMissing);
  return [
    renderAsset(asset, "undecided", page),
    ...reasons.map((reason) => page.line(8, reason)),
  ].join("");
}

/** No single asset is undecided, but whole assets may be hidden. */
function renderUnreadable(unreadable: readonly Collection[], limit: number, page: Page): string[] {
  return [
    ...unreadable
      .slice(0, limit)
      .map(({ type, connector, cause, status }) =>
        page.line(4, `${nounOf(type)}s of ${connector}: ${cause ?? status}`, "undecided"),
      ),
    renderRest(unreadable.length, limit, "undecided", page),
  ];
}
