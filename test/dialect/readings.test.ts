import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { expect, test } from "vitest";
import { renderReading } from "./reading.ts";

const files = globSync("test/dialect/readings/*.txt").sort();

/**
 * Each file has one subject: rules in words, each with any number of `where` values and what is read of them in indented lines. To add
 * one write its line, run this file with `-u`, and read what comes. A line `# With refusesUnset:` reads all that follow with this option.
 */
test.each(files.map((file) => [basename(file, ".txt"), file] as const))(
  "%s are read as the file has it",
  async (_name, file) => {
    const lines = readFileSync(file, "utf8").split("\n");
    const written = lines.filter((line) => !line.startsWith("  "));
    let options = {};
    const read = written.flatMap((line) => {
      const option = /^# With (\w+):/.exec(line)?.[1];
      if (option) options = { [option]: true };
      const isWhere = /^\w+ \{/.test(line);
      return [line, ...(isWhere ? renderReading(line, options).map((one) => `  ${one}`) : [])];
    });
    await expect(read.join("\n")).toMatchFileSnapshot(file.replace("test/dialect/", ""));
  },
);
