import { basename, join } from "node:path";
import { suggestionFor, type Mistake } from "../../errors.ts";

/** The ending of the guidance beside a check. */
export const guidanceSuffix = /\.md$/i;

/** The endings of the cases beside a check. */
export const casesSuffix = /\.cases\.(graphql|gql)$/i;

/** Whether a path below a folder of checks is of cases: their file, or raw answers in the folder `<name>.cases` beside it. */
export function isOfCases(path: string): boolean {
  return casesSuffix.test(path) || /\.cases\//i.test(path);
}

/** What stands below a folder as if it were beside a check, and is not: that check was renamed, so it is not passed over. */
export function findStrays(
  folder: string,
  paths: readonly string[],
  checks: readonly string[],
): readonly Mistake[] {
  const ids = new Set(checks);
  const guidance = paths
    .filter((path) => guidanceSuffix.test(path) && !isOfCases(path) && !isReadme(path))
    .map((path) => ({ path, id: path.replace(guidanceSuffix, "") }));
  const cases = paths
    .filter((path) => casesSuffix.test(path))
    .map((path) => ({ path, id: path.replace(casesSuffix, "") }));
  return [
    ...guidance
      .filter(({ id }) => !ids.has(id))
      .map(({ path, id }): Mistake => {
        const message = `The guidance "${join(folder, path)}" has no check beside it: there is no "${id}.graphql".`;
        return { code: "guidance-without-check", message };
      }),
    ...cases
      .filter(({ id }) => !ids.has(id))
      .map(({ path, id }): Mistake => {
        const message = `The cases "${join(folder, path)}" have no check beside them: there is no "${id}.graphql".${suggestionFor(id, ids)}`;
        return { code: "cases-without-check", message };
      }),
  ];
}

function isReadme(path: string): boolean {
  return /^readme\.md$/i.test(basename(path));
}
