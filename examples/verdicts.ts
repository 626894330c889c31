/** Runs some checks over the sample estate and prints their verdicts with the first offender of each. */
import { loadChecks, loadModel, openSample, ownFolders, runChecks } from "@assay-policy/assay";

const model = loadModel(ownFolders.schema);
const checks = loadChecks(model, ownFolders.checks, { names: ["azure/defender"] });
const inventory = await openSample(model);

const { run } = await runChecks(inventory, checks, { limit: 1 });
for (const { check, status, offenders } of run.verdicts)
  console.log(`${status.padEnd(13)} ${check}${offenders[0] ? `: ${offenders[0].asset.name}` : ""}`);

inventory.close();
