import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { Io } from "./io.ts";
import { main } from "./main.ts";

/** Exit code of a process whose reader went away, as shells have it: never a pass. */
const readerGone = 141;

for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(readerGone);
  });

const interrupt = new AbortController();

const io: Io = {
  stdout: process.stdout,
  stderr: process.stderr,
  readStdin: () => text(process.stdin),
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

process.exitCode = await main(process.argv.slice(2), io);
