import { readFileSync, statSync } from "node:fs";
import { InputError } from "../errors.ts";

/**
 * Text of UTF-8 or UTF-16, without its byte order mark; undefined where the bytes are neither. Windows PowerShell writes UTF-16.
 * Without a mark it is told by its zeros: the first character of what we read is below U+0100.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The text of a file. Throws an `InputError` where it is a pipe, or neither UTF-8 nor UTF-16, and what the file system throws. */
export function readTextFile(file: string): string {
  // To open a pipe by its name waits for whoever writes it; those of the shell are open already.
  if (statSync(file).isFIFO() && !/^\/(dev|proc)\//.test(file))
    throw new InputError("unreadable-file", `"${file}" is a pipe. Give a file.`);
  const text = decodeText(readFileSync(file));
  if (text === undefined) throw new InputError("not-text", notText(file));
  return text;
}

/** What to say of a file, or of what is called so, that is no text. */
export function notText(name: string): string {
  return `"${name}" is neither UTF-8 nor UTF-16. Save it as UTF-8.`;
}

function encodingOf([first, second, third, fourth]: Uint8Array): string {
  // UTF-32 begins like UTF-16; no decoder has it.
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first !== 0 && second === 0 && third !== 0) return "utf-16le";
  return first === 0 && second !== 0 && second !== undefined ? "utf-16be" : "utf-8";
}
