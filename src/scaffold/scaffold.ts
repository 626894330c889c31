import { guidanceHeadings } from "./headings.ts";

/** A check that is begun. */
export interface Begun {
  readonly id: string;
  /** Root field, such as `storageAccounts`. */
  readonly plural: string;
  /** The filter as a literal of GraphQL, with its brackets. */
  readonly where: string;
  /** Rows of its cases, each with what it shows. */
  readonly rows: readonly { readonly shows: string; readonly row: string }[];
}

/** The document of a check that is begun. */
export function renderCheck({ id, plural, where }: Begun): string {
  return `"""
${titleOf(id)}

Say in a sentence or two what is reported, and what an absent value means.
"""
query ${nameOf(id)} @check(severity: MEDIUM, frameworks: [], tags: []) {
  # The filter says what is wrong with an asset: nothing may come back.
  ${plural}(where: ${where}) {
    ...AssetFragment
  }
}
`;
}

/**
 * Its guidance, with every heading and, as a comment that no report shows, what to say under it; `title` where its document has one that
 * its id does not say.
 */
export function renderGuidance({ id }: Pick<Begun, "id">, title = titleOf(id)): string {
  const sections = guidanceHeadings.map(([heading, asks]) => `## ${heading}\n\n<!-- ${asks} -->\n`);
  return `# ${title}\n\n${sections.join("\n")}`;
}

/** Its cases. */
export function renderCases({ plural, rows }: Pick<Begun, "plural" | "rows">): string {
  const lines = rows.flatMap(({ shows, row }) => [`    # ${shows}`, `    ${row}`]);
  return `"What the check says of each row"
query Rows {
  given(${plural}: [
${lines.join("\n")}
  ])
}
`;
}

/** `Accounts refuse http`. */
function titleOf(id: string): string {
  const words = id.split("/").at(-1)!.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function nameOf(id: string): string {
  const words = id.split("/").at(-1)!.split("-");
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
}
