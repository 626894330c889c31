/** A member of an object: its key and value, or its key and a list that comes batch by batch. */
export type Member =
  | readonly [key: string, value: unknown]
  | { readonly key: string; readonly batches: AsyncIterable<readonly object[]> };

/**
 * Lays out an object as `JSON.stringify` does with an indent of two, so many levels deep in the document, without ever
 * holding more than a batch of a list.
 */
export async function* layObject(
  members: readonly Member[],
  depth: number,
): AsyncGenerator<string, void, void> {
  const indent = "  ".repeat(depth);
  yield `${indent}{`;
  for (const [i, member] of members.entries()) {
    yield `${i === 0 ? "" : ","}\n${indent}  `;
    if ("batches" in member) {
      yield `${JSON.stringify(member.key)}: `;
      yield* layList(member.batches, depth + 1);
    } else {
      const [key, value] = member;
      const text = JSON.stringify(value, undefined, 2).replaceAll("\n", `\n${indent}  `);
      yield `${JSON.stringify(key)}: ${text}`;
    }
  }
  yield `\n${indent}}`;
}

async function* layList(
  batches: AsyncIterable<readonly object[]>,
  depth: number,
): AsyncGenerator<string, void, void> {
  let separator = "[";
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield `${separator}${layItems(batch, depth)}`;
    separator = ",";
  }
  yield separator === "[" ? "[]" : `\n${"  ".repeat(depth)}]`;
}

/** Items in as many lists as indent them rightly, and those lists taken off again: far faster than to indent line by line. */
function layItems(items: readonly object[], depth: number): string {
  let nested: unknown = items;
  for (let level = 0; level < depth; level++) nested = [nested];
  const [before, after] = frameOf(depth);
  return JSON.stringify(nested, undefined, 2).slice(before, -after);
}

/** Lengths of what stands before and behind the items of a list that is so deep in others. */
function frameOf(depth: number): readonly [before: number, after: number] {
  let before = 1;
  let after = 0;
  for (let level = 0; level <= depth; level++) {
    if (level > 0) before += 2 + 2 * level;
    after += 2 + 2 * level;
  }
  return [before, after];
}
