import { decodeText } from "../../files/decode.ts";

/** An answer was not read to its end, because it is larger than any of the service's own. */
export class OversizeError extends Error {
  constructor(limitBytes: number) {
    super(`The service's answer was larger than ${limitBytes / 2 ** 20} MiB, and was let go of.`);
    this.name = "OversizeError";
  }
}

/** The service's largest answers are pages of 16 MiB. */
export const ANSWER_LIMIT_BYTES = 64 * 2 ** 20;

/** All answers that are being read at one time. */
const SHARED_LIMIT_BYTES = 512 * 2 ** 20;

/**
 * A function that reads a body as text, unpacked as its stream gives it. Rejects with an `OversizeError` as soon as it is
 * larger than `limitBytes`, or all that are being read are larger than `sharedBytes`: whoever answers without end must not
 * fill the memory.
 */
export function createBodyReader(
  limitBytes = ANSWER_LIMIT_BYTES,
  sharedBytes = Math.max(limitBytes, SHARED_LIMIT_BYTES),
): (body: AsyncIterable<Uint8Array>) => Promise<string> {
  let heldBytes = 0;
  return async (body) => {
    const chunks: Uint8Array[] = [];
    let ownBytes = 0;
    try {
      for await (const chunk of body) {
        ownBytes += chunk.byteLength;
        heldBytes += chunk.byteLength;
        if (ownBytes > limitBytes || heldBytes > sharedBytes)
          throw new OversizeError(Math.min(limitBytes, sharedBytes));
        chunks.push(chunk);
      }
      const bytes = Buffer.concat(chunks, ownBytes);
      return decodeText(bytes) ?? bytes.toString("utf8");
    } finally {
      heldBytes -= ownBytes;
    }
  };
}
