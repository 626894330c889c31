import type { Command } from "./command.ts";
import { checksCommand } from "./commands/checks.ts";
import { collectCommand } from "./commands/collect.ts";
import { coverageCommand } from "./commands/coverage.ts";
import { diffCommand } from "./commands/diff.ts";
import { doctorCommand } from "./commands/doctor.ts";
import { explainCommand } from "./commands/explain.ts";
import { exportCommand } from "./commands/export.ts";
import { fieldsCommand } from "./commands/fields.ts";
import { importCommand } from "./commands/import.ts";
import { lspCommand } from "./commands/lsp.ts";
import { mutateCommand } from "./commands/mutate.ts";
import { newCommand } from "./commands/new.ts";
import { queryCommand } from "./commands/query.ts";
import { runCommand } from "./commands/run.ts";
import { scanCommand } from "./commands/scan.ts";
import { schemaCommand } from "./commands/schema.ts";
import { serveCommand } from "./commands/serve.ts";
import { snapshotsCommand } from "./commands/snapshots.ts";
import { testCommand } from "./commands/test.ts";
import { witnessCommand } from "./commands/witness.ts";

/** Every command there is, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  checksCommand,
  newCommand,
  testCommand,
  mutateCommand,
  diffCommand,
  explainCommand,
  witnessCommand,
  coverageCommand,
  fieldsCommand,
  queryCommand,
  exportCommand,
  serveCommand,
  collectCommand,
  scanCommand,
  doctorCommand,
  importCommand,
  snapshotsCommand,
  schemaCommand,
  lspCommand,
];
