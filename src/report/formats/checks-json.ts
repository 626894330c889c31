import { renderExpectation } from "../../check/document/expectation.ts";
import { meaningOf } from "../../check/document/meaning.ts";
import { renderFilter } from "../../dialect/render.ts";
import type { Check, Filter, Rule, Step } from "../../types.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const checksFormat = "assay.checks/1";

/** Writes checks as JSON, in their order: what each says of itself, and what each of its rules asks. */
export function renderChecksJson(checks: readonly Check[]): string {
  return `${JSON.stringify({ format: checksFormat, checks: checks.map(describe) }, undefined, 2)}\n`;
}

function describe(check: Check): object {
  const { id, formerly, title, overview, severity, frameworks, tags, guidance, perConnector } =
    check;
  return {
    ...{ id, formerly, title, overview, severity, frameworks, tags },
    file: check.place.file,
    perConnector,
    rules: check.rules.map(describeRule),
    guidance,
  };
}

function describeRule(rule: Rule): object {
  const { name, query, expectation, offendersPath, place } = rule;
  return {
    name,
    meaning: meaningOf(rule),
    type: query.type,
    ...filterOf(query),
    expected: renderExpectation(expectation),
    ...(offendersPath ? { offendersPath: offendersPath.map(describeStep) } : {}),
    place: { file: place.file, line: place.line, column: place.column },
  };
}

function describeStep(step: Step): object {
  return { relation: step.relation, ...filterOf(step) };
}

function filterOf({ where }: { readonly where?: Filter | undefined }): {
  readonly filter?: string;
} {
  return where ? { filter: renderFilter(where) } : {};
}
