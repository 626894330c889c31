import { Kind, visit } from "graphql/language";
import type { ListValueNode } from "graphql";
import type { Fix } from "../errors.ts";
import { tryParse } from "../model/parse-source.ts";
import type { Check, Model } from "../types.ts";
import { type RuleWitnesses, witnessChecks } from "../witness/witness-check.ts";

const kinds = [
  ["fail", "FAIL", "fails"],
  ["pass", "PASS", "passes"],
  ["undecided", "UNDECIDED", "is undecided"],
] as const;

/** What adds rows to a file of cases that it does not have yet: the smallest that fails, that passes and that is undecided. */
export async function offerRows(
  model: Model,
  check: Check,
  cases: { readonly file: string; readonly text: string },
): Promise<readonly Fix[]> {
  const rules = await witnessChecks(model, [check]);
  return rules.flatMap((rule) => {
    const list = listOf(cases, model.types.get(rule.type)?.plural);
    return list ? rowsFor(rule, list, cases) : [];
  });
}

function rowsFor(
  rule: RuleWitnesses,
  list: ListValueNode,
  { file, text }: { readonly file: string; readonly text: string },
): readonly Fix[] {
  return kinds.flatMap(([kind, status, words]): Fix[] => {
    const witness = rule[kind];
    if (witness.is !== "found") return [];
    const row = rule.given(witness, status);
    if (text.includes(row)) return [];
    const end = list.values.at(-1)?.loc?.end ?? list.loc!.start + 1;
    const edit = { file, start: end, end, text: `\n    # generated\n    ${row}` };
    return [{ title: `Add a case that ${words}`, edits: [edit], isSafe: false }];
  });
}

/** The first list of rows of a type. */
function listOf(
  { file, text }: { readonly file: string; readonly text: string },
  plural: string | undefined,
): ListValueNode | undefined {
  const { document } = tryParse(text, file);
  let found: ListValueNode | undefined;
  if (document)
    visit(document, {
      Argument({ name, value }) {
        if (name.value === plural && value.kind === Kind.LIST) found ??= value;
      },
    });
  return found;
}
