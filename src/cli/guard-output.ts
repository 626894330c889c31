import { makeLinesVisible } from "../visible.ts";
import type { Io, Output } from "./io.ts";
import { terminalStyleOf } from "./terminal-style.ts";

/** What we write ourselves: the styles of a page, and the beginning of a line that changes. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: styles are control characters
const ownStyle = /(\u001b\[(?:1|2|22|31|32|33|39)m)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: so is going back to a line's beginning
const ownBeginning = /^(?:\r\u001b\[K|\uFEFF)/;

type Phrase = (text: string) => string;
const asItIs: Phrase = (text) => text;

/**
 * The same world, but nothing that is written to its streams steers a terminal: control characters and marks of direction come
 * out as escapes, whichever command wrote them and wherever they are from. Line ends, tabs and our own styles stay. What standard error
 * is given is for people, and is worded by `phrase`.
 */
export function guardOutputs(io: Io, phrase: Phrase = asItIs): Io {
  const isColoured = () => terminalStyleOf(io).colour;
  const stdout = guard(io.stdout, isColoured);
  return { ...io, stdout, stderr: guard(io.stderr, isColoured, phrase) };
}

function guard(output: Output, isColoured: () => boolean, phrase = asItIs): Output {
  return {
    write(text) {
      const [own = ""] = ownBeginning.exec(text) ?? [];
      return output.write(own + makeHarmless(phrase(text.slice(own.length)), isColoured));
    },
    once: (event, listener) => output.once(event, listener),
    get isTTY() {
      return output.isTTY ?? false;
    },
    get columns() {
      return output.columns;
    },
  };
}

function makeHarmless(text: string, isColoured: () => boolean): string {
  if (!text.includes("\u001b") || !isColoured()) return makeLinesVisible(text);
  return text
    .split(ownStyle)
    .map((part, i) => (i % 2 === 1 ? part : makeLinesVisible(part)))
    .join("");
}
