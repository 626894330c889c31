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
  home: fileURLToPath(new URL("../../", import.meta.url)),
  environment: process.env,
};

process.exitCode = await main(process.argv.slice(2), io);
