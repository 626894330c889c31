import type { CollectionStatus, Unreadable } from "../../types.ts";
import type { CoverageReport } from "../coverage-report.ts";
import type { TerminalStyle } from "../options.ts";
import { labelOf } from "../asset-label.ts";
import { createTerminalPage, type TerminalPage } from "./terminal-page.ts";
import { narrowedWords } from "../scope-words.ts";
import { causeOf, needsCause, remedyFor } from "../remedy.ts";
import {
  capitalise,
  countNumber,
  countOf,
  momentOf,
  nounOf,
  pluralOf,
  collectionWords,
} from "../words.ts";

/** In this order: what somebody can mend first. */
const order: readonly CollectionStatus[] = [
  "denied",
  "notRegistered",
  "failed",
  "throttled",
  "skipped",
  "notCollected",
];

/** So many connectors are named behind each asset type. */
const nameLimit = 5;

/** Collections of one type that are not complete for the same reason. */
interface Gap {
  readonly first: Unreadable;
  readonly names: string[];
  count: number;
}

/** Writes what is not complete for people: by what became of it, then by what would mend it, then by asset type. */
export function* renderGaps(report: CoverageReport, style: TerminalStyle): Generator<string> {
  const page = createTerminalPage(style);
  yield renderHead(report, page);
  const gaps = groupGaps(report.collections);
  for (const status of order) {
    const some = gaps.filter(({ first }) => first.status === status);
    if (some.length === 0) continue;
    const count = some.reduce((sum, gap) => sum + gap.count, 0);
    const heading = `${capitalise(collectionWords[status])} · ${countOf(count, "collection")}`;
    yield `\n${page.line(0, heading, "bold")}`;
    for (const [remedy, group] of Map.groupBy(some, ({ first }) => remedyFor(first)))
      yield [page.line(2, remedy), ...group.map((gap) => renderGap(gap, page))].join("");
  }
  yield renderUnread(report, page);
}

/** Writes every collection on a line of its own, for people. */
export function* renderCollections(
  report: CoverageReport,
  style: TerminalStyle,
): Generator<string> {
  const page = createTerminalPage(style);
  yield renderHead(report, page);
  let type: string | undefined;
  for (const collection of report.collections) {
    if (collection.type !== type) yield `\n${page.line(0, capitalise(plural(collection)), "bold")}`;
    type = collection.type;
    const { status, assets } = collection;
    const isComplete = status === "complete";
    const facts = [
      `${nameOfConnector(collection)}: ${collectionWords[status]}`,
      ...(isComplete || assets > 0 ? [countOf(assets, "asset")] : []),
      ...factsOf(collection),
    ];
    yield page.line(2, facts.join(" · "), isComplete ? "plain" : "undecided");
    if (isComplete) continue;
    if (needsCause(collection)) yield page.line(4, causeOf(collection));
    yield page.line(4, remedyFor(collection), "dim");
  }
  yield renderUnread(report, page);
}

function renderHead(
  { snapshot, narrowedTo = [], counts: { all, complete } }: CoverageReport,
  page: TerminalPage,
): string {
  return [
    page.line(0, `${snapshot.origin} · read ${momentOf(snapshot.takenAt)}`, "dim"),
    ...narrowedWords({ narrowedTo }).map((words) => page.line(0, capitalise(words))),
    page.line(0, `${countNumber(complete)} of ${countOf(all, "collection")} complete`, "bold"),
  ].join("");
}

function renderUnread({ unread }: CoverageReport, page: TerminalPage): string {
  if (unread.length === 0) return "";
  const types = unread.toSorted().map((type) => pluralOf(nounOf(type)));
  return `\n${page.line(0, `This version does not read ${types.join(", ")} yet.`, "dim")}`;
}

function groupGaps(collections: Iterable<Unreadable>): readonly Gap[] {
  const gaps = new Map<string, Gap>();
  for (const collection of collections) {
    const cause = needsCause(collection) ? causeOf(collection) : "";
    const key = [collection.type, collection.status, remedyFor(collection), cause].join("\n");
    const gap = gaps.get(key) ?? { first: collection, names: [], count: 0 };
    gaps.set(key, gap);
    gap.count++;
    if (gap.names.length < nameLimit) gap.names.push(nameOfConnector(collection));
  }
  return [...gaps.values()];
}

function renderGap({ first, names, count }: Gap, page: TerminalPage): string {
  const rest = count - names.length;
  const named = names.join(", ") + (rest > 0 ? ` and ${countNumber(rest)} more` : "");
  const facts = factsOf(first).join(" · ");
  return [
    page.line(4, `${plural(first)}: ${named}`),
    ...(needsCause(first) ? [page.line(6, causeOf(first))] : []),
    ...(facts === "" ? [] : [page.line(6, count > 1 ? `the first: ${facts}` : facts, "dim")]),
  ].join("");
}

/** What the service's operators, or whoever mends it, may ask for. */
function factsOf(collection: Unreadable): readonly string[] {
  const { status, code, apiVersion, readAt, requestId } = collection;
  if (status === "notCollected") return [];
  return [
    ...(code === undefined ? [] : [code]),
    ...(apiVersion === undefined ? [] : [`API ${apiVersion}`]),
    momentOf(readAt),
    ...(requestId === undefined ? [] : [`request ${requestId}`]),
  ];
}

function plural({ type }: Unreadable): string {
  return pluralOf(nounOf(type));
}

function nameOfConnector({ connector, connectorName }: Unreadable): string {
  return labelOf({ id: connector, name: connectorName });
}
