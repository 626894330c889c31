import { Kind, parse } from "graphql/language";
import { rowsOf, type FoundAsset } from "../scaffold/rows.ts";
import { renderCases, renderGuidance } from "../scaffold/scaffold.ts";
import type { Check, Verdict } from "../types.ts";
import type { Estate } from "./estate.ts";

/** Assets at fault that become rows of cases; more of them seldom show more. */
const ROWS = 3;

/** The files of a check, by their endings. */
export const savedEndings = [".graphql", ".md", ".cases.graphql"] as const;
export type SavedEnding = (typeof savedEndings)[number];

/** What a document's files are called: by its operation, `SecurityGroupsCloseRdp` as `security-groups-close-rdp`. */
export function nameOfDocument(document: string): string {
  const operation = parse(document).definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  );
  const name = operation && "name" in operation ? operation.name?.value : undefined;
  return (name ?? "check")
    .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
    .replaceAll("_", "-")
    .toLowerCase();
}

/** The text of one of a check's files: the document itself, guidance with all headings, or cases that begin with assets at fault. */
export async function renderSaved(
  estate: Estate,
  judged: { readonly check: Check; readonly verdict: Verdict },
  ending: SavedEnding,
): Promise<string> {
  const { check } = judged;
  if (ending === ".graphql") return `${check.document.trim()}\n`;
  const id = nameOfDocument(check.document);
  if (ending === ".md") return renderGuidance({ id }, check.title);
  const { model } = estate.inventory;
  const { type: asked } = check.rules[0]!.query;
  const type = model.types.get(asked) ?? model.abstractTypes.get(asked)!;
  const rows = await rowsOf(model, check, await findRows(estate, judged));
  return renderCases({ plural: type.plural, rows });
}

/** The first assets at fault, as long as they are what the check asks for itself. */
async function findRows(
  { inventory }: Estate,
  { check, verdict }: { readonly check: Check; readonly verdict: Verdict },
): Promise<readonly FoundAsset[]> {
  const [rule] = check.rules;
  const own = verdict.offenders.filter(
    (offender) => offender.rule === rule!.name && !offender.through,
  );
  const found: FoundAsset[] = [];
  for (const { asset } of own.slice(0, ROWS)) {
    const [row] = await inventory.find(asset.type, [asset.id]);
    if (row === undefined) continue;
    const rows = { type: asset.type, rows: Uint32Array.of(row) };
    found.push({ inventory, rows, name: asset.name ?? asset.id });
  }
  return found;
}
