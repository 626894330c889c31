import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { writeFileWhole } from "../../src/files/write-file.ts";
import { readTextFile } from "../../src/files/decode.ts";

const folder = mkdtempSync(join(tmpdir(), "assay-pipes-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe.skipIf(process.platform === "win32")("a pipe", () => {
  const pipe = join(folder, "pipe");
  if (process.platform !== "win32") execFileSync("mkfifo", [pipe]);

  test("that nobody reads is not waited for", async () => {
    await expect(writeFileWhole(pipe, ["text"])).rejects.toThrow(
      `"${pipe}" cannot be written: it is a pipe that nobody reads.`,
    );
  });

  test("that somebody reads is written", async () => {
    const reader = spawn("cat", [pipe]);
    const pieces: string[] = [];
    reader.stdout.on("data", (piece) => pieces.push(String(piece)));
    const written = async (): Promise<void> => {
      await writeFileWhole(pipe, ["te", "xt"]).catch(async (error: Error) => {
        if (!error.message.includes("nobody reads")) throw error;
        await new Promise(setImmediate);
        await written();
      });
    };
    await written();
    await once(reader, "close");
    expect(pieces.join("")).toBe("text");
  });

  test("is not read as a file", () => {
    expect(() => readTextFile(pipe)).toThrow(`"${pipe}" is a pipe. Give a file.`);
  });
});
