import { basename, join } from "node:path";
import { suggestionFor, type Mistake } from "../../errors.ts";
import type { MistakeCode } from "../../mistake-codes.ts";

/** The ending of the guidance beside a check. */
export const guidanceSuffix = /\.md$/i;

/** The endings of the cases beside a check. */
export const casesSuffix = /\.cases\.(graphql|gql)$/i;

/** Whether a path below a folder of checks is of cases: their file, or raw answers in the folder `<name>.cases` beside it. */
export function isOfCases(path: string): boolean {
  return casesSuffix.test(path) || /\.cases\//i.test(path);
}

/** A file that belongs to a check which is not there. */
export interface Stray {
  /** The check's id. */
  readonly id: string;
  readonly file: string;
  readonly mistake: Mistake;
}

/** What stands below a folder as if it were beside a check, and is not: that check was renamed, so it is not passed over. */
export function findStrays(
  folder: string,
  paths: readonly string[],
  checks: readonly string[],
): readonly Stray[] {
  const ids = new Set(checks);
  const guidance = paths
    .filter((path) => guidanceSuffix.test(path) && !isOfCases(path) && !isReadme(path))
    .map((path) => ({ path, id: path.replace(guidanceSuffix, "") }));
  const cases = paths
    .filter((path) => casesSuffix.test(path))
    .map((path) => ({ path, id: path.replace(casesSuffix, "") }));
  const tell = (code: MistakeCode, says: (file: string) => string) => (one: Beside) => {
    const file = join(folder, one.path);
    const mistake = { code, message: `${says(file)}: there is no "${one.id}.graphql".` };
    return { id: one.id, file, mistake };
  };
  const near = (one: Stray): Stray => {
    const message = one.mistake.message + suggestionFor(one.id, ids);
    return { ...one, mistake: { ...one.mistake, message } };
  };
  return [
    ...guidance
      .filter(({ id }) => !ids.has(id))
      .map(
        tell("guidance-without-check", (file) => `The guidance "${file}" has no check beside it`),
      ),
    ...cases
      .filter(({ id }) => !ids.has(id))
      .map(tell("cases-without-check", (file) => `The cases "${file}" have no check beside them`))
      .map(near),
  ];
}

interface Beside {
  readonly path: string;
  readonly id: string;
}

function isReadme(path: string): boolean {
  return /^readme\.md$/i.test(basename(path));
}
