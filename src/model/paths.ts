/** What paths may read beside the answer itself and a type's details. */
const surroundings = [
  "parent",
  "connector",
  "provider",
  "readAt",
  "apiVersion",
  "type",
  "parentType",
];

const segment = /^(?:\*|[\w@-]+(?:\[(?:[\w@-]+=[^\]=]+)?\])?)$/;

/** Why a path of the SDL cannot be read, as a sentence; undefined when it can. */
export function complaintAboutPath(path: string): string | undefined {
  const wrong = path
    .replace(/^\$/, "")
    .split(".")
    .find((one) => !segment.test(one));
  if (wrong === undefined) return undefined;
  return `The path "${path}" cannot be read at "${wrong}". Expected names separated by dots, such as "a.b", "a[].b", "a[kind=x].b" or "a.*".`;
}

/** What a path reads in place of the answer: the word after its `$`. Undefined when it reads the answer. */
export function surroundingOf(path: string): string | undefined {
  return /^\$([\w@-]*)/.exec(path)?.[1];
}

/** The names that may follow `$` in paths of a type with these details. */
export function knownSurroundings(
  details: readonly { readonly name: string }[],
): readonly string[] {
  return [...surroundings, ...details.map(({ name }) => name)];
}
