import type { ConstDirectiveNode, DirectiveNode, DocumentNode } from "graphql";
import { Kind } from "graphql/language";
import type { Mistake } from "../../errors.ts";
import type { Severity } from "../../types.ts";
import { readLiteral } from "../../dialect/literal.ts";
import { tryParse } from "../../model/parse-source.ts";
import { placeOf } from "../../model/source-location.ts";

/** What machines sort, filter and join checks by. */
export interface Metadata {
  readonly severity: Severity;
  readonly frameworks: readonly string[];
  readonly tags: readonly string[];
  readonly provider?: string;
}

/** A check that says nothing of itself. */
const unsaid: Metadata = { severity: "MEDIUM", frameworks: [], tags: [] };

/** `framework:control`, such as `cis-azure-3.0.0:3.1.13`. */
const frameworkForm = /^[a-z0-9][a-z0-9.-]*:\S+$/;

/**
 * Reads a `@check` directive that the schema has found valid. Without one: severity MEDIUM, no frameworks, no tags.
 */
export function readMetadata(directive: DirectiveNode | ConstDirectiveNode | undefined): {
  readonly metadata: Metadata;
  readonly id?: string;
  readonly title?: string;
  readonly mistakes: readonly Mistake[];
} {
  const values = new Map(
    directive?.arguments?.map(({ name, value }) => [name.value, readLiteral(value)]),
  );
  const metadata = {
    severity: (values.get("severity") ?? unsaid.severity) as Severity,
    frameworks: readList(values.get("frameworks")),
    tags: readList(values.get("tags")),
    ...(typeof values.get("provider") === "string"
      ? { provider: values.get("provider") as string }
      : {}),
  };
  const place = directive ? { place: placeOf(directive) } : {};
  const mistakes = metadata.frameworks
    .filter((framework) => !frameworkForm.test(framework))
    .map((framework): Mistake => ({
      code: "wrong-value",
      message: `The framework "${framework}" is not of the form "framework:control", such as "cis-3.0.0:3.1.13".`,
      ...place,
    }));
  const text = (name: "id" | "title") =>
    typeof values.get(name) === "string" ? { [name]: values.get(name) } : {};
  return { metadata, ...text("id"), ...text("title"), mistakes };
}

function readList(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/**
 * The directive between a guidance file's `---` lines, as a document that the schema can validate. It stands on the lines
 * and columns that it has in the file.
 */
export function parseFence(
  fence: string,
  file: string,
): { readonly document?: DocumentNode; readonly mistakes: readonly Mistake[] } {
  const { document, mistake } = tryParse(`query\n${fence}\n{ __typename }`, file);
  const lines = `Between the "---" lines at the top of guidance stands one "@check(…)" directive`;
  if (!document) return { mistakes: [{ ...mistake, message: `${lines}. ${mistake.message}` }] };
  const [query, other] = document.definitions;
  if (!other) return { document, mistakes: [] };
  const place = { ...placeOf(query!), line: 2 };
  return {
    mistakes: [{ code: "misplaced-definition", message: `${lines}, and nothing else.`, place }],
  };
}

/** The `@check` directive of a document's only operation. */
export function checkDirectiveOf(
  document: DocumentNode,
): ConstDirectiveNode | DirectiveNode | undefined {
  for (const definition of document.definitions)
    if (definition.kind === Kind.OPERATION_DEFINITION)
      return definition.directives?.find(({ name }) => name.value === "check");
  return undefined;
}
