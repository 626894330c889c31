import type { DocumentNode } from "graphql";
import { Kind, print, visit } from "graphql/language";
import { parseSource } from "../../model/parse-source.ts";
import type { Check } from "../../types.ts";
import { addFragments, type Fragments } from "./fragments.ts";

/**
 * Checks as documents that every released GraphQL parser reads, in their order: what a description says is a comment, the shared
 * fragments that they use are in them, and each operation has a name that no other has. `fragmentsOf` gives those that a check may use.
 */
export function renderPlainDocuments(
  checks: readonly Check[],
  fragmentsOf: (check: Check) => Fragments,
): readonly string[] {
  const taken = new Set<string>();
  return checks.map((check) => {
    const { document } = addFragments(parseSource(check.document), fragmentsOf(check));
    const own = document.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)?.name;
    const name = own && !taken.has(own.value) ? own.value : nameFrom(check.id, taken);
    taken.add(name);
    return `${renderComment(check)}\n${print(withoutDescriptions(document, name))}\n`;
  });
}

/** `azure/defender/servers-plan-is-standard` is `AzureDefenderServersPlanIsStandard`. */
function nameFrom(id: string, taken: ReadonlySet<string>): string {
  const words = id.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const pascal = words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join("");
  const name = /^[A-Za-z]/.test(pascal) ? pascal : `Check${pascal}`;
  let number = 2;
  if (!taken.has(name)) return name;
  while (taken.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}

function withoutDescriptions(document: DocumentNode, name: string): DocumentNode {
  const bare = <T extends { readonly description?: unknown }>({ description: _, ...rest }: T) =>
    rest;
  return visit(document, {
    OperationDefinition: (node) => ({
      ...bare(node),
      name: { kind: Kind.NAME, value: name },
    }),
    FragmentDefinition: (node) => bare(node),
    VariableDefinition: (node) => bare(node),
  }) as DocumentNode;
}

function renderComment({ title, overview }: Check): string {
  const text = overview === "" ? title : `${title}\n\n${overview}`;
  return text
    .split("\n")
    .map((line) => `# ${line}`.trimEnd())
    .join("\n");
}
