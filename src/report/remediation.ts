import type { Check } from "../types.ts";

/** The short of a check's guidance on how to mend and how to go back, with its placeholders as they stand. */
export interface Remediation {
  /** The first step in the console. */
  readonly console?: string;
  /** The commands that mend, as somebody would type them; those that only look or save are left out. */
  readonly commands: readonly string[];
  /** The guidance has the present state saved before the commands run. */
  readonly savesFirst: boolean;
  /** How to go back: a sentence, or where the guidance begins with it a command. */
  readonly undo?: { readonly text: string } | { readonly command: string };
}

/** Reads the short of a check's guidance out of its sections on remediation and back-out. */
export function readRemediation({ guidance }: Check): Remediation {
  const bodyOf = (heading: RegExp) => guidance.find((one) => heading.test(one.heading))?.body ?? "";
  const blocks = commandBlocks(bodyOf(/^remediation by cli/i));
  const byConsole = firstSentence(
    bodyOf(/^remediation by console/i) || bodyOf(/^remediation(?! by cli)/i),
  );
  const undo = readUndo(bodyOf(/^back-?out/i));
  return {
    ...(byConsole === undefined ? {} : { console: byConsole }),
    commands: blocks.map((block) => block.filter(changes)).find((some) => some.length > 0) ?? [],
    savesFirst: blocks[0]?.[0]?.includes(" > ") ?? false,
    ...(undo ? { undo } : {}),
  };
}

function readUndo(body: string): Remediation["undo"] {
  const text = firstSentence(body);
  if (text !== undefined) return { text };
  const [command, ...more] = commandBlocks(body)[0]?.filter(changes) ?? [];
  if (command !== undefined && more.length === 0) return { command };
  const later = firstSentence(body.replace(/^\s*(```|~~~)[\s\S]*?\n\s*\1\s*/, ""));
  if (later !== undefined && command === undefined) return { text: later };
  return body === "" ? undefined : { text: 'The guidance says how, under "Back-out plan".' };
}

/** The commands in each of a text's blocks of shell. */
function commandBlocks(markdown: string): readonly (readonly string[])[] {
  const blocks = markdown.matchAll(/^ *```(?:sh|bash|shell)\n([\s\S]*?)\n *```/gm);
  return [...blocks].map(([, code]) =>
    code!
      .replace(/\\\n\s*/g, "")
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "" && !line.startsWith("#")),
  );
}

/** Whether a command does more than look at what there is. */
function changes(command: string): boolean {
  const words = command.split(/\s+-/)[0]!.trim();
  return !/ (show|list)$/.test(words) && !/ --method get\b/i.test(command) && !/ > /.test(command);
}

/** The first sentence of Markdown's first paragraph or list item, as plain text; nothing where it begins with code. */
function firstSentence(markdown: string): string | undefined {
  const [first = ""] = markdown.trim().split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.) )/);
  if (/^(```|~~~|#)/.test(first)) return undefined;
  const text = first
    .replace(/^\s*(?:[-*+]|\d+\.) +/, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  const sentence = /^.*?[.:;](?= [\p{Lu}"]|$)/u.exec(text)?.[0] ?? text;
  return sentence === "" ? undefined : sentence.replace(/[:;]$/, ".");
}
