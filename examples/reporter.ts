/** A reporter of one's own: a line for each failed check, with the number of its offenders, the most first. */
import {
  loadChecks,
  loadModel,
  openSample,
  ownFolders,
  renderReport,
  type Reporter,
  runChecks,
} from "@assay-policy/assay";

const byCount: Pick<Reporter, "load"> = {
  load: async () =>
    function* ({ run }) {
      const failed = run.verdicts.filter(({ status }) => status === "fail");
      for (const { check, offenderCount } of failed.toSorted(
        (a, b) => b.offenderCount - a.offenderCount,
      ))
        yield `${String(offenderCount).padStart(5)}  ${check}\n`;
    },
};

const model = loadModel(ownFolders.schema);
const checks = loadChecks(model, ownFolders.checks);
const inventory = await openSample(model);

// Names of Assay's own, such as "markdown" or "sarif", take this one's place.
const whole = await runChecks(inventory, checks, { limit: 0 });
for await (const piece of renderReport(whole, byCount)) process.stdout.write(piece);

inventory.close();
