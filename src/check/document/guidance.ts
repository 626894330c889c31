import type { GuidanceSection } from "../../types.ts";

/** Prose about a check, as its description or its guidance file holds it. */
export interface Prose {
  readonly title?: string;
  /** What stands before the first heading or under `## Overview`; empty where there is none. */
  readonly overview: string;
  readonly sections: readonly GuidanceSection[];
}

/** A guidance file in its two parts. */
export interface GuidanceFile {
  /** What stands between the two `---` lines at the top: the `@check` directive of a document that carries none. */
  readonly fence?: string;
  /** The Markdown below. */
  readonly markdown: string;
}

/** Takes a guidance file apart. The fence begins on the file's second line, so that line numbers stay those of the file. */
export function readGuidanceFile(text: string): GuidanceFile {
  const fenced = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!fenced) return { markdown: text };
  return { fence: fenced[1]!, markdown: text.slice(fenced[0].length) };
}

/** Reads a guidance file's Markdown: `# Title`, then sections under `## Heading`. */
export function readGuidance(markdown: string): Prose {
  const [before, ...sections] = splitSections(markdown.trim());
  const titled = /^# +(.+?)[ #]*(?:\n|$)/.exec(before!.body);
  const body = titled ? before!.body.slice(titled[0].length) : before!.body;
  return proseOf(titled?.[1], body, sections);
}

/** Reads an operation's description: the first line is the title, what follows is Markdown like a guidance file's. */
export function readDescription(description: string): Prose {
  const [first, ...rest] = description.trim().split("\n");
  const [before, ...sections] = splitSections(rest.join("\n").trim());
  return proseOf(first!.replace(/^# +/, ""), before!.body, sections);
}

function proseOf(
  title: string | undefined,
  before: string,
  sections: readonly GuidanceSection[],
): Prose {
  const isOverview = ({ heading }: GuidanceSection) => heading.toLowerCase() === "overview";
  const overview = [before.trim(), ...sections.filter(isOverview).map(({ body }) => body)];
  return {
    ...(title ? { title: title.trim() } : {}),
    overview: overview.filter((part) => part !== "").join("\n\n"),
    sections: sections.filter((section) => !isOverview(section)),
  };
}

/** A line that is a comment of Markdown and nothing else, as the questions in guidance that was begun. */
const commentLine = /^ {0,3}<!--(?:(?!-->).)*-->\s*$/;

/**
 * The text before the first second-level heading (as a section without heading), then one section for each. Lines that are comments are
 * for whoever writes: a section that holds nothing else is not there.
 */
function splitSections(markdown: string): GuidanceSection[] {
  const sections: { heading: string; lines: string[]; asked?: true }[] = [
    { heading: "", lines: [] },
  ];
  let openFence: string | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const [, fence, info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (openFence === undefined) openFence = fence;
    // Only an opening fence is followed by words.
    else if (fence?.startsWith(openFence) && info.trim() === "") openFence = undefined;
    const heading = openFence === undefined ? /^## +(.+?)[ #]*$/.exec(line)?.[1] : undefined;
    if (heading) sections.push({ heading, lines: [] });
    else if (openFence === undefined && commentLine.test(line)) sections.at(-1)!.asked = true;
    else sections.at(-1)!.lines.push(line);
  }
  return sections
    .map(({ heading, lines, asked }) => ({ heading, body: lines.join("\n").trim(), asked }))
    .filter(({ heading, body, asked }) => heading === "" || body !== "" || !asked)
    .map(({ heading, body }) => ({ heading, body }));
}
