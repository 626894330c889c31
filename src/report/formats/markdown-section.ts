import type { AssetName, Verdict } from "../../types.ts";
import { disabledNote, nameOf, renderWaits } from "../evidence.ts";
import type { Judgement } from "../judgements.ts";
import { adviceOn, exampleOf } from "../mending.ts";
import { reasonLines } from "../reason-lines.ts";
import { remedyFor } from "../remedy.ts";
import { examinedWords, scopeCounts, scopeWarnings } from "../scope-words.ts";
import { renderCount, unmetCounts } from "../unmet-counts.ts";
import { countNumber, countOf, marks } from "../words.ts";
import { code, commandBlock, escapeText } from "./markdown-text.ts";

/** So much is shown of what was found about one asset. */
const reasonLength = 600;

/** How much is said of a check. */
export interface SectionLook {
  /** Offenders, and undecided assets, that are named at most. */
  readonly limit: number;
  /** Characters that the section may take. */
  readonly room: number;
  /** How to mend it stands there too, and not only where to read that. */
  readonly hasRemedy: boolean;
}

/**
 * What there is to say of a check that failed or is undecided, behind a fold; fewer assets where no more fit. Undefined where not
 * even the rest of it fits.
 */
export function renderSection(judgement: Judgement, look: SectionLook): string | undefined {
  const { limit, room, hasRemedy } = look;
  const { check, verdict } = judgement;
  const { offenderCount, undecidedCount } = verdict;
  const counts = countsOf(verdict);
  const head = [
    `\n<details><summary>${marks[verdict.status]} ${check.severity} · ${escapeText(check.title)} · ${counts}</summary>\n\n`,
    `${code(check.id)} · looked at ${lookedAt(judgement)}\n\n`,
    ...scopeWarnings(verdict).map((warning) => `- ${escapeText(warning)}\n`),
    ...unmetCounts(verdict)
      .slice(0, limit)
      .map((one) => `- ${escapeText(renderCount(one))}\n`),
  ].join("");
  const tail = [
    renderDeciding(judgement),
    renderMending(judgement, hasRemedy),
    "\n</details>\n",
  ].join("");
  const restLength = 100;
  let left = room - head.length - tail.length - restLength;
  if (left < 0) return undefined;
  const fitting = (entries: readonly string[]) =>
    entries.filter((entry) => {
      left = entry.length > left ? -1 : left - entry.length;
      return left >= 0;
    });
  const offenders = fitting(
    verdict.offenders
      .slice(0, limit)
      .map(({ asset, because }) => entryOf(asset, reasonLines(because))),
  );
  const undecided = fitting(
    verdict.undecided
      .slice(0, limit)
      .map((one) => entryOf(one.asset, [renderWaits(one)], "undecided: ")),
  );
  return [
    head,
    ...offenders,
    restOf(offenderCount - offenders.length, "more"),
    ...undecided,
    restOf(undecidedCount - undecided.length, "undecided more"),
    tail,
  ].join("");
}

function countsOf(verdict: Verdict): string {
  const { offenderCount, undecidedCount } = verdict;
  const counts = [
    ...(offenderCount > 0 ? [countOf(offenderCount, "offender")] : []),
    ...(undecidedCount > 0 ? [`${countNumber(undecidedCount)} undecided`] : []),
  ];
  if (counts.length > 0) return counts.join(", ");
  return verdict.status === "fail" ? "another number is expected" : "not all could be read";
}

/** What a check was asked about. */
export function lookedAt({ verdict }: Judgement): string {
  return [examinedWords(verdict), ...scopeCounts(verdict)].join(", ");
}

/** Each reason is code of its own, so that what stands behind the way to a part ends where that reason does. */
function entryOf(asset: AssetName, reasons: readonly string[], before = ""): string {
  const told = cutReasons(reasons.filter((reason) => reason !== ""));
  const why = told.length === 0 ? "" : `: ${told.map(code).join("; ")}`;
  return `- ${before}**${code(nameOf(asset))}** ${code(asset.id)}${disabledNote(asset)}${why}\n`;
}

function cutReasons(reasons: readonly string[]): readonly string[] {
  const shown: string[] = [];
  let left = reasonLength;
  for (const reason of reasons) {
    if (reason.length > left)
      return [...shown, `${reason.slice(0, left).replace(/[\uD800-\uDBFF]$/, "")}…`];
    shown.push(reason);
    left -= reason.length;
  }
  return shown;
}

function restOf(count: number, what: string): string {
  return count > 0 ? `- and ${countNumber(count)} ${what}\n` : "";
}

function renderDeciding({ verdict: { undecidedCount, unreadable } }: Judgement): string {
  const remedies = undecidedCount > 0 || unreadable.length > 0 ? unreadable.map(remedyFor) : [];
  const shown = [...new Set(remedies)].slice(0, 3);
  return shown.length > 0 ? `\nTo decide the rest: ${escapeText(shown.join(" "))}\n` : "";
}

/** How to mend and undo, with the first offender filled in. */
function renderMending({ check, verdict }: Judgement, isWhole: boolean): string {
  const advice = verdict.status === "fail" ? adviceOn(check, exampleOf(verdict)) : [];
  if (advice.length === 0) return "";
  if (!isWhole) return `\nHow to mend it: ${code(`npx assay checks ${check.id}`)}\n`;
  const items = advice.map(({ label, text, isCommand }) =>
    isCommand ? `- ${label}\n${commandBlock(text)}` : `- ${label} ${escapeText(text)}\n`,
  );
  return `\nHow to mend it, and how to undo that:\n\n${items.join("")}`;
}
