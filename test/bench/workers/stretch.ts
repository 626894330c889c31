import { createInventory } from "../../../src/engine/inventory.ts";
import { loadChecks } from "../../../src/check/document/load.ts";
import { loadFragments } from "../../../src/check/document/fragments.ts";
import { loadModel } from "../../../src/model/load.ts";
import { DEFAULT_LIMITS } from "../../../src/server/limits.ts";
import { startServer } from "../../../src/server/server.ts";
import { openSnapshot } from "../../../src/snapshot/file.ts";
import { type EstateTask, storeSnapshot } from "../estate/snapshot.ts";

/** What the server is to serve. */
export interface StretchJob {
  readonly task: EstateTask;
  readonly schema: string;
  readonly checks: string;
}

/** The longest time between two turns of the event loop: by the clock, and by what this thread worked in it. */
export interface Stretch {
  readonly wallMs: number;
  readonly workedMs: number;
  /** Resident memory at the end. */
  readonly rssBytes: number;
}

/**
 * A server over a generated estate, which says on demand how long its event loop was held at a time. A timer goes off as often as it
 * can; how much the thread worked between two times is told by the system, so that other processes do not count.
 */
function watchLoop(): () => Stretch {
  let longest = { wallMs: 0, workedMs: 0 };
  let before = read();
  function read() {
    const { user, system } = process.threadCpuUsage();
    return { wallMs: performance.now(), workedMs: (user + system) / 1000 };
  }
  function tick(): void {
    const now = read();
    longest = {
      wallMs: Math.max(longest.wallMs, now.wallMs - before.wallMs),
      workedMs: Math.max(longest.workedMs, now.workedMs - before.workedMs),
    };
    before = now;
    setTimeout(tick, 1).unref();
  }
  tick();
  return () => {
    const found = { ...longest, rssBytes: process.memoryUsage.rss() };
    longest = { wallMs: 0, workedMs: 0 };
    return found;
  };
}

let stretch: (() => Stretch) | undefined;
process.on("message", async (message: StretchJob | "stretch") => {
  if (message === "stretch") {
    process.send!(stretch!());
    return;
  }
  const model = loadModel(message.schema);
  const path = storeSnapshot(model, message.task);
  const checks = loadChecks(model, message.checks);
  const { fragments } = loadFragments([message.checks]);
  stretch = watchLoop();
  const inventory = createInventory(model, openSnapshot(path, model));
  const { url } = await startServer({
    source: {
      list: () => [{ name: inventory.snapshot.id }],
      open: async () => inventory,
      snapshots: () => [inventory.snapshot],
    },
    checks,
    fragments,
    limits: DEFAULT_LIMITS,
    host: "127.0.0.1",
    port: 0,
    graphiql: false,
    clock: () => performance.now(),
    now: () => new Date(),
    log: (line) => process.stderr.write(`${line}\n`),
  });
  process.send!(url);
});
