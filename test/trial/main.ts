import { openSingle, recordTo } from "../collect/recording/single.ts";
/**
 * `npm run trial -- FOLDER…`: whether real payloads are imported, judged, exported and redacted without a crash, without another
 * verdict in what was redacted, and without a name that is left in it. Printed; exit code 1 where something is not so.
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textsAskedFor } from "../../src/check/document/asked-for.ts";
import { loadChecks } from "../../src/check/document/load.ts";
import { collect } from "../../src/collect/collect.ts";
import { providers } from "../../src/library/providers.ts";
import { loadModel } from "../../src/model/load.ts";
import { gather, writeRecording } from "./gather.ts";
import { namesOf } from "./names.ts";

const now = "2026-11-20T08:00:00Z";

/** What `assay` prints; throws where it ends with a code that says that it broke. */
function assay(...args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["bin/assay.js", ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  if (status === null || status > 2)
    throw new Error(`assay ${args.join(" ")} ended with ${status}: ${stderr.slice(0, 2000)}`);
  return stdout;
}

/** What every check came to, with counts. */
function verdictsOf(folder: string): readonly string[] {
  const { checks } = JSON.parse(assay("run", "--snapshot", folder, "--output", "json")) as {
    checks: readonly Record<string, unknown>[];
  };
  return checks.map((one) =>
    JSON.stringify([one.id, one.status, one.offenderCount, one.undecidedCount, one.examined]),
  );
}

async function redact(folder: string, target: string): Promise<void> {
  const model = loadModel("schema");
  const recording = openSingle(folder, now, providers);
  const { provider } = recording;
  const format = provider.recording;
  const asked = textsAskedFor(loadChecks(model, "checks"));
  const redactor = format.createRedactor("trial", model, asked);
  const recorder = await recordTo(recording, target, { format, recordedAt: now, redactor });
  await collect(
    model,
    [{ provider, transport: recorder }],
    { write: () => undefined, finish: () => undefined },
    {},
  );
  await recorder.finishRecording();
}

/** The texts of all files below a folder, and their paths, in lower case. */
function textsBelow(folder: string): string {
  return globSync("**/*", { cwd: folder })
    .map((path) => [path, join(folder, path)] as const)
    .map(([path, file]) =>
      statSync(file).isFile() ? `${path}\n${readFileSync(file, "utf8")}` : path,
    )
    .join("\n")
    .toLowerCase();
}

async function main(folders: readonly string[]): Promise<number> {
  if (folders.length === 0) {
    process.stdout.write("npm run trial -- FOLDER…: folders with JSON files of real payloads\n");
    return 3;
  }
  const scratch = mkdtempSync(join(tmpdir(), "assay-trial-"));
  try {
    const paths = folders.flatMap((folder) => globSync(join(folder, "**/*.json")));
    const { resources, files } = gather(paths);
    const [raw, redacted] = [join(scratch, "raw"), join(scratch, "redacted")];
    writeRecording(raw, resources);
    const before = verdictsOf(raw);
    const rows = assay("export", "--snapshot", raw).trim().split("\n").length;
    await redact(raw, redacted);
    const after = verdictsOf(redacted);
    const rowsAfter = assay("export", "--snapshot", redacted).trim().split("\n").length;
    const differ = before.filter((verdict, at) => verdict !== after[at]);
    const names = namesOf(resources.values());
    const text = textsBelow(redacted);
    const left = names.filter((name) => text.includes(name));
    process.stdout.write(
      [
        `${files} files, ${resources.size} resources, ${rows} assets exported, ${rowsAfter} of the redacted`,
        `${before.length} verdicts, ${differ.length} others over the redacted`,
        `${names.length} names, ${left.length} left`,
        ...differ
          .slice(0, 5)
          .map((one, at) => `  ${one} became ${after[before.indexOf(one)] ?? at}`),
        ...left.slice(0, 50).map((name) => `  left: ${name}`),
        "",
      ].join("\n"),
    );
    return differ.length + left.length > 0 || rows !== rowsAfter ? 1 : 0;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

process.exitCode = await main(process.argv.slice(2));
