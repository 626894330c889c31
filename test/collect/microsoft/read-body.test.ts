import { Readable } from "node:stream";
import { expect, test } from "vitest";
import {
  ANSWER_LIMIT_BYTES,
  createBodyReader,
  OversizeError,
} from "../../../src/collect/microsoft/read-body.ts";

const bytes = (text: string) => Buffer.from(text);

test("a body is read whole, signs that are parted between two chunks included", async () => {
  const whole = bytes('{"name":"Zoë"}');
  const read = createBodyReader();
  for (let at = 0; at <= whole.length; at++)
    expect(await read(Readable.from([whole.subarray(0, at), whole.subarray(at)]))).toBe(
      '{"name":"Zoë"}',
    );
});

test("a body without end is let go of at the limit", async () => {
  let sent = 0;
  let isClosed = false;
  const endless = Readable.from(
    (function* () {
      try {
        for (;;) {
          sent += 1024;
          yield Buffer.alloc(1024, 32);
        }
      } finally {
        isClosed = true;
      }
    })(),
  );
  await expect(createBodyReader(2 ** 20)(endless)).rejects.toThrow(/larger than 1 MiB/);
  expect(sent).toBeLessThan(2 * 2 ** 20);
  expect([endless.destroyed, isClosed]).toEqual([true, true]);
});

test("many bodies at once share a limit, and leave its room when they are done", async () => {
  const read = createBodyReader(10, 10);
  expect(await read(Readable.from([bytes("12345678")]))).toBe("12345678");
  const open = new Readable({ read() {} });
  open.push(bytes("12345"));
  const first = read(open);
  await new Promise((done) => setImmediate(done));
  await expect(read(Readable.from([bytes("678901")]))).rejects.toThrow(/let go of/);
  open.push(null);
  expect(await first).toBe("12345");
});

test.each([
  [4, 10, true],
  [3, 10, false],
  [10, 4, true],
  [10, 3, false],
])(
  "four bytes with a limit of %i, and of %i for all, are read: %s",
  async (own, shared, isRead) => {
    const text = createBodyReader(own, shared)(Readable.from([bytes("12"), bytes("34")]));
    if (isRead) expect(await text).toBe("1234");
    else await expect(text).rejects.toThrow(OversizeError);
  },
);

test("what is too large is an error of its own kind, and says how much is read", () => {
  const error = new OversizeError(64 * 2 ** 20);
  expect([error.name, error.message]).toEqual([
    "OversizeError",
    "The service's answer was larger than 64 MiB, and was let go of.",
  ]);
  expect(ANSWER_LIMIT_BYTES).toBe(64 * 2 ** 20);
});
