import { link, rm } from "node:fs/promises";
import { InputError } from "../errors.ts";
import { openFresh } from "./fresh-file.ts";
import { explainWrite } from "./write-file.ts";

/**
 * Writes files where there are none: all of them or none. Each is written aside and then linked into place, which fails where something stands;
 * what was put in place before is taken away again. Their folders have to be there. Throws an `InputError` where one is there already.
 */
export async function writeNewFiles(files: ReadonlyMap<string, string>): Promise<void> {
  const placed: string[] = [];
  try {
    for (const [path, text] of files) {
      await placeNew(path, text);
      placed.push(path);
    }
  } catch (error) {
    for (const path of placed) await rm(path, { force: true });
    throw error;
  }
}

async function placeNew(path: string, text: string): Promise<void> {
  let aside: string | undefined;
  try {
    const fresh = await openFresh(path);
    ({ aside } = fresh);
    try {
      await fresh.file.appendFile(text);
      await fresh.file.sync();
    } finally {
      await fresh.file.close();
    }
    await link(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      throw new InputError("already-there", `"${path}" is there already. Nothing was written.`);
    throw explainWrite(path, error);
  } finally {
    if (aside !== undefined) await rm(aside, { force: true });
  }
}
