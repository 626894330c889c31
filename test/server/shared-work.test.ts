import { expect, test } from "vitest";
import { createSharedWork } from "../../src/server/shared-work.ts";

/** Work that goes on until it is told to end. */
function createWork() {
  const begun: { key: string; signal: AbortSignal; end: PromiseWithResolvers<string> }[] = [];
  const ask = createSharedWork<string>(2, async (key, signal) => {
    const end = Promise.withResolvers<string>();
    signal.addEventListener("abort", () => end.reject(signal.reason));
    begun.push({ key, signal, end });
    return await end.promise;
  });
  return { ask, begun };
}

test("who asks at the same time shares the work, which ends when the last has left", async () => {
  const { ask, begun } = createWork();
  const [first, second] = [new AbortController(), new AbortController()];
  const asked = [ask("a", first.signal), ask("a", second.signal)];
  first.abort();
  await expect(asked[0]).rejects.toThrow("aborted");
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([false]);
  second.abort();
  await expect(asked[1]).rejects.toThrow("aborted");
  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true]);
  const again = ask("a", undefined);
  begun[1]!.end.resolve("made");
  expect(await again).toBe("made");
});

test("what was made is kept, after its asker has left too, and the oldest is forgotten", async () => {
  const { ask, begun } = createWork();
  const make = async (key: string) => {
    const asker = new AbortController();
    const asked = ask(key, asker.signal);
    begun.findLast((one) => one.key === key)!.end.resolve(key);
    expect(await asked).toBe(key);
    asker.abort();
  };
  for (const key of ["a", "b", "a", "c"]) await make(key);
  expect(await ask("a", undefined)).toBe("a");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b", "c"]);
  await make("b");
  expect(begun.map(({ key }) => key)).toEqual(["a", "b", "c", "b"]);
});

test("what failed is tried again", async () => {
  const { ask, begun } = createWork();
  const asked = ask("a", undefined);
  begun[0]!.end.reject(new Error("closed"));
  await expect(asked).rejects.toThrow("closed");
  const again = ask("a", undefined);
  begun[1]!.end.resolve("made");
  expect(await again).toBe("made");
});
