import type { Form, Spelling } from "../types.ts";
import type { DirectiveUses } from "./directives.ts";
import type { Report } from "./mistake-log.ts";
import { plainWord } from "./spellings.ts";

/** What `@words` or `@form` says of a field of this type; what cannot be is reported. */
export function readSpellingOf(
  uses: DirectiveUses,
  { name: type }: { readonly name: string },
  report: Report,
): Spelling | undefined {
  const words = uses.get("words")?.[0];
  const form = uses.get("form")?.[0];
  if (words && form)
    report(
      "exclude-each-other",
      form.node,
      `"@words" says the spelling already. Expected one of the two.`,
    );
  const use = words ?? form;
  if (!use) return undefined;
  if (type !== "String" && type !== "ID")
    report(
      "misplaced-directive",
      use.node,
      `"@${use.name}" is about the spelling of texts. Expected a String or an ID, found ${type}.`,
    );
  if (form && !words) return form.values.as ? { form: form.values.as as Form } : undefined;
  const lists = (words!.values.of as readonly (readonly string[])[] | undefined) ?? [];
  const heads = new Map<string, string>();
  for (const names of lists) {
    if (names.length === 0)
      report("missing-value", words!.node, `A word of "@words" needs a name.`);
    for (const name of names) {
      const plain = plainWord(name);
      const other = heads.get(plain);
      if (other !== undefined && other !== names[0])
        report("duplicate", words!.node, `"${name}" stands for "${names[0]}" and for "${other}".`);
      else if (other !== undefined)
        report(
          "duplicate",
          words!.node,
          `"${name}" is "${other}" without being said: case, blanks and the signs _ - . do not count.`,
        );
      heads.set(plain, names[0]!);
    }
  }
  return { words: lists.filter((names) => names.length > 0) };
}
