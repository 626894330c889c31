import { open, rename, rm } from "node:fs/promises";

/**
 * Writes a file whole or not at all: aside, then renamed into place, so that what stood there stays until the new text
 * is safe on the disk.
 */
export async function writeFileWhole(
  path: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  const aside = `${path}.part`;
  const file = await open(aside, "w");
  try {
    for await (const piece of pieces) await file.write(piece);
    await file.sync();
  } catch (error) {
    await file.close();
    await rm(aside, { force: true });
    throw error;
  }
  await file.close();
  await rename(aside, path);
}
