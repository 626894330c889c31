import { accounts } from "../graphql/estate.ts";
import { startSite, post } from "./site.ts";
import { Agent, request } from "node:http";
import { Session } from "node:inspector/promises";
import fs from "node:fs";
const site = await startSite({ inventory: accounts(10000), limits: { rows: 1e6 } });
const agent = new Agent({ keepAlive: true });
const port = Number(new URL(site.url).port);
const ask = (query: string) =>
  new Promise<string>((resolve, reject) => {
    const r = request(
      {
        port,
        host: "127.0.0.1",
        path: "/graphql",
        method: "POST",
        agent,
        headers: { "content-type": "application/json" },
      },
      (res) => {
        const b: Buffer[] = [];
        res.on("data", (d) => b.push(d));
        res.on("end", () => resolve(Buffer.concat(b).toString()));
      },
    );
    r.on("error", reject);
    r.end(JSON.stringify({ query }));
  });
const q =
  process.argv[2] ??
  '{ connectors(where: { id: "/005000" }) { id name machines { id disks { id size } } } }';
const n = +(process.argv[3] ?? 3000);
for (let i = 0; i < n / 10; i++) await ask(q);
const s = new Session();
s.connect();
await s.post("Profiler.enable");
await s.post("Profiler.start");
const t = performance.now();
const client = async () => {
  for (let i = 0; i < n / 10; i++) await ask(q);
};
await Promise.all(Array.from({ length: 10 }, client));
const { profile } = (await s.post("Profiler.stop")) as any;
console.log("per request ms", (performance.now() - t) / n);
fs.writeFileSync("/tmp/p.cpuprofile", JSON.stringify(profile));
await site.stop();
agent.destroy();
