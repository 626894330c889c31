import type { Part } from "../bench.ts";
import { inProcess } from "../workers/job.ts";
import type { OutputJob, OutputReport } from "../workers/output.ts";

const limit = 100_000;

const queries = {
  output: `{ storageAccounts(limit: ${limit}) { id name region minimumTlsVersion keyExpirationPeriodInDays } }`,
  "nested output": `{ connectors(limit: ${limit}) { id name state securityContacts { id email } } }`,
};

const subjects = {
  assay: { title: "Assay, answerOperation", packaged: false },
  "graphql-js": { title: "graphql-js over objects", packaged: false },
  "graphql-jit": { title: "graphql-jit over objects", packaged: true },
  grafast: { title: "grafast over objects, plans", packaged: true },
} as const;

/** Up to 100,000 rows of five fields as JSON bytes, and as many with nested ones. All must give the same bytes. */
export const measureOutput: Part = async (bench) => {
  const connectors = Math.min(100_000, Math.max(...bench.options.sizes));
  const { path } = bench.task(connectors);
  const expected = new Map<string, OutputReport>();
  for (const subject of Object.keys(subjects) as (keyof typeof subjects)[]) {
    const { title, packaged } = subjects[subject];
    if (packaged && bench.peersLacking) continue;
    const job: OutputJob = {
      task: path,
      subject,
      queries: Object.values(queries),
      limit,
      budgetMs: bench.options.full ? 5000 : 1000,
    };
    const worker = new URL("../workers/output.ts", import.meta.url);
    const reports = await inProcess<readonly OutputReport[]>(worker, job);
    for (const [position, [measure, query]] of Object.entries(queries).entries()) {
      const report = reports[position]!;
      const ours = expected.get(measure) ?? report;
      expected.set(measure, ours);
      if (report.hash !== ours.hash)
        throw new Error(
          `${title} answers ${report.bytes} other bytes than the ${ours.bytes} of ours: ${query}`,
        );
      const { ms: value, runs } = report;
      bench.record({ measure, subject, title, connectors, value, unit: "ms", runs });
    }
  }
};
