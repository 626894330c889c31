import type { Readable, Writable } from "node:stream";
import type { Owner } from "../snapshot/store.ts";

/** Where text goes: a stream of the process, or what a test puts in its place. */
export interface Output {
  write(text: string): boolean;
  once(event: "drain", listener: () => void): unknown;
  readonly isTTY?: boolean;
  /** Columns of the terminal. */
  readonly columns?: number | undefined;
}

/** All that a command may use of the world besides files. */
export interface Io {
  readonly stdout: Output;
  readonly stderr: Output;
  /** The whole of standard input. */
  readStdin(): Promise<string>;
  /** Standard input and output for a command that talks over them, and neither reads nor prints anything else. */
  talk(): { readonly input: Readable; readonly output: Writable };
  /** Milliseconds from some fixed moment; only differences mean anything. */
  clock(): number;
  /** The time of day. */
  now(): Date;
  /** From the first call on, an interruption from the keyboard aborts this signal instead of ending the process. */
  interruption(): AbortSignal;
  /** This process, for a store of snapshots to tell its work from that of processes that are gone. */
  readonly owner: Owner;
  /** The folder that the product's own `schema`, `checks` and `sample` stand in. */
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The file that Node was given, as it was called. */
  readonly script: string;
}

/** Writes pieces of text one after the other, no faster than the stream takes them. */
export async function writeAll(
  output: Output,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  for await (const piece of pieces) {
    if (output.write(piece)) continue;
    await new Promise<void>((resolve) => output.once("drain", resolve));
  }
}
