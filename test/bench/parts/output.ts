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
  const asked = {
    queries: Object.values(queries),
    limit,
    budgetMs: bench.options.full ? 5000 : 600,
  };
  const worker = new URL("../workers/output.ts", import.meta.url);
  const answer = (some: OutputJob["subjects"]) =>
    inProcess<readonly (readonly OutputReport[])[]>(worker, {
      task: path,
      subjects: some,
      ...asked,
    });
  const all = (Object.keys(subjects) as (keyof typeof subjects)[]).filter(
    (subject) => !(subjects[subject].packaged && bench.peersLacking),
  );
  // Linking the objects takes longer than asking them: peers have one process for all of them.
  const [ours, ...peers] = all;
  const answers = [...(await answer([ours!])), ...(await answer(peers))];
  for (const [number, subject] of all.entries()) {
    const { title } = subjects[subject];
    for (const [position, [measure, query]] of Object.entries(queries).entries()) {
      const report = answers[number]![position]!;
      const first = expected.get(measure) ?? report;
      expected.set(measure, first);
      if (report.hash !== first.hash)
        throw new Error(
          `${title} answers ${report.bytes} other bytes than the ${first.bytes} of ours: ${query}`,
        );
      const { ms: value, runs } = report;
      bench.record({ measure, subject, title, connectors, value, unit: "ms", runs });
    }
  }
};
