import type { FieldsReport, Listed, MemberFacts, TypeFields } from "../fields-report.ts";
import { listsOf } from "../fields-report.ts";
import type { TerminalStyle } from "../options.ts";
import { countNumber, countOf, momentOf } from "../words.ts";
import { createTerminalPage, type TerminalPage } from "./terminal-page.ts";

/** Writes for people which fields checks read: first what to look at, then with `all` every member of every type, else the types. */
export function* renderFields(
  report: FieldsReport,
  { style, all }: { readonly style: TerminalStyle; readonly all: boolean },
): Generator<string> {
  const page = createTerminalPage(style);
  yield renderHead(report, page);
  const { alwaysNull, unread, uncollected } = listsOf(report);
  yield renderList("Read, and always null", "Did the service rename it?", alwaysNull, page);
  yield renderList("Filled, and read by no check", "What could be promised too?", unread, page);
  yield renderList("Read, and not collected", "Such checks stay undecided.", uncollected, page);
  yield "\n";
  for (const type of report.types) yield all ? renderType(type, page) : renderTotals(type, page);
}

function renderHead({ snapshot, checks, types }: FieldsReport, page: TerminalPage): string {
  const read = types.flatMap(({ members }) => members).filter(isRead).length;
  const members = types.reduce((sum, type) => sum + type.members.length, 0);
  const origin = snapshot
    ? `${snapshot.origin} · read ${momentOf(snapshot.takenAt)}`
    : "No snapshot: nothing is counted.";
  const said = `${countOf(checks, "check")} ${checks === 1 ? "reads" : "read"} ${countNumber(read)} of ${countOf(members, "field and relation", "fields and relations")} of ${countOf(types.length, "type")}`;
  return page.line(0, origin, "dim") + page.line(0, said, "bold");
}

function renderList(
  heading: string,
  why: string,
  list: readonly Listed[],
  page: TerminalPage,
): string {
  const lines = [`\n${page.line(0, `${heading} · ${countNumber(list.length)}`, "bold")}`];
  if (list.length === 0) return lines[0]!;
  lines.push(page.line(2, why, "dim"));
  for (const [type, members] of Map.groupBy(list, (one) => one.type))
    lines.push(page.labelled(2, type, members.map(nameWithCount).join(", ")));
  return lines.join("");
}

/** `minimumTlsVersion (12)`: in how many assets it is filled, or by how many checks it is read. */
function nameWithCount({ name, filled = 0, checks }: Listed): string {
  return filled > 0
    ? `${name} (${countNumber(filled)})`
    : `${name} (${countOf(checks.length, "check")})`;
}

function renderTotals({ type, assets, members }: TypeFields, page: TerminalPage): string {
  const counted = assets === undefined ? "" : `${countNumber(assets)} there · `;
  const said = `${counted}${members.filter(isRead).length} of ${countOf(members.length, "member")} read`;
  return page.labelled(0, type, said, assets === 0 ? "dim" : "plain");
}

function renderType({ type, assets, members }: TypeFields, page: TerminalPage): string {
  const counted = assets === undefined ? "" : ` · ${countNumber(assets)}`;
  const room = Math.min(longestName, Math.max(...members.map(({ name }) => name.length)));
  return [
    page.line(0, `${type}${counted}`, "bold"),
    ...members.map((member) => page.labelled(2, member.name.padEnd(room), factsOf(member))),
    "\n",
  ].join("");
}

/** Columns that names have; what stands behind longer ones begins further on. */
const longestName = 30;

function factsOf({ kind, checks, inCases, filled, unknown = 0, uncollected }: MemberFacts): string {
  const isCounted = filled !== undefined && uncollected === undefined;
  const filledAs = kind === "field" ? "not null in" : "leads on from";
  return [
    ...(isCounted ? [`${filledAs} ${countNumber(filled)}`] : []),
    ...(isCounted && unknown > 0 ? [`not known of ${countNumber(unknown)}`] : []),
    ...(uncollected === undefined ? [] : [`not collected: ${uncollected.replace(/\.$/, "")}`]),
    ...(checks.length > 0 && !inCases ? ["in no case"] : []),
    checks.length === 0 ? "no check" : `${countOf(checks.length, "check")}: ${checks.join(", ")}`,
  ].join(" · ");
}

function isRead({ checks }: MemberFacts): boolean {
  return checks.length > 0;
}
