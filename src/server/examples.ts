import type { Check } from "../types.ts";
import type { Example } from "./graphiql.ts";

/** Checks that are offered; all of them have a link of their own on their control's page. */
const CHECKS_OFFERED = 10;

const FAILING = `# What fails, why, and how to mend it.
{
  controls(status: [FAIL], limit: 10) {
    title
    severity
    verdict {
      offenderCount
      offenders(limit: 5) {
        name
        connector { name }
        because { path condition found }
      }
    }
    guidance { heading body }
  }
}
`;

const UNREAD = `# What could not be read, and what would mend it.
{
  coverage(status: [DENIED, NOT_REGISTERED, THROTTLED, FAILED], limit: 50) {
    type
    connector
    status
    cause
    permission
  }
}
`;

const FOUND = `# Connectors with what the checks found about them. Every other asset has findings too.
{
  connectors(limit: 20) {
    name
    findings {
      control { title }
      status
      because { path condition found }
    }
  }
}
`;

/** What GraphiQL offers: a check as it is stored, questions about verdicts, further checks. */
export function examplesOf(checks: readonly Check[], first?: string): readonly Example[] {
  const stored = checks
    .toSorted((a, b) => Number(b.id === first) - Number(a.id === first))
    .slice(0, CHECKS_OFFERED)
    .map(({ title, document }) => ({ title, document }));
  return [
    ...stored.slice(0, 1),
    { title: "What fails, why, and how to mend it", document: FAILING },
    { title: "Connectors with what was found about them", document: FOUND },
    { title: "What could not be read", document: UNREAD },
    ...stored.slice(1),
  ];
}
