import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Part } from "../bench.ts";
import { writeSchema } from "../estate/schema-folder.ts";
import { renderSize } from "../options.ts";
import type { Stretch, StretchJob } from "../workers/stretch.ts";
import { type Ask, questionsOf } from "./stretch-questions.ts";

/** 800,000 and 4.8 million assets. */
const usualSizes = [50_000, 300_000];

const checks = fileURLToPath(new URL("../../../checks", import.meta.url));

/**
 * For how long the server's event loop is held at a time, by each operator and page, over large estates: the longest stretch,
 * as the clock and as the thread's own work have it, beside that of a server that nobody asks.
 */
export const measureStretch: Part = async (bench) => {
  const { sizesNamed, sizes, folder, seed } = bench.options;
  for (const connectors of sizesNamed ? sizes : usualSizes) {
    const task = { connectors, seed, folder: `${folder}/stretch`, denied: false };
    const schema = writeSchema(task.folder);
    const server = await start({ task, schema, checks });
    try {
      const say = (
        title: string,
        tookMs: number,
        { workedMs, wallMs, rssBytes }: Stretch,
        of = "",
      ) =>
        bench.say(
          `${renderSize(connectors).padStart(5)}  ${title.padEnd(46)} ${workedMs.toFixed(1).padStart(8)} ms worked ${wallMs.toFixed(1).padStart(8)} ms by the clock, ${Math.round(tookMs)} ms in all, ${Math.round(rssBytes / 1e6)} MB${of}`,
        );
      say("opening and judging", 0, await server.stretch());
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      say("nothing at all", 2_000, await server.stretch());
      for (const { title, ask } of questionsOf()) {
        const began = performance.now();
        const answer = await send(server.url, ask);
        const tookMs = performance.now() - began;
        say(title, tookMs, await server.stretch(), answer);
      }
    } finally {
      server.child.kill();
    }
  }
};

interface Server {
  readonly url: string;
  readonly child: ChildProcess;
  stretch(): Promise<Stretch>;
}

async function start(job: StretchJob): Promise<Server> {
  const child = fork(fileURLToPath(new URL("../workers/stretch.ts", import.meta.url)), {
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const next = <T>() =>
    new Promise<T>((resolve, reject) => {
      child.once("message", (message) => resolve(message as T));
      child.once("exit", (code) => reject(new Error(`The server ended with ${code}.`)));
    });
  child.setMaxListeners(0);
  child.send(job);
  const url = await next<string>();
  return {
    url,
    child,
    stretch() {
      child.send("stretch");
      return next<Stretch>();
    },
  };
}

/** Sends one request and reads its answer to the end; says how it was answered. */
async function send(url: string, { path, query, variables }: Ask): Promise<string> {
  const response = query
    ? await fetch(`${url}graphql`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ query, variables }),
      })
    : await fetch(new URL(path ?? "", url));
  const text = await response.text();
  const message = /"errors":\[\{"message":"([^"]{0,60})/.exec(text)?.[1];
  return `, ${response.status}${message === undefined ? "" : ` ${message}`}`;
}
