import { countNumber, countOf } from "../words.ts";
import type { Evidence, Offender } from "../../types.ts";
import { html, type Markup } from "./html.ts";
import { anchorOf, type Links } from "./links.ts";
import { groupEvidence } from "../reason-lines.ts";
import { assetLabel, evidenceGroup } from "./parts.ts";

/** Reasons that are told; the others are counted. */
const REASONS_SHOWN = 10;

/** Assets of one reason that are named beside it. */
const ASSETS_NAMED = 3;

/** A condition as it is for every asset: without the keys of parts and without values found. */
export type Condition = Pick<Evidence, "path" | "condition">;

/** Offenders that met the same conditions, whichever of an asset's parts met them. */
export interface Reason {
  /** All conditions, which no other reason has. */
  readonly words: string;
  /** What sets it apart from the other reasons. */
  readonly conditions: readonly Condition[];
  readonly offenders: readonly Offender[];
}

/**
 * Sorts offenders by why they are: where something is not there at all first, then what most of them have, then by words.
 * Conditions that all of them met are left out of a reason, unless nothing would be left of it. Within a reason the order
 * of `offenders` stays.
 */
export function groupByReason(offenders: readonly Offender[]): readonly Reason[] {
  const groups = Map.groupBy(offenders, wordsOf);
  const reasons = [...groups].map(([words, group]) => ({
    words,
    all: conditionsOf(group[0]!.because),
    offenders: group,
  }));
  const candidates = [...(reasons[0]?.all.keys() ?? [])];
  const shared = new Set(candidates.filter((one) => reasons.every(({ all }) => all.has(one))));
  return reasons
    .sort(
      (a, b) =>
        Number(isAbsence(b)) - Number(isAbsence(a)) ||
        b.offenders.length - a.offenders.length ||
        (a.words < b.words ? -1 : 1),
    )
    .map(({ words: whole, all, offenders: group }) => {
      const own = [...all].filter(([words]) => !shared.has(words));
      const conditions = (own.length > 0 ? own : [...all]).map(([, condition]) => condition);
      return { words: whole, conditions, offenders: group };
    });
}

function wordsOf({ because }: Offender): string {
  return [...conditionsOf(because).keys()].join();
}

/**
 * Offenders of one page by their reason, in the order of `reasons` and with its number there, from 1. Those of a reason that is not
 * among them, which far pages may have, come last, with numbers behind these.
 */
export function splitByReason(
  offenders: readonly Offender[],
  reasons: readonly Reason[],
): readonly { readonly number: number; readonly rows: readonly Offender[] }[] {
  const groups = Map.groupBy(offenders, wordsOf);
  const words = new Set([...reasons.map((reason) => reason.words), ...groups.keys()]);
  return [...words].flatMap((own, i) => {
    const rows = groups.get(own);
    return rows ? [{ number: i + 1, rows }] : [];
  });
}

function isAbsence({ all }: { readonly all: ReadonlyMap<string, Condition> }): boolean {
  return [...all.values()].some(({ condition }) => condition === "none");
}

/** Conditions by their words. What differs from asset to asset is left out: which part it was, and how many there were. */
function conditionsOf(because: readonly Evidence[]): ReadonlyMap<string, Condition> {
  return new Map(
    because.map(({ path, condition }) => {
      const general = {
        path: path.replace(/\[[^\]]*\]/g, ""),
        condition: condition
          .replace(/^none of \d+ matches$/, "has none that matches")
          .replace(/^none of \d+ has name/, "has none with name"),
      };
      return [`${general.path} ${general.condition}`, general];
    }),
  );
}

/** What the table of reasons is made of. */
export interface ReasonTable {
  readonly check: string;
  readonly links: Links;
  readonly reasons: readonly Reason[];
  /** Numbers, from 1, of the reasons that have assets on this page. */
  readonly here: ReadonlySet<number>;
  /** Assets at fault, those whose reasons were not looked at included. */
  readonly offenderCount: number;
}

/** Which reasons there are, how many assets have each, and which. Nothing where all have the same. */
export function renderReasons(table: ReasonTable): Markup | undefined {
  const { reasons, offenderCount } = table;
  if (reasons.length < 2) return undefined;
  const known = reasons.reduce((sum, { offenders }) => sum + offenders.length, 0);
  return html`<div class="wide reasons">
      <table>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col" class="fit">How many</th>
            <th scope="col">Which</th>
          </tr>
        </thead>
        <tbody>
          ${reasons.slice(0, REASONS_SHOWN).map((reason, i) => renderReason(table, reason, i + 1))}
        </tbody>
      </table>
    </div>
    ${
      reasons.length > REASONS_SHOWN &&
      html`<p class="quiet">and ${countOf(reasons.length - REASONS_SHOWN, "other reason")}</p>`
    }${
      known < offenderCount &&
      html`<p class="quiet">Counted over the first ${countNumber(known)}.</p>`
    }`;
}

function renderReason(
  { check, links, here }: ReasonTable,
  { conditions, offenders }: Reason,
  number: number,
): Markup {
  const count = countOf(offenders.length, "asset");
  const more = offenders.length - ASSETS_NAMED;
  return html`<tr>
    <th scope="row">
      ${groupEvidence(conditions).map((group) => html`<div>${evidenceGroup(group)}</div>`)}
    </th>
    <td class="fit" data-label="How many">
      ${here.has(number) ? html`<a href="#${reasonAnchor(check, number)}">${count}</a>` : count}
    </td>
    <td data-label="Which">
      ${offenders.slice(0, ASSETS_NAMED).map(({ asset }, i) => [i > 0 && ", ", assetLabel(links, asset)])}${
        more > 0 && ` and ${countOf(more, "other")}`
      }
    </td>
  </tr>`;
}

/** Where the assets of a reason, numbered from 1, stand on their control's page. */
export function reasonAnchor(check: string, number: number): string {
  return `${anchorOf(check)}-reason-${number}`;
}
