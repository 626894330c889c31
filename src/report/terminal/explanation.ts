import type {
  AssetStatus,
  Change,
  Explanation,
  RelatedNode,
  RelatedRow,
  RuleExplanation,
  TreeNode,
  Wait,
} from "../../explanation.ts";
import { displayWidth } from "../../wrap.ts";
import { nameOf } from "../evidence.ts";
import {
  askedWords,
  assetStatusWords,
  besidesWords,
  foundWords,
  hiddenWords,
  missingNote,
  moreWords,
  outcomeWords,
  stepWords,
  truthSigns,
} from "../explanation-words.ts";
import { mendingOf } from "../remedy.ts";
import type { TerminalStyle } from "../options.ts";
import { countNumber, momentOf, nounOf } from "../words.ts";
import { createTerminalPage, type Style, type TerminalPage } from "./terminal-page.ts";

/** Notes stand in one column, unless the conditions before them are longer than this. */
const NOTE_COLUMN = 40;

const statusStyles: Readonly<Record<AssetStatus, Style>> = {
  fail: "fail",
  undecided: "undecided",
  pass: "pass",
  notExamined: "dim",
};

/** What a check says of one asset, for people. */
export function renderExplanation(explanation: Explanation, style: TerminalStyle): string {
  const { check, asset, readAt, status, because, rules } = explanation;
  const page = createTerminalPage(style);
  return [
    page.line(0, `${check.id}  ${check.severity}`, "bold"),
    page.line(0, check.title),
    page.line(0, `${asset.id}${readAt === undefined ? "" : `  read ${momentOf(readAt)}`}`, "dim"),
    page.line(0, assetStatusWords[status], statusStyles[status]),
    ...(because === undefined ? [] : [page.line(2, because)]),
    ...rules.flatMap((rule) => ["\n", renderRule(rule, rules.length > 1, page)]),
  ].join("");
}

function renderRule(
  { rule, status, through, expected, tree, changes = [], waits = [] }: RuleExplanation,
  isNamed: boolean,
  page: TerminalPage,
): string {
  const heads = [
    ...(isNamed ? [`rule ${rule}: ${assetStatusWords[status]}`] : []),
    ...(through ? [`through the ${nounOf(through.type)} ${nameOf(through)} (${through.id})`] : []),
    ...(expected ? [expectedWords(expected)] : []),
    ...(tree ? [] : ["nothing is asked of it: whatever there is comes back"]),
  ];
  return [
    ...heads.map((head) => page.line(0, head)),
    ...(tree ? renderTree(tree, page) : []),
    ...renderChanges(changes, status, page),
    ...renderWaits(waits, page),
  ].join("");
}

function renderChanges(
  changes: readonly Change[],
  status: AssetStatus,
  page: TerminalPage,
): readonly string[] {
  if (changes.length === 0) return [];
  const ways = changes.length === 1 ? "one change" : "any of";
  return [
    "\n",
    page.line(0, status === "fail" ? `Turns green by ${ways}:` : `Nearest to failing, by ${ways}:`),
    ...changes.flatMap((change, i) => [
      ...change.steps.map((step, s) =>
        page.labelled(2, s === 0 ? String(i + 1) : "+", stepWords(step)),
      ),
      ...besidesWords(change).map((line) => page.line(4, line, "dim")),
    ]),
  ];
}

function renderWaits(waits: readonly Wait[], page: TerminalPage): readonly string[] {
  if (waits.length === 0) return [];
  return [
    "\n",
    page.line(0, "It waits for:"),
    ...waits.flatMap((wait) =>
      [
        page.line(2, `${wait.path}: ${missingNote(wait.missing)}`, "undecided"),
        page.line(4, outcomeWords(wait, waits.length === 1)),
        ...new Set(wait.missing.flatMap((one) => mendingOf(one) ?? [])),
      ].map((line, i) => (i < 2 ? line : page.line(4, line, "dim"))),
    ),
  ];
}

function expectedWords({ what, found }: NonNullable<RuleExplanation["expected"]>): string {
  return `expected ${what}${found === undefined ? "" : `, found ${countNumber(found)}`}`;
}

/** The lines of a tree, from `indent` on. */
export function renderTree(tree: TreeNode, page: TerminalPage, indent = 0): readonly string[] {
  return renderNode(tree, page, indent, NOTE_COLUMN);
}

function renderNode(
  node: TreeNode,
  page: TerminalPage,
  indent: number,
  noteAt: number,
  label = "",
): readonly string[] {
  const text = `${label === "" ? "" : `${label}  `}${askedWords(node)}`;
  const line = (note: string) =>
    page.branch(indent, { sign: truthSigns[node.truth], text, note, noteAt, style: styleOf(node) });
  if (node.kind === "condition") return [line(foundWords(node))];
  if (node.kind === "related")
    return [line(hiddenWords(node)), ...renderRelated(node, page, indent + 2)];
  return [line(""), ...renderAll(node.of, page, indent + 2)];
}

function renderAll(
  nodes: readonly TreeNode[],
  page: TerminalPage,
  indent: number,
): readonly string[] {
  const widths = nodes.map((node) =>
    node.kind === "condition" ? displayWidth(askedWords(node)) + 2 : 0,
  );
  const noteAt = Math.max(...widths.filter((width) => width <= NOTE_COLUMN), 0);
  return nodes.flatMap((node) => renderNode(node, page, indent, noteAt));
}

function renderRelated(node: RelatedNode, page: TerminalPage, indent: number): readonly string[] {
  const more = moreWords(node.more);
  return [
    ...node.rows.flatMap((row) => renderRow(row, page, indent)),
    ...(more === "" ? [] : [page.line(indent, `… ${more}`, "dim")]),
  ];
}

function renderRow(row: RelatedRow, page: TerminalPage, indent: number): readonly string[] {
  const { of, label, truth } = row;
  if (of && of.kind !== "condition") return renderNode(of, page, indent, NOTE_COLUMN, label);
  return [
    page.branch(indent, { sign: truthSigns[truth], text: label, style: styleOf(row) }),
    ...(of ? renderNode(of, page, indent + 2, NOTE_COLUMN) : []),
  ];
}

/** What did not decide is dim; what is not known stands out among what did. */
function styleOf({ decides, truth }: Pick<TreeNode, "decides" | "truth">) {
  if (!decides) return "dim";
  return truth === "missing" ? "undecided" : "plain";
}
