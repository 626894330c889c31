import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../src/cli/io.ts";
import { main } from "../../src/cli/main.ts";

/** What a call of the command line left behind. */
export interface Called {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a test may set of the world around a call. */
export interface Around {
  readonly stdin?: string;
  /** Keys as they are pressed, in place of the whole of standard input. */
  readonly keys?: Readable;
  /** Told of what is written to standard output. */
  readonly onText?: (text: string) => void;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Calls the command line in this process, with streams that keep what is written and a clock that stands still. */
export async function callAssay(
  words: readonly string[],
  { stdin = "", keys, onText, isTTY = false, columns = 80, environment = {} }: Around = {},
): Promise<Called> {
  const written = { stdout: "", stderr: "" };
  const output = (stream: keyof typeof written) => ({
    write(text: string) {
      written[stream] += text;
      if (stream === "stdout") onText?.(text);
      return true;
    },
    once: () => undefined,
    isTTY,
    columns,
  });
  const io: Io = {
    stdout: output("stdout"),
    stderr: output("stderr"),
    readStdin: async () => stdin,
    talk: () => ({ input: keys ?? Readable.from([stdin]), output: new PassThrough() }),
    clock: () => 0,
    now: () => new Date("2026-11-20T12:00:00Z"),
    interruption: () => new AbortController().signal,
    owner: { pid: 1, host: "test", isRunning: () => false },
    home: process.cwd(),
    environment,
    script: "",
  };
  const exitCode = await main(words, io);
  return { exitCode, ...written };
}
