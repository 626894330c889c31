import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { fileURLToPath } from "node:url";
import type { Bench } from "./bench.ts";
import { judgeMark, marks } from "./marks.ts";
import type { Measurement, Measurements } from "./measurements.ts";
import { renderSize } from "./options.ts";

const resultsFolder = fileURLToPath(new URL("results", import.meta.url));

/** Tables of a run for a terminal. */
export function renderTables(found: Measurements): string {
  return `\n${tablesOf(found)
    .map(({ title, rows }) => `${title}\n${alignColumns(rows)}\n`)
    .join("\n")}\n`;
}

/** The same tables as Markdown. */
export function renderMarkdown(found: Measurements): string {
  return tablesOf(found)
    .map(({ title, rows: [head, ...rows] }) => {
      const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
      const rule = line(head!.map((_, i) => (i === 0 ? "---" : "---:")));
      return [`### ${title}`, "", line(head!), rule, ...rows.map(line), ""].join("\n");
    })
    .join("\n");
}

/** Writes `latest.json` and `latest.md`; gives back where. */
export function storeResults(bench: Bench, durationMs: number): string {
  mkdirSync(resultsFolder, { recursive: true });
  const { sizes, parts, rounds, seed } = bench.options;
  const run = {
    command: `npm run bench -- ${process.argv.slice(2).join(" ")}`.trim(),
    node: process.version,
    cores: cpus().length,
    processor: cpus()[0]?.model,
    memoryBytes: totalmem(),
    durationMs: Math.round(durationMs),
    options: { sizes, parts, rounds, seed },
    marks: markRows(bench.found),
    measurements: bench.found.all,
  };
  writeFileSync(`${resultsFolder}/latest.json`, `${JSON.stringify(run, null, 2)}\n`);
  writeFileSync(
    `${resultsFolder}/latest.md`,
    `\`${run.command}\` on ${run.cores} cores, Node ${process.versions.node}:\n\n${renderMarkdown(bench.found)}`,
  );
  return "test/bench/results/latest.json and latest.md";
}

interface NamedTable {
  readonly title: string;
  readonly rows: readonly (readonly string[])[];
}

function tablesOf(found: Measurements): readonly NamedTable[] {
  const measures = [...new Set(found.all.map(({ measure }) => measure))];
  const tables = measures.map((measure) => measureTable(measure, found));
  const judged = markRows(found);
  if (judged.length === 0) return tables;
  const head = ["Mark", "estate", "measured", "must", "stretch", ""];
  const rows = judged.map((mark) => [
    mark.title,
    mark.measuredAt === mark.connectors
      ? renderSize(mark.connectors)
      : `${renderSize(mark.measuredAt)} (for ${renderSize(mark.connectors)})`,
    number(mark.ratio),
    `${mark.atMost ? "≤" : "≥"} ${mark.must}`,
    `${mark.atMost ? "≤" : "≥"} ${mark.stretch}`,
    mark.measuredAt === mark.connectors
      ? mark.judgement
      : mark.onlyThere
        ? `${renderSize(mark.connectors)} tells`
        : `(${mark.judgement})`,
  ]);
  return [...tables, { title: "Marks", rows: [head, ...rows] }];
}

function measureTable(measure: string, found: Measurements): NamedTable {
  const of = found.all.filter((one) => one.measure === measure);
  const sizes = [...new Set(of.map(({ connectors }) => connectors))].sort((a, b) => a - b);
  const titles = [...new Set(of.map(({ title }) => title))];
  const cell = (title: string, connectors: number): string => {
    const one = of.find((m) => m.title === title && m.connectors === connectors);
    return one ? number(one.value) : "-";
  };
  const unit = of[0]!.unit;
  return {
    title: `${measure}, ${unit}`,
    rows: [
      ["", ...sizes.map(renderSize)],
      ...titles.map((title) => [title, ...sizes.map((size) => cell(title, size))]),
    ],
  };
}

/** The marks for which there are numbers: at their own size, else at the largest that was measured. */
function markRows(found: Measurements) {
  const sizes = [...new Set(found.all.map(({ connectors }: Measurement) => connectors))];
  return marks.flatMap((mark) => {
    const candidates = [mark.connectors, ...sizes.sort((a, b) => b - a)];
    for (const measuredAt of candidates) {
      const ratio = mark.ratio(found, measuredAt);
      if (ratio === undefined) continue;
      const { title, connectors, must, stretch, atMost, onlyThere } = mark;
      const judgement = judgeMark(mark, ratio);
      return [
        { title, connectors, measuredAt, ratio, must, stretch, atMost, onlyThere, judgement },
      ];
    }
    return [];
  });
}

function number(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
