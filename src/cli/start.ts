import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { reasonOfWriteFault } from "../errors.ts";
import { exitCodes } from "./exit-code.ts";
import { decodeText, notText } from "../files/decode.ts";
import { InputError } from "../errors.ts";
import type { Io } from "./io.ts";
import { main } from "./main.ts";

/** Exit code of a process whose reader went away, as shells have it: never a pass. */
const readerGone = 141;

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(readerGone);
  const reason = reasonOfWriteFault(error) ?? error.message;
  process.stderr.write(`Standard output cannot be written: ${reason}.\n`);
  process.exit(exitCodes.fault);
});

process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  // Where a log has no room left nobody can be told, and what is asked for can be answered all the same.
  if (error.code === "EPIPE") process.exit(readerGone);
});

const interrupt = new AbortController();

const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  async readStdin() {
    const text = decodeText(await buffer(process.stdin));
    if (text === undefined) throw new InputError("not-text", notText("standard input"));
    return text;
  },
  talk: () => ({ input: process.stdin, output: process.stdout }),
  clock: () => performance.now(),
  now: () => new Date(),
  interruption() {
    if (process.listenerCount("SIGINT") === 0)
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => interrupt.abort());
    return interrupt.signal;
  },
  owner: { pid: process.pid, host: hostname(), isRunning, birthOf },
  home: fileURLToPath(new URL("../../", import.meta.url)),
  environment: process.env,
  script: process.argv[1] ?? "",
};

/** Signal 0 reaches a process without doing anything to it; one of another user's refuses it and is there all the same. */
function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** As Linux has it: the boot, and the ticks from there on. */
function birthOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in brackets, may hold anything.
    const [, ticks] = /\)(?: \S+){19} (\d+)/.exec(stat.slice(stat.lastIndexOf(")"))) ?? [];
    return ticks === undefined ? undefined : `${boot} ${ticks}`;
  } catch {
    return undefined;
  }
}

// No module waits for this, so that whoever starts the program can require it.
void main(process.argv.slice(2), io).then((exitCode) => {
  process.exitCode = exitCode;
});
