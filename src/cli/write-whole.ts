import { mkdtemp, open, rm, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeAll, type Output } from "./io.ts";

/** Characters that are held in memory; what is longer waits in a file. */
const HELD = 16_000_000;

/**
 * Writes a text once all of it is there: one that is of use only as a whole, such as JSON, is not begun before it is known to end.
 * It takes bounded memory, and for what is longer room in the folder for temporary files.
 */
export async function writeWhole(
  output: Output,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  let held: string[] = [];
  let length = 0;
  let spill: Spill | undefined;
  try {
    for await (const piece of pieces) {
      held.push(piece);
      length += piece.length;
      if (length < HELD) continue;
      spill ??= await openSpill();
      await spill.file.appendFile(held.join(""));
      held = [];
      length = 0;
    }
    if (spill) await writeAll(output, readBack(spill.file));
    await writeAll(output, held);
  } finally {
    await spill?.file.close();
    if (spill) await rm(spill.folder, { recursive: true, force: true });
  }
}

interface Spill {
  /** Nobody else's. */
  readonly folder: string;
  readonly file: FileHandle;
}

async function openSpill(): Promise<Spill> {
  const folder = await mkdtemp(join(tmpdir(), "assay-"));
  return { folder, file: await open(join(folder, "report"), "wx+", 0o600) };
}

/** Some characters take several bytes, which two reads may part. */
async function* readBack(file: FileHandle): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const buffer = Buffer.allocUnsafe(1 << 20);
  for (let at = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, buffer.length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
    yield decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
  }
  yield decoder.decode();
}
