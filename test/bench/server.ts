/**
 * `node test/bench/server.ts`: requests per second and latency of `assay serve` beside a plain GraphQL Yoga over objects with a
 * resolver for each field, on one estate and in one run. Each server is a process of its own on loopback; the answers must be equal.
 */
import { type ChildProcess, fork } from "node:child_process";
import { Agent, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createSchema, createYoga } from "graphql-yoga";
import { DEFAULT_LIMITS } from "../../src/server/limits.ts";
import { accounts } from "../graphql/estate.ts";
import { startSite } from "../server/site.ts";
import { post } from "./post.ts";

/** Each has two machines of two disks. */
const ACCOUNTS = 10_000;
const SECONDS = 4;

const questions = [
  {
    title: "one account with what is below it",
    query: '{ connectors(where: { id: "/005000" }) { id name machines { id disks { id size } } } }',
    connections: 20,
  },
  {
    title: "a page of fifty accounts",
    query: "{ connectors(limit: 50) { id name contacts { email } } }",
    connections: 20,
  },
  {
    title: "40,000 disks, four fields",
    query: "{ disks { id name size encrypted } }",
    connections: 4,
  },
  {
    title: "10,000 accounts, three levels",
    query: "{ connectors { id name machines { id disks { id size } } } }",
    connections: 4,
  },
] as const;

const [, , role] = process.argv;
if (role === "assay" || role === "plain") {
  const port = role === "assay" ? await serveAssay() : await servePlain();
  process.send!(port);
} else await compare();

async function serveAssay(): Promise<number> {
  const limits = { ...DEFAULT_LIMITS, rows: 1_000_000 };
  const { url } = await startSite({ inventory: accounts(ACCOUNTS), limits });
  return Number(new URL(url).port);
}

interface Disk {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly encrypted: boolean;
}

/** The usual way: objects in memory, a resolver for each relation. */
async function servePlain(): Promise<number> {
  const diskOf = (machine: string, size: number): Disk => ({
    id: `${machine}/${size}`,
    name: `${machine}/${size}`,
    size,
    encrypted: size === 0,
  });
  const ids = Array.from({ length: ACCOUNTS }, (_, i) => `/${String(i).padStart(6, "0")}`);
  const machinesOf = (id: string) => ["x", "y"].map((name) => ({ id: `${id}/${name}` }));
  const disks = new Map(
    ids.flatMap((id) =>
      machinesOf(id).map((machine) => [machine.id, [diskOf(machine.id, 0), diskOf(machine.id, 1)]]),
    ),
  );
  const connectors = ids.map((id) => ({ id, name: id, contacts: [{ email: `a@${id}` }] }));
  const schema = createSchema({
    typeDefs: `
      type Query { connectors(where: Where, limit: Int): [Connector!]! disks: [Disk!]! }
      input Where { id: ID }
      type Connector { id: ID! name: String machines: [Machine!]! contacts: [Contact!]! }
      type Machine { id: ID! disks: [Disk!]! }
      type Disk { id: ID! name: String size: Int encrypted: Boolean! }
      type Contact { email: String }`,
    resolvers: {
      Query: {
        connectors: (_: unknown, { where, limit }: { where?: { id?: string }; limit?: number }) =>
          connectors.filter(({ id }) => where?.id === undefined || id === where.id).slice(0, limit),
        disks: () => [...disks.values()].flat(),
      },
      Connector: { machines: ({ id }: { id: string }) => machinesOf(id) },
      Machine: { disks: ({ id }: { id: string }) => disks.get(id) },
    },
  });
  const server = createServer(createYoga({ schema, logging: false }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

interface Server {
  readonly process: ChildProcess;
  readonly port: number;
}

async function start(name: "assay" | "plain"): Promise<Server> {
  const child = fork(new URL(import.meta.url), [name]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    child.once("exit", (code) => reject(new Error(`The ${name} server ended with ${code}.`)));
  });
  return { process: child, port };
}

async function compare(): Promise<void> {
  const [ours, plain] = [await start("assay"), await start("plain")];
  try {
    for (const { title, query, connections } of questions) {
      const [own, theirs] = [
        await post({ port: ours.port, query }),
        await post({ port: plain.port, query }),
      ];
      if (own !== theirs) throw new Error(`The servers answer "${title}" differently.`);
      process.stdout.write(
        `\n${title} (${own.length.toLocaleString("en")} characters, ${connections} connections)\n`,
      );
      const measured = [
        await load(ours.port, query, connections),
        await load(plain.port, query, connections),
      ];
      for (const [i, name] of ["assay serve", "plain yoga"].entries())
        process.stdout.write(`  ${name.padEnd(12)} ${renderLoad(measured[i]!)}\n`);
      const ratio = measured[0]!.perSecond / measured[1]!.perSecond;
      process.stdout.write(`  ratio        ${ratio.toFixed(1)} times as many requests\n`);
    }
  } finally {
    ours.process.kill();
    plain.process.kill();
  }
}

interface Load {
  readonly perSecond: number;
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Asks again and again over some connections; the first second does not count. */
async function load(port: number, query: string, connections: number): Promise<Load> {
  // Of its own: a server closes connections that nobody has used for some seconds.
  const agent = new Agent({ keepAlive: true });
  const latencies: number[] = [];
  const from = performance.now() + 1000;
  const until = from + SECONDS * 1000;
  const client = async (): Promise<void> => {
    while (performance.now() < until) {
      const startedAt = performance.now();
      await post({ port, query, agent });
      if (startedAt >= from) latencies.push(performance.now() - startedAt);
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
  const seconds = (performance.now() - from) / 1000;
  const sorted = latencies.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  return { perSecond: sorted.length / seconds, medianMs: at(0.5), p99Ms: at(0.99) };
}

function renderLoad({ perSecond, medianMs, p99Ms }: Load): string {
  return `${perSecond.toFixed(perSecond < 100 ? 1 : 0)} requests/s, median ${medianMs.toFixed(1)} ms, 99 of 100 below ${p99Ms.toFixed(1)} ms`;
}
