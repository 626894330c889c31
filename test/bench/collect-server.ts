/** The loopback server of `collect.ts` in a process of its own: subscriptions and latency in milliseconds as arguments. */
import { manySubscriptions, startAzureServer } from "../collect/azure-server.ts";

const [subscriptions, latencyMs] = process.argv.slice(2).map(Number);
const server = await startAzureServer({
  subscriptions: manySubscriptions(subscriptions!),
  latencyMs: latencyMs!,
  forgetful: true,
});
console.log(server.url);
