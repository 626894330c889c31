import { readFile, writeFile } from "node:fs/promises";
import { type Environment, readVariable } from "../environment.ts";
import { InputError } from "../errors.ts";

/** Where GitHub Actions takes the summary of a job's step from. */
export const summaryVariable = "GITHUB_STEP_SUMMARY";

/**
 * GitHub shows nothing of a step's summary that is larger.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#step-isolation-and-limits
 */
const limitBytes = 1024 * 1024;
const cut = "\n\nThe rest does not fit into the summary of a job.\n";

/** The file that a job's summary is written to. Throws an `InputError` where there is none. */
export function summaryFile(environment: Environment): string {
  const file = readVariable(environment, summaryVariable);
  if (file !== undefined) return file;
  throw new InputError(
    "missing-variable",
    `"--summary" needs the variable "${summaryVariable}", which GitHub Actions sets. Elsewhere "--export" writes a file that ends with ".md".`,
  );
}

/** Adds the pieces of a text to a job's summary, as many of them as it takes beside what other calls have put there. */
export async function addToSummary(
  file: string,
  pieces: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  try {
    const before = await readFile(file).catch(() => Buffer.alloc(0));
    let roomBytes = limitBytes - before.length - Buffer.byteLength(cut);
    let text = "";
    for await (const piece of pieces) {
      roomBytes -= Buffer.byteLength(piece);
      if (roomBytes < 0) break;
      text += piece;
    }
    if (roomBytes < 0) text += cut;
    if (before.length + Buffer.byteLength(text) <= limitBytes)
      await writeFile(file, text, { flag: "a" });
  } catch (error) {
    const { explainWrite } = await import("../files/write-file.ts");
    throw explainWrite(file, error);
  }
}
