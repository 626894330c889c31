import { loadChecks } from "../../src/check/document/load.ts";
import { loadModel } from "../../src/model/load.ts";
import { distinguish, truthsOfStatus } from "../../src/solver/distinguish.ts";
import { type Found, search } from "../../src/solver/search.ts";
import { compareChecks } from "../../src/witness/compare-checks.ts";
import { partsOf } from "../../src/witness/conditions.ts";
import { askedRules } from "../../src/witness/witness-rule.ts";
import { witnessChecks } from "../../src/witness/witness-check.ts";

/**
 * How long the solver takes over the library's checks, and what it answers: `npm run bench -- witness`, or `node test/bench/witness.ts`.
 * Printed, never asserted.
 */
const model = loadModel("schema");
const checks = loadChecks(model, "checks");
const rules = checks.flatMap((check) => askedRules(model, check));

function tell(title: string, work: () => readonly Found[]): void {
  const startedMs = performance.now();
  const counts = Map.groupBy(work(), ({ is }) => is);
  const durationMs = performance.now() - startedMs;
  const answers = [...counts].map(([is, some]) => `${some.length} ${is}`).join(", ");
  console.log(`${title.padEnd(44)} ${durationMs.toFixed(0).padStart(6)} ms   ${answers}`);
}

console.log(`${checks.length} checks, ${rules.length} rules\n`);
for (const round of ["first", "again"])
  for (const status of ["FAIL", "PASS", "UNDECIDED"] as const)
    tell(`a row that is ${status}, ${round}`, () =>
      rules.map(({ rule, where }) =>
        search(model, rule.query.type, [{ filter: where!, truths: truthsOfStatus[status] }]),
      ),
    );
tell("each part, and the filter without it", () =>
  rules.flatMap(({ rule, where }) =>
    partsOf(model, rule.query.type, where!).map(({ without }) =>
      distinguish(model, rule.query.type, where, without),
    ),
  ),
);
const startedMs = performance.now();
const within = compareChecks(model, checks);
console.log(
  `${"each check and each other of its type".padEnd(44)} ${(performance.now() - startedMs).toFixed(0).padStart(6)} ms   ${within.length} within another`,
);
const judgedMs = performance.now();
const witnesses = await witnessChecks(model, checks);
const rows = witnesses.reduce((sum, { conditions }) => sum + 3 + 2 * conditions.length, 0);
console.log(
  `${"all witnesses, judged by the engine".padEnd(44)} ${(performance.now() - judgedMs).toFixed(0).padStart(6)} ms   ${rows} rows`,
);
