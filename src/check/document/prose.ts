import type { OperationDefinitionNode } from "graphql";
import type { Mistake } from "../../errors.ts";
import type { Check } from "../../types.ts";
import type { CheckFile } from "./files.ts";
import { readDescription, readGuidance } from "./guidance.ts";
import { placeOf } from "../../model/source-location.ts";

/** What a check says of itself to people. */
export type CheckProse = Pick<Check, "title" | "overview" | "guidance">;

/**
 * Puts together the prose about a check: its operation's description, and its guidance file's Markdown. Where neither has
 * a title the file's name is one, so that a document pasted from elsewhere is a check.
 */
export function readProse(
  file: CheckFile,
  operation: OperationDefinitionNode,
  markdown: string | undefined,
  directiveTitle: string | undefined,
): { readonly prose: CheckProse; readonly mistakes: readonly Mistake[] } {
  const described = readDescription(operation.description?.value ?? "");
  const guided = readGuidance(markdown ?? "");
  const titles = [described.title, directiveTitle, guided.title].filter((one) => one !== undefined);
  const prose = {
    title: titles[0] ?? titleFrom(file.id),
    overview: [described.overview, guided.overview].filter((part) => part !== "").join("\n\n"),
    guidance: [...described.sections, ...guided.sections],
  };
  const other = titles.find((title) => title !== titles[0]);
  if (other === undefined) return { prose, mistakes: [] };
  const message = `The check has two titles: "${titles[0]}" and, in its guidance or directive, "${other}". Keep one.`;
  return { prose, mistakes: [{ code: "duplicate", message, place: placeOf(operation) }] };
}

/** `azure/defender/servers-plan-is-standard` is `Servers plan is standard`. */
function titleFrom(id: string): string {
  const words = id
    .slice(id.lastIndexOf("/") + 1)
    .replaceAll(/[-_\s]+/g, " ")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
