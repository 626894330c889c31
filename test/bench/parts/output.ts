import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { OutputJob, OutputReport } from "../workers/output.ts";

const queries = {
  output:
    "{ storageAccounts(limit: 100000) { id name region minimumTlsVersion keyExpirationPeriodInDays } }",
  "nested output": "{ connectors(limit: 100000) { id name state securityContacts { id email } } }",
};

const subjects = {
  assay: "Assay, answerOperation",
  "graphql-js": "graphql-js over objects",
  "graphql-jit": "graphql-jit over objects",
} as const;

/** Up to 100,000 rows of five fields as JSON bytes, and as many with nested ones. All must give the same bytes. */
export const measureOutput: Part = async (bench) => {
  const connectors = Math.min(100_000, Math.max(...bench.options.sizes));
  const { path } = bench.task(connectors);
  for (const [measure, query] of Object.entries(queries)) {
    let expected: OutputReport | undefined;
    for (const subject of Object.keys(subjects) as (keyof typeof subjects)[]) {
      if (subject === "graphql-jit" && bench.peersLacking) continue;
      const job: OutputJob = { task: path, subject, query };
      const report = await inProcess<OutputReport>(
        new URL("../workers/output.ts", import.meta.url),
        job,
      );
      expected ??= report;
      if (report.hash !== expected.hash)
        throw new Error(
          `${subjects[subject]} answers ${report.bytes} other bytes than ${expected.bytes} of ours: ${query}`,
        );
      const { ms: value, runs } = report;
      bench.record({
        measure,
        subject,
        title: subjects[subject],
        connectors,
        value,
        unit: "ms",
        runs,
      });
    }
  }
};
