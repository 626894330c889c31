import { fork } from "node:child_process";
import { Agent, request } from "node:http";
const agent = new Agent({ keepAlive: true });
const ask = (port: number, query: string) =>
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
import { readFileSync } from "node:fs";
const cpu = (pid: number) => {
  const f = readFileSync(`/proc/${pid}/stat`, "utf8").split(" ");
  return (+f[13]! + +f[14]!) * 10;
};
for (const role of ["assay", "plain"]) {
  const child = fork(new URL("../bench/server.ts", import.meta.url), [role]);
  const port = await new Promise<number>((r) => child.once("message", (m) => r(Number(m))));
  for (const [q, n] of [
    [
      '{ connectors(where: { id: "/005000" }) { id name machines { id disks { id size } } } }',
      4000,
    ],
    ["{ connectors(limit: 50) { id name contacts { email } } }", 4000],
    ["{ disks { id name size encrypted } }", 20],
    ["{ connectors { id name machines { id disks { id size } } } }", 20],
  ] as const) {
    for (let i = 0; i < n / 10; i++) await ask(port, q);
    const c = cpu(child.pid!);
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        for (let i = 0; i < n / 10; i++) await ask(port, q);
      }),
    );
    console.log(role, q.slice(0, 40), ((cpu(child.pid!) - c) / n).toFixed(3), "cpu ms/request");
  }
  child.kill();
}
agent.destroy();
