import { styleText } from "node:util";
import type { VerdictStatus } from "../../types.ts";
import { displayWidth, layCommand, wrap } from "../../wrap.ts";
import { makeVisible } from "../../visible.ts";
import type { TerminalStyle } from "../options.ts";
import { marks } from "../words.ts";

/** A way to write a piece of text. */
export type Style = "plain" | "bold" | "dim" | VerdictStatus;

/** Lays out lines of text for one terminal. Each function gives whole lines, and no line is wider than the page. */
export interface TerminalPage {
  /** A paragraph, indented. */
  line(indent: number, text: string, style?: Style): string;
  /** A paragraph behind a word that its further lines stay clear of. */
  labelled(indent: number, label: string, text: string, style?: Style): string;
  /** A command behind a word; its lines can be pasted into a shell together. */
  command(indent: number, label: string, text: string): string;
  /** A row of a list behind a verdict's mark: a lead in columns of its own, a text, and a note behind it, or below where it does not fit. */
  entry(status: VerdictStatus, row: Row): string;
  /** A paragraph behind a sign, and a note in a column of its own, or below where it does not fit. What is `dim` is wholly so. */
  branch(indent: number, branch: Branch): string;
  /** A paragraph behind a verdict's mark. */
  marked(status: VerdictStatus, text: string, style?: Style): string;
}

/** What a row of a list says. */
export interface Row {
  readonly lead: string;
  readonly text: string;
  readonly note: string;
}

/** A line of a tree. */
export interface Branch {
  readonly sign: string;
  readonly text: string;
  readonly note?: string;
  /** Where the note begins, in columns behind the text's beginning. */
  readonly noteAt?: number;
  readonly style: "plain" | "dim" | "undecided";
}

const formats = {
  plain: [],
  bold: ["bold"],
  dim: ["dim"],
  fail: ["red"],
  undecided: ["yellow"],
  pass: ["green"],
  notApplicable: ["dim"],
} as const satisfies Record<Style, readonly string[]>;

/** A page of the given width, in colours or without. */
export function createTerminalPage(options: TerminalStyle): TerminalPage {
  const paint = (style: Style, text: string) =>
    options.colour && text !== ""
      ? styleText([...formats[style]], text, { validateStream: false })
      : text;

  function hang(indent: number, label: string, labelStyle: Style, text: string, style: Style) {
    const start = indent + (label === "" ? 0 : label.length + 1);
    const lines = wrap(makeVisible(text), options.width - start);
    return lines
      .map((line, i) => {
        if (i > 0 || label === "") return `${" ".repeat(start)}${paint(style, line)}\n`;
        return `${" ".repeat(indent)}${paint(labelStyle, label)} ${paint(style, line)}\n`;
      })
      .join("");
  }

  function command(indent: number, label: string, text: string): string {
    const start = indent + label.length + 1;
    const [first, ...more] = layCommand(makeVisible(text), start, options.width);
    const head = `${" ".repeat(indent)}${paint("dim", label)} ${first!.slice(start)}`;
    return [head, ...more, ""].join("\n");
  }

  function entry(status: VerdictStatus, { lead, text, note }: Row): string {
    const head = `${paint(status, marks[status])} ${paint("dim", lead)}`;
    const start = lead.length + 2;
    const [title, told] = [makeVisible(text), makeVisible(note)];
    if (start + displayWidth(`${title}  ${told}`) <= options.width)
      return `${head}${title}  ${paint("dim", told)}\n`;
    const [first = "", ...more] = wrap(title, options.width - start);
    const blank = " ".repeat(start);
    return [
      `${head}${first}\n`,
      ...more.map((line) => `${blank}${line}\n`),
      hang(start, "", "plain", note, "dim"),
    ].join("");
  }

  function branch(indent: number, { sign, text, note = "", noteAt = 0, style }: Branch): string {
    const told = makeVisible(text);
    const room = options.width - indent - 2;
    const gap = Math.max(noteAt - displayWidth(told), 2);
    const [own, added] = [makeVisible(note), style === "plain" ? "dim" : style];
    const head = `${" ".repeat(indent)}${paint(style === "plain" ? "bold" : style, sign)} `;
    if (displayWidth(told) + gap + displayWidth(own) <= room)
      return own === ""
        ? `${head}${paint(style, told)}\n`
        : `${head}${paint(style, told)}${" ".repeat(gap)}${paint(added, own)}\n`;
    const below = own === "" ? "" : hang(indent + 4, "", "plain", own, added);
    return hang(indent, sign, style === "plain" ? "bold" : style, told, style) + below;
  }

  return {
    branch,
    command,
    entry,
    line: (indent, text, style = "plain") => hang(indent, "", "plain", text, style),
    labelled: (indent, label, text, style = "plain") => hang(indent, label, "dim", text, style),
    marked: (status, text, style = "plain") => hang(0, marks[status], status, text, style),
  };
}
