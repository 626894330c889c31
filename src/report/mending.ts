import type { Check } from "../types.ts";
import type { Page } from "./page.ts";

/** The first step of a check's remediation, and where the rest of its guidance is to be read. */
export function renderMending(check: Check, page: Page): string {
  if (check.guidance.length === 0) return "";
  const remediation = check.guidance.find(({ heading }) => /^remediation/i.test(heading));
  const first = remediation && firstSentence(remediation.body);
  return [
    "\n",
    ...(first ? [page.labelled(4, "To mend:", first)] : []),
    page.labelled(4, "Guidance:", `assay checks ${check.id}`),
  ].join("");
}

/** The first paragraph or list item of Markdown, as plain text; nothing where it begins with code. */
function firstSentence(markdown: string): string | undefined {
  const [first = ""] = markdown.split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )/);
  const text = first
    .replace(/^\s*(?:[-*+]|\d+\.) +/, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return /^(```|~~~|#)/.test(first) || text === "" ? undefined : text;
}
