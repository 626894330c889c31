import { visit } from "graphql/language";
import { caseFilesOf } from "../cases/load-cases.ts";
import { readCheckText } from "../check/document/files.ts";
import type { Mistake } from "../errors.ts";
import { tryParse } from "../model/parse-source.ts";
import type { LintRule } from "./context.ts";

/** Checks without cases, and those whose cases never say what must stay undecided. */
export const findUncased: LintRule = ({ place }): readonly Mistake[] => {
  const [file] = caseFilesOf(place.file);
  if (file === undefined) {
    const message = `No cases stand beside the check, so that nobody knows whether it can fail. Write them into a file with the ending ".cases.graphql"; "assay new" begins one, "assay witness" shows rows.`;
    return [{ code: "no-cases", message, place }];
  }
  const text = readCheckText(file, []);
  if (text === undefined || saysUndecided(text, file)) return [];
  const message = `No case of "${file}" says what the check leaves undecided. Give a row with \`missing: […]\` and \`is: UNDECIDED\`, or an operation with \`unread\` and \`@case(verdict: UNDECIDED)\`.`;
  return [{ code: "no-undecided-case", message, place }];
};

function saysUndecided(text: string, file: string): boolean {
  const { document } = tryParse(text, file);
  // Its mistakes are told by whoever judges the cases.
  let isSaid = document === undefined;
  if (document)
    visit(document, {
      EnumValue(node) {
        if (node.value === "UNDECIDED") isSaid = true;
      },
    });
  return isSaid;
}
