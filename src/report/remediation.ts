import MarkdownIt, { type Token } from "markdown-it";
import type { Check } from "../types.ts";

/** The short of a check's guidance on how to mend and how to go back, with its placeholders as they stand. */
export interface Remediation {
  /** The first step in the console. */
  readonly console?: string;
  /** The commands that mend, as somebody would type them; those that only look or save are left out. */
  readonly commands: readonly string[];
  /** The guidance has the present state saved before the commands run. */
  readonly savesFirst: boolean;
  /** The commands that save it; without them where there is none. */
  readonly saves?: readonly string[];
  /** How to go back: a sentence, or where the guidance begins with it a command. */
  readonly undo?: { readonly text: string } | { readonly command: string };
  /** Where there are several ways back, each with the sentence that says when it applies. */
  readonly undoBranches?: readonly UndoBranch[];
}

/** One of several ways back. */
export interface UndoBranch {
  /** As written, with the marks of code: ``Where the plan was `Free` before``. */
  readonly when: string;
  readonly command: string;
}

const markdown = new MarkdownIt("commonmark", { html: false });

/** Reads the short of a check's guidance out of its sections on remediation and back-out. */
export function readRemediation({ guidance }: Check): Remediation {
  const section = (heading: RegExp) => {
    const body = guidance.find((one) => heading.test(one.heading))?.body;
    return body ? markdown.parse(body, {}) : undefined;
  };
  const blocks = commandBlocks(section(/^remediation by cli/i) ?? []);
  const byConsole = firstSentence(
    section(/^remediation by console/i) ?? section(/^remediation(?! by cli)/i) ?? [],
  );
  const backOut = section(/^back-?out/i) ?? [];
  const undo = readUndo(backOut);
  const branches = readBranches(backOut);
  const saves = (blocks[0] ?? []).filter(isSaving);
  return {
    ...(byConsole === undefined ? {} : { console: byConsole }),
    commands: blocks.map((block) => block.filter(changes)).find((some) => some.length > 0) ?? [],
    savesFirst: blocks[0]?.[0]?.includes(" > ") ?? false,
    ...(saves.length > 0 ? { saves } : {}),
    ...(undo ? { undo } : {}),
    ...(branches.length > 1 ? { undoBranches: branches } : {}),
  };
}

function readUndo(tokens: readonly Token[]): Remediation["undo"] {
  const text = firstSentence(tokens);
  if (text !== undefined) return { text };
  const [command, ...more] = commandBlocks(tokens)[0]?.filter(changes) ?? [];
  if (command !== undefined && more.length === 0) return { command };
  const later = firstSentence(tokens.slice(tokens.findIndex(isCode) + 1));
  if (later !== undefined && command === undefined) return { text: later };
  return tokens.length === 0
    ? undefined
    : { text: 'The guidance says how, under "Back-out plan".' };
}

/** Sentences that lead to one command each. */
function readBranches(tokens: readonly Token[]): readonly UndoBranch[] {
  return tokens.flatMap((token, i) => {
    const [command, ...more] = commandBlocks([token])[0] ?? [];
    const isLed = tokens[i - 1]?.type === "paragraph_close";
    return isLed && command !== undefined && more.length === 0
      ? [{ when: tokens[i - 2]!.content.replace(/\s+/g, " "), command }]
      : [];
  });
}

/** The commands in each of a text's blocks of shell. */
function commandBlocks(tokens: readonly Token[]): readonly (readonly string[])[] {
  return tokens
    .filter(({ type, info }) => type === "fence" && /^(?:sh|bash|shell)\b/.test(info.trim()))
    .map(({ content }) =>
      content
        .replace(/\\\n\s*/g, "")
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !line.startsWith("#")),
    );
}

/** Whether a command does more than look at what there is. */
function changes(command: string): boolean {
  const words = command.split(/\s+-/)[0]!.trim();
  return !/ (show|list)$/.test(words) && !/ --method get\b/i.test(command) && !isSaving(command);
}

function isSaving(command: string): boolean {
  return command.includes(" > ");
}

function isCode({ type }: Token): boolean {
  return type === "fence" || type === "code_block";
}

/** The first sentence of a text that begins with a paragraph or a list, without its marks; nothing where it begins otherwise. */
function firstSentence(tokens: readonly Token[]): string | undefined {
  const at = tokens.findIndex(({ type }) => !/^(?:\w+_list|list_item|blockquote)_open$/.test(type));
  if (tokens[at]?.type !== "paragraph_open") return undefined;
  const text = plainText(tokens[at + 1]!.children ?? []).trim();
  const sentence = /^.*?[.:;](?= [\p{Lu}"]|$)/u.exec(text)?.[0] ?? text;
  return sentence === "" ? undefined : sentence.replace(/[:;]$/, ".");
}

function plainText(tokens: readonly Token[]): string {
  const words = tokens.map(({ type, content }) => (/break$/.test(type) ? " " : content));
  return words.join("").replace(/\s+/g, " ");
}
