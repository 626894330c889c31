/** Runs `work` for every item, at most `width` at a time, and starts none after one has thrown or the signal has fired. */
export async function forEach<T>(
  items: Iterable<T>,
  width: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]();
  let stopped = false;
  const runner = async () => {
    for (let next = iterator.next(); !next.done && !stopped; next = iterator.next()) {
      try {
        signal?.throwIfAborted();
        await work(next.value);
      } catch (error) {
        stopped = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, runner));
}

/** What `work` gives for every item, in the items' order; at most `width` at a time. */
export async function mapEach<T, U>(
  items: readonly T[],
  width: number,
  signal: AbortSignal | undefined,
  work: (item: T) => Promise<U>,
): Promise<U[]> {
  const results: U[] = [];
  await forEach(items.entries(), Math.min(width, items.length), signal, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}
