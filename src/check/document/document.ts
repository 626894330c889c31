import type { DocumentNode, FragmentDefinitionNode, OperationDefinitionNode } from "graphql";
import { Kind, OperationTypeNode, visit } from "graphql/language";
import { type Mistake, suggestionFor } from "../../errors.ts";
import type { Check } from "../../types.ts";
import { tryParse } from "../../model/parse-source.ts";
import { readProse } from "./prose.ts";
import type { CheckFile } from "./files.ts";
import { type FormerName, readFormerNames, refuseFormerNames } from "./former-names.ts";
import { addFragments, type Fragments } from "./fragments.ts";
import { readGuidanceFile } from "./guidance.ts";
import { checkDirectiveOf, parseFence, readMetadata } from "./metadata.ts";
import { placeOf } from "../../model/source-location.ts";
import { readRules } from "./rules.ts";
import { readSelection, type SelectionContext } from "./selection.ts";
import { noteScopedAway } from "./scoped-away.ts";
import { validateDocument } from "./validate.ts";
import { readVariables } from "./variables.ts";

/** What check documents are read by. */
export interface DocumentContext extends SelectionContext {
  readonly shared: Fragments;
}

/** A check, or what keeps the document from being one. Where there are mistakes the check means nothing. */
export interface ReadDocument {
  readonly check?: Check;
  readonly mistakes: readonly Mistake[];
  /** What is legal and seldom meant. */
  readonly warnings: readonly Mistake[];
  readonly formerNames: readonly FormerName[];
}

/** Reads one check document with its guidance. */
export function readDocument(file: CheckFile, context: DocumentContext): ReadDocument {
  const { document: own, mistakes: unreadable } = parseDocument(file);
  if (!own) return { mistakes: unreadable, warnings: [], formerNames: [] };
  const { operation, mistakes: misplaced } = onlyOperation(own, file);
  if (!operation) return { mistakes: misplaced, warnings: [], formerNames: [] };
  const { document, mistakes: unknown } = addFragments(own, context.shared);
  const variables = readVariables(operation, document, context.model);
  const selected = readSelection(document, operation, variables, context);
  const fragments = fragmentsOf(document);
  const { rules, mistakes: unruly } = readRules(operation, selected.roots, {
    ...context,
    fragments,
  });
  const roots = new Set([...selected.roots.values()].map(({ node }) => node));
  const said = readMetadataOf(file, own, context);
  const { prose, mistakes: doubled } = readProse(file, operation, said.markdown, said.title);
  const ours = [
    ...misplaced,
    ...unknown,
    ...variables.mistakes,
    ...selected.mistakes,
    ...unruly,
    ...strayDirectives(document, roots),
    ...said.mistakes,
    ...doubled,
  ];
  const theirs = validateDocument(context.model, context.schema, document, selected.mistaken);
  const check = {
    id: file.id,
    ...prose,
    ...said.metadata,
    formerly: said.formerNames.map(({ id }) => id),
    rules,
    perConnector: variables.perConnector,
    ...(variables.accounts === undefined ? {} : { accounts: variables.accounts }),
    document: file.text,
    place: placeOf(operation),
  };
  const mistakes = [...ours, ...withoutRepeats(theirs, ours)].sort(byPlace);
  const scoped = variables.perConnector ? noteScopedAway(rules) : [];
  const warnings = [...selected.warnings, ...scoped];
  return { check, mistakes, warnings, formerNames: said.formerNames };
}

function parseDocument({ text, file }: CheckFile): {
  readonly document?: DocumentNode;
  readonly mistakes: readonly Mistake[];
} {
  const { document, mistake } = tryParse(text, file);
  return document ? { document, mistakes: [] } : { mistakes: [mistake] };
}

function onlyOperation(
  document: DocumentNode,
  { file, text }: CheckFile,
): { readonly operation?: OperationDefinitionNode; readonly mistakes: readonly Mistake[] } {
  const operations = document.definitions.filter((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [operation, ...more] = operations;
  if (!operation) {
    const message = `"${file}" holds no query, so it is no check. Fragments belong into the folder "fragments".`;
    return {
      mistakes: [{ code: "no-query", message, place: { file, line: 1, column: 1, source: text } }],
    };
  }
  const mistakes = more.map((node): Mistake => ({
    code: "second-query",
    message:
      "A check file holds one operation, and this is a further one. Give it a file of its own.",
    place: placeOf(node),
  }));
  for (const node of operations.filter((one) => one.operation !== OperationTypeNode.QUERY)) {
    const message = `A check is a query, and this is a ${node.operation}.`;
    mistakes.push({ code: "not-a-query", message, place: placeOf(node) });
  }
  return { operation, mistakes };
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
}

/** What stands in `@check`, be it in the document or between the `---` lines of its guidance. */
function readMetadataOf(file: CheckFile, document: DocumentNode, context: DocumentContext) {
  const guidance = file.guidance && readGuidanceFile(file.guidance.text);
  const fenced =
    guidance?.fence === undefined ? undefined : parseFence(guidance.fence, file.guidance!.file);
  const invalid = fenced?.document
    ? validateDocument(context.model, context.schema, fenced.document)
    : [];
  const own = checkDirectiveOf(document);
  const other = fenced?.document && checkDirectiveOf(fenced.document);
  const { metadata, id, title, mistakes } = readMetadata(own ?? other);
  const formerNames = readFormerNames(own ?? other);
  const misnamed = refuseFormerNames(file.id, formerNames);
  const all = [...(fenced?.mistakes ?? []), ...invalid, ...mistakes, ...misnamed];
  if (own && other) {
    const message = `The check has two "@check" directives; the other stands in "${file.file}". Keep one.`;
    all.push({ code: "duplicate", message, place: placeOf(other) });
  }
  const { provider } = metadata;
  const { providers } = context.model;
  if (provider !== undefined && !providers.has(provider)) {
    const names = [...providers.keys()];
    const message = `There is no provider "${provider}". Expected one of ${names.map((name) => `"${name}"`).join(" and ")}.${suggestionFor(provider, names)}`;
    all.push({ code: "unknown-value", message, place: placeOf((own ?? other)!) });
  }
  if (id !== undefined && id !== file.id) {
    const message = `The id "${id}" is not the file's: it is called "${file.id}" by its path. Leave the id out.`;
    all.push({ code: "foreign-id", message, place: placeOf((own ?? other)!) });
  }
  return { metadata, formerNames, title, markdown: guidance?.markdown, mistakes: all };
}

/** `@expect` and `@offenders` below the root, where they would have no effect. */
function strayDirectives(document: DocumentNode, roots: ReadonlySet<unknown>): Mistake[] {
  const mistakes: Mistake[] = [];
  visit(document, {
    Field(field) {
      if (roots.has(field)) return;
      for (const directive of field.directives ?? []) {
        const name = directive.name.value;
        if (name !== "expect" && name !== "offenders") continue;
        const message = `"@${name}" stands on root fields, and "${field.name.value}" is none.`;
        mistakes.push({ code: "misplaced-directive", message, place: placeOf(directive) });
      }
    },
  });
  return mistakes;
}

/** Mistakes at places where none has been found yet: GraphQL says some of ours in its own words. */
function withoutRepeats(
  mistakes: readonly Mistake[],
  found: readonly Mistake[],
): readonly Mistake[] {
  const keyOf = ({ place }: Mistake) => `${place?.file}:${place?.line}:${place?.column}`;
  const places = new Set(found.map(keyOf));
  return mistakes.filter((mistake) => !places.has(keyOf(mistake)));
}

function byPlace({ place: a }: Mistake, { place: b }: Mistake): number {
  if (!a || !b) return 0;
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
