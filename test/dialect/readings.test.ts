import { globSync } from "node:fs";
import { basename } from "node:path";
import { test } from "vitest";
import { readAgain, renderReading } from "./reading.ts";

const files = globSync("test/dialect/readings/*.txt").sort();

/**
 * Each file has one subject: rules in words, each with any number of `where` values and what is read of them in indented lines. To add
 * one write its line, run this file with `-u`, and read what comes. A line `# With refusesUnset:` reads all that follow with this option.
 */
test.each(files.map((file) => basename(file)))("%s: what is read of a where", async (file) => {
  await readAgain(`readings/${file}`, (written, option) =>
    renderReading(written, option === undefined ? {} : { [option]: true }),
  );
});
