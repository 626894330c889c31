import type { RunnerTestCase } from "vitest";

/** A test's place among the suites: the same when its file is loaded again. */
export function keyOf(test: RunnerTestCase): string {
  const names = [test.name];
  for (let suite = test.suite; suite; suite = suite.suite) names.unshift(suite.name);
  return names.filter(Boolean).join(" > ");
}

/** Calls what a test left to be done after it (`onTestFinished`). */
export async function finish(test: RunnerTestCase): Promise<void> {
  const left = test as { onFinished?: ((context: unknown) => unknown)[] | undefined };
  const last = left.onFinished ?? [];
  left.onFinished = undefined;
  for (const call of last.toReversed())
    await Promise.resolve(call(test.context)).catch(() => undefined);
}
