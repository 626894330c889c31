import { type Check, severities } from "../../types.ts";
import { createTerminalPage } from "./terminal-page.ts";
import { fillPlaceholders } from "../placeholders.ts";
import type { Named } from "../witness.ts";
import type { TerminalStyle } from "../options.ts";
import { countOf } from "../words.ts";

/** A list of checks by severity, then id: each with its title. */
export function renderList(checks: readonly Check[], style: TerminalStyle): string {
  const page = createTerminalPage(style);
  const rank = ({ severity }: Check) => severities.indexOf(severity);
  const lines = checks
    .toSorted((a, b) => rank(a) - rank(b))
    .map(({ id, severity, title }) => [
      page.labelled(0, severity.padEnd(8), title, "bold"),
      page.line(9, id, "dim"),
    ]);
  return [...lines.flat(), "\n", page.line(0, countOf(checks.length, "check"))].join("");
}

/**
 * One check with all of its guidance, its placeholders filled in for `asset` if there is one. The guidance is Markdown and
 * left as it is, so that commands can be copied.
 */
export function renderControl(check: Check, style: TerminalStyle, asset?: Named): string {
  const { id, formerly, title, severity, frameworks, tags, overview, guidance, document } = check;
  const page = createTerminalPage(style);
  const section = (heading: string, body: string) =>
    body === "" ? "" : `\n${page.line(0, heading, "bold")}\n${fill(body)}\n`;
  const fill = (text: string) => (asset ? fillPlaceholders(text, asset) : text);
  return [
    page.line(0, title, "bold"),
    page.line(0, `${severity} · ${id}`, "dim"),
    ...(formerly.length > 0 ? [page.line(0, `formerly ${formerly.join(", ")}`, "dim")] : []),
    ...(frameworks.length > 0 ? [page.line(0, frameworks.join(", "), "dim")] : []),
    ...(tags.length > 0 ? [page.line(0, tags.join(", "), "dim")] : []),
    ...(asset ? [page.line(0, `Filled in for ${asset.id}`, "dim")] : []),
    section("Overview", overview),
    ...guidance.map(({ heading, body }) => section(heading, body)),
    section("Check", document.trim()),
  ].join("");
}
