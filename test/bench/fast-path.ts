/**
 * `node test/bench/fast-path.ts`: what a small question costs `assay serve`, in milliseconds of its process's time, where the request goes
 * past Yoga and where it does not: a client that asks for GraphQL's own media type is Yoga's. The time of a process is hardly
 * disturbed by what else a machine does.
 */
import { fork } from "node:child_process";
import { Agent } from "node:http";
import { accounts } from "../graphql/estate.ts";
import { startSite } from "../server/site.ts";
import { post } from "./post.ts";

const ACCOUNTS = 10_000;
const REQUESTS = 1_500;
const ROUNDS = 5;
const CONNECTIONS = 20;

const questions = [
  ["nothing", "{ __typename }"],
  [
    "one account with what is below it",
    '{ connectors(where: { id: "/005000" }) { id name machines { id disks { id size } } } }',
  ],
  ["a page of fifty accounts", "{ connectors(limit: 50) { id name contacts { email } } }"],
] as const;

const ways = ["application/json", "application/graphql-response+json"] as const;

if (process.argv[2] === "serve") {
  const { url } = await startSite({ inventory: accounts(ACCOUNTS) });
  process.on("message", () => process.send!(process.cpuUsage()));
  process.send!(Number(new URL(url).port));
} else await compare();

async function compare(): Promise<void> {
  const child = fork(new URL(import.meta.url), ["serve"]);
  const hear = <T>() =>
    new Promise<T>((resolve) => child.once("message", (told: T) => resolve(told)));
  const agent = new Agent({ keepAlive: true });
  try {
    const port = await hear<number>();
    const spentMs = async () => {
      child.send("time");
      const { user, system } = await hear<NodeJS.CpuUsage>();
      return (user + system) / 1000;
    };
    const measure = async (query: string, accept: string) => {
      const beforeMs = await spentMs();
      let left = REQUESTS;
      const client = async () => {
        while (left-- > 0) await post({ port, query, agent, accept });
      };
      await Promise.all(Array.from({ length: CONNECTIONS }, client));
      return ((await spentMs()) - beforeMs) / REQUESTS;
    };
    for (const [title, query] of questions) {
      const rounds: number[][] = [];
      for (let round = 0; round < ROUNDS; round++)
        rounds.push([await measure(query, ways[0]), await measure(query, ways[1])]);
      // The first warms up.
      const [past, through] = [0, 1].map((way) =>
        Math.min(...rounds.slice(1).map((round) => round[way]!)),
      );
      process.stdout.write(
        `${title.padEnd(36)} past Yoga ${past!.toFixed(3)} ms   through it ${through!.toFixed(3)} ms   ${(through! / past!).toFixed(2)} times\n`,
      );
    }
  } finally {
    agent.destroy();
    child.kill();
  }
}
