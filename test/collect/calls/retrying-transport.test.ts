import { retryPolicy } from "../../../src/collect/azure/retry-policy.ts";
import { describe, expect, test } from "vitest";
import { createConcurrencyLimit } from "../../../src/collect/calls/concurrency-limit.ts";
import {
  createRetryingTransport,
  type RetryOptions,
} from "../../../src/collect/calls/retrying-transport.ts";
import { GRAPH_PATH } from "../../../src/collect/azure/resource-graph.ts";
import type { ServiceResponse, Request } from "../../../src/collect/calls/transport.ts";
import { readAt, reply } from "../fake-transport.ts";

const request: Request = { method: "GET", path: "/subscriptions/s1/x", apiVersion: "1", page: 1 };
const fault: ServiceResponse = { kind: "fault", status: "failed", cause: "Torn.", readAt };
const throttled = (headers: Record<string, string> = {}) => reply("", { status: 429, headers });

/** Time that passes only while somebody sleeps. */
function patient(
  answer: (request: Request, attempt: number) => ServiceResponse | Promise<ServiceResponse>,
  options: Partial<RetryOptions> = {},
) {
  let now = 0;
  const attempts = new Map<string, number>();
  const sent: { readonly at: number; readonly path: string }[] = [];
  const transport = createRetryingTransport({
    policy: retryPolicy,
    endpoint: "https://management.azure.com",
    tenants: [undefined],
    async sendOnce(one) {
      const attempt = (attempts.get(one.path) ?? 0) + 1;
      attempts.set(one.path, attempt);
      sent.push({ at: now, path: one.path });
      return answer(one, attempt);
    },
    clock: () => now,
    async sleep(durationMs, signal) {
      signal.throwIfAborted();
      now += durationMs;
    },
    random: () => 0.5,
    now: () => readAt,
    ...options,
  });
  return { transport, sent, elapsed: () => now };
}

describe("an answer", () => {
  test.each([
    ["good", [reply("ok")], 200, [0]],
    ["denied", [reply("", { status: 403 })], 403, [0]],
    ["gone", [reply("", { status: 404 })], 404, [0]],
    ["in conflict", [reply("", { status: 409 })], 409, [0]],
    ["throttled with seconds", [throttled({ "retry-after": "7" }), reply("ok")], 200, [0, 7125]],
    [
      "throttled with milliseconds",
      [throttled({ "retry-after-ms": "300" }), reply("ok")],
      200,
      [0, 425],
    ],
    [
      "throttled until a moment of the service's own clock",
      [throttled({ "retry-after": "Fri, 20 Nov 2026 08:00:09 GMT" }), reply("ok")],
      200,
      [0, 9125],
    ],
    ["throttled without a word", [throttled(), throttled(), reply("ok")], 200, [0, 1000, 3000]],
    [
      "throttled for an hour",
      [throttled({ "retry-after": "3600" }), throttled({ "retry-after": "3600" })],
      429,
      [0, 60125],
    ],
    [
      "busy with a wait",
      [reply("", { status: 503, headers: { "retry-after": "2" } }), reply("ok")],
      200,
      [0, 2125],
    ],
    [
      "broken",
      [reply("", { status: 500 }), reply("", { status: 503 }), reply("ok")],
      200,
      [0, 400, 1200],
    ],
    ["torn", [fault, fault, reply("ok")], 200, [0, 400, 1200]],
  ])("that is %s is asked for at %3$j", async (_title, answers, status, times) => {
    const { transport, sent } = patient((_request, attempt) => answers[attempt - 1]!);
    const answer = await transport.send(request);
    expect(answer).toMatchObject({ status });
    expect(sent.map(({ at }) => at)).toEqual(times);
  });

  test.each([
    ["throttled", throttled({ "retry-after": "1" }), 6],
    ["broken", reply("", { status: 500 }), 4],
    ["torn", fault, 4],
    ["stalled", { ...fault, code: "Timeout" } as ServiceResponse, 2],
    ["without a token", { ...fault, status: "denied" } as ServiceResponse, 1],
  ])("that stays %s is given up", async (_title, answer, attempts) => {
    const { transport, sent } = patient(() => answer);
    expect(await transport.send(request)).toBe(answer);
    expect(sent).toHaveLength(attempts);
  });

  test("that says that the token has run out is asked for once more", async () => {
    const body = { error: { code: "ExpiredAuthenticationToken", message: "" } };
    const { transport, sent } = patient(() => reply(body, { status: 401 }));
    expect(await transport.send(request)).toMatchObject({ status: 401 });
    expect(sent).toHaveLength(2);
  });
});

test("a subscription that asks for a pause holds up itself and nobody else", async () => {
  const { transport, sent } = patient((one, attempt) =>
    one.path.startsWith("/subscriptions/s1") && attempt === 1
      ? throttled({ "retry-after": "5" })
      : reply("ok"),
  );
  const first = transport.send(request);
  await transport.send({ ...request, path: "/subscriptions/s2/x" });
  await first;
  const other = sent.find(({ path }) => path === "/subscriptions/s2/x");
  expect(other?.at).toBe(0);
  expect(transport.stats()).toMatchObject({ requests: 3, throttled: 1 });
});

test("Resource Graph is left alone while its quota is used up", async () => {
  const headers = { "x-ms-user-quota-remaining": "0", "x-ms-user-quota-resets-after": "00:00:04" };
  const { transport, sent } = patient(() => reply("ok", { headers }));
  const question = { ...request, path: GRAPH_PATH };
  await transport.send(question);
  await transport.send(question);
  expect(sent.map(({ at }) => at)).toEqual([0, 4000]);
});

describe("the budget", () => {
  test("ends waiting, and what was never sent is skipped", async () => {
    const { transport, elapsed } = patient(() => throttled({ "retry-after": "30" }), {
      budgetMs: 10_000,
    });
    expect(await transport.send(request)).toMatchObject({ status: 429 });
    const late = await patient(() => reply("ok"), { budgetMs: 0 }).transport.send(request);
    expect(late).toMatchObject({
      status: "skipped",
      cause: "The collection's time of 0 s ran out before this was read.",
    });
    expect(elapsed()).toBeLessThanOrEqual(10_000);
  });

  test("also ends a call that is under way", async () => {
    const { transport } = patient(() => reply("ok"), {
      budgetMs: 20,
      sendOnce: (_request, signal) =>
        new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    });
    expect(await transport.send(request)).toMatchObject({ kind: "fault", status: "skipped" });
  });
});

test("an interruption rejects whoever waits", async () => {
  const controller = new AbortController();
  const { transport } = patient(
    () => {
      controller.abort();
      return throttled();
    },
    { signal: controller.signal },
  );
  await expect(transport.send(request)).rejects.toThrow(/abort/i);
});

describe("the gate", () => {
  const signal = new AbortController().signal;

  async function fill(gate: ReturnType<typeof createConcurrencyLimit>, count: number) {
    let entered = 0;
    for (let n = 0; n < count; n++) void gate.enter(signal).then(() => (entered += 1));
    await Promise.resolve();
    await Promise.resolve();
    return () => entered;
  }

  test("lets as many in as its width, and the next when one leaves", async () => {
    const gate = createConcurrencyLimit(2, 8, () => 0);
    const entered = await fill(gate, 3);
    expect(entered()).toBe(2);
    gate.leave();
    await Promise.resolve();
    await Promise.resolve();
    expect([entered(), gate.inside]).toEqual([3, 2]);
  });

  test("widens by one for each good answer, never beyond its widest", () => {
    const gate = createConcurrencyLimit(2, 5, () => 0);
    for (let n = 0; n < 10; n++) gate.widen();
    expect(gate.width).toBe(5);
  });

  test("never narrows to more than its widest", () => {
    const gate = createConcurrencyLimit(1, 1, () => 0);
    gate.narrow();
    expect(gate.width).toBe(1);
  });

  test("halves once for a burst of refusals, then widens a round at a time", () => {
    let now = 0;
    const gate = createConcurrencyLimit(64, 256, () => now);
    gate.narrow();
    gate.narrow();
    expect(gate.width).toBe(32);
    for (let n = 0; n < 32; n++) gate.widen();
    expect(gate.width).toBe(32);
    for (let n = 0; n < 4; n++) gate.widen();
    expect(gate.width).toBe(33);
    for (now = 0; now < 100_000; now += 3_000) gate.narrow();
    expect(gate.width).toBe(4);
  });
});
