import type { ConstDirectiveNode, DirectiveNode } from "graphql";
import { Kind } from "graphql/language";
import type { Mistake } from "../../errors.ts";
import { readText } from "../../files/list-files.ts";
import { tryParse } from "../../model/parse-source.ts";
import { placeOf } from "../../model/source-location.ts";
import type { Check, Place } from "../../types.ts";
import { readGuidanceFile } from "./guidance.ts";
import { checkDirectiveOf, parseFence } from "./metadata.ts";

/** An id that a check had before it was renamed, where its `@check(formerly:)` says so. */
export interface FormerName {
  readonly id: string;
  readonly place: Place;
}

/** The former names that a `@check` directive has, in their order. */
export function readFormerNames(
  directive: DirectiveNode | ConstDirectiveNode | undefined,
): readonly FormerName[] {
  const value = directive?.arguments?.find(({ name }) => name.value === "formerly")?.value;
  const members = value?.kind === Kind.LIST ? value.values : value ? [value] : [];
  return members.flatMap((node) =>
    node.kind === Kind.STRING ? [{ id: node.value, place: placeOf(node) }] : [],
  );
}

/** What of a check's former names can be none, whatever other checks there are. */
export function refuseFormerNames(id: string, names: readonly FormerName[]): readonly Mistake[] {
  return names.flatMap((name, i): readonly Mistake[] => {
    const { place } = name;
    if (!isId(name.id)) {
      const message = `"formerly" takes ids that the check had, such as "${id}-before", found "${name.id}".`;
      return [{ code: "wrong-value", message, place }];
    }
    if (name.id === id) {
      const message = `"${id}" is what the check is called now. "formerly" takes ids that it had before.`;
      return [{ code: "wrong-value", message, place }];
    }
    if (!names.slice(0, i).some((other) => other.id === name.id)) return [];
    const message = `"formerly" names "${name.id}" twice. Keep one.`;
    return [{ code: "duplicate", message, place }];
  });
}

/** A path without ending, as ids are. */
function isId(text: string): boolean {
  return /^[^\s/]+(?:\/[^\s/]+)*$/.test(text) && !/\.(?:graphql|gql|md)$/i.test(text);
}

/** A check, and the names that it had. */
export interface NamedCheck {
  readonly check: Pick<Check, "id" | "place">;
  readonly formerNames: readonly FormerName[];
}

/** Former names that do not tell which check is meant: another check has the name, or claims it as well. */
export function findContested(all: readonly NamedCheck[]): readonly Mistake[] {
  const present = new Map(all.map(({ check }) => [check.id, check.place.file]));
  const claimed = new Map<string, Place>();
  const mistakes: Mistake[] = [];
  for (const { check, formerNames } of all)
    for (const { id, place } of formerNames) {
      const file = id === check.id ? undefined : present.get(id);
      const other = claimed.get(id);
      claimed.set(id, other ?? place);
      if (file !== undefined) {
        const message = `"${check.id}" cannot formerly have been "${id}": there is such a check, in "${file}".`;
        mistakes.push({ code: "duplicate", message, place });
      } else if (other && other.file !== place.file) {
        const message = `Two checks have formerly been "${id}"; the other stands in "${other.file}". One of the two can be it, the name goes from the other.`;
        mistakes.push({ code: "duplicate", message, place });
      }
    }
  return mistakes;
}

interface Listed {
  readonly id: string;
  readonly file: string;
}

/** Which checks of folders formerly had this id. Only files that have it in their text, or in their guidance's, are parsed. */
export function findRenamed(
  id: string,
  folders: readonly { readonly root: string; readonly checks: readonly Listed[] }[],
): readonly { readonly root: string; readonly files: readonly Listed[]; readonly mistakes: [] }[] {
  return folders.flatMap(({ root, checks }) => {
    const files = checks.filter(({ file }) => namesIn(file, id).some((name) => name.id === id));
    return files.length > 0 ? [{ root, files, mistakes: [] }] : [];
  });
}

function namesIn(file: string, id: string): readonly FormerName[] {
  const document = textWith(id, file);
  const own = document === undefined ? undefined : tryParse(document, file).document;
  if (own) return readFormerNames(checkDirectiveOf(own));
  const guidance = textWith(id, file.replace(/\.[^.]*$/, ".md"));
  const fence = guidance === undefined ? undefined : readGuidanceFile(guidance).fence;
  const fenced = fence === undefined ? undefined : parseFence(fence, file).document;
  return fenced ? readFormerNames(checkDirectiveOf(fenced)) : [];
}

/** A file's text if that has the word `formerly` and the id in it; a file that cannot be read has no former names. */
function textWith(id: string, file: string): string | undefined {
  try {
    const text = readText(file);
    return text.includes("formerly") && text.includes(id) ? text : undefined;
  } catch {
    return undefined;
  }
}
