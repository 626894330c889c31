import type {
  ArgumentNode,
  FieldNode,
  GraphQLSchema,
  OperationDefinitionNode,
  ValueNode,
} from "graphql";
import { Kind } from "graphql/language";
import { specifiedRules, validate } from "graphql/validation";
import { readLiteral } from "../dialect/literal.ts";
import { withCode } from "../dialect/rule-codes.ts";
import type { Mistake } from "../errors.ts";
import { tryParse } from "../model/parse-source.ts";
import { mistakeOf, placeOf } from "../model/source-location.ts";
import { storedId } from "../model/spellings.ts";
import type { Model, VerdictStatus } from "../types.ts";
import type { RowStatus } from "../estate/row-status.ts";
import { assetTypesOf } from "./case-sdl.ts";
import { isConnector } from "./connect-rows.ts";
import type { CaseFile, CaseOperation, Given, GivenRow, Recorded } from "./given.ts";
import { readRows, type RowContext } from "./read-row.ts";

/** A case file as text. */
export type CaseText = Pick<CaseFile, "check" | "file" | "text">;

/** The cases of a file, or what keeps it from having any. */
export interface ReadCases {
  readonly file?: CaseFile;
  readonly mistakes: readonly Mistake[];
}

/** Reads case files; `schema` is made of `renderCaseSdl`. */
export function createCaseReader(
  model: Model,
  schema: GraphQLSchema,
): (text: CaseText) => ReadCases {
  const rules = specifiedRules.map((rule) => withCode(model, rule));
  const byPlural = new Map(assetTypesOf(model).map((type) => [type.plural, type.name]));

  return (source) => {
    // Nothing but comments is no document to GraphQL, and here no cases.
    if (/^(?:\s|,|#.*)*$/.test(source.text))
      return { file: { ...source, operations: [] }, mistakes: [] };
    const { document, mistake } = tryParse(source.text, source.file);
    if (mistake) return { mistakes: [mistake] };
    // What is told in our words takes its time, and is told of few files.
    const isValid = validate(schema, document).length === 0;
    const invalid = isValid
      ? []
      : validate(schema, document, rules).map((error) => mistakeOf(error));
    const operations = document.definitions.filter(
      (node) => node.kind === Kind.OPERATION_DEFINITION,
    );
    const unset = operations.flatMap(unsetVariables);
    const mistakes: Mistake[] = [...withoutRepeats(invalid, unset), ...unset];
    // What is not of the schema would come up as follow-up mistakes.
    if (mistakes.length > 0) return { mistakes: mistakes };
    const read = operations.flatMap((node) => readOperation(node, mistakes) ?? []);
    return { file: { ...source, operations: read }, mistakes };
  };

  function readOperation(
    node: OperationDefinitionNode,
    mistakes: Mistake[],
  ): CaseOperation | undefined {
    const [field, second] = node.selectionSet.selections.filter((one) => one.kind === Kind.FIELD);
    if (!field || second) {
      const message =
        "An operation of a case file is one estate. Give each an operation of its own.";
      mistakes.push({ code: "wrong-selection", message, place: placeOf(second ?? node) });
      return undefined;
    }
    const said = readCaseDirective(node);
    const title = node.description?.value.trim() ?? wordsOf(node.name?.value ?? "");
    const about = {
      ...(said.todo === undefined ? {} : { todo: said.todo }),
      ...(said.verdict ? { verdict: said.verdict } : {}),
      ...(node.name ? { name: node.name.value } : {}),
      title,
      place: placeOf(node),
    };
    const variables = defaultsOf(node);
    if (field.name.value === "recorded")
      return { ...about, estate: readRecorded(field, title, variables) };
    return { ...about, estate: readGiven(field, { model, variables, title, mistakes }) };
  }

  function readGiven({ arguments: given = [] }: FieldNode, context: RowContext): Given {
    const rows: GivenRow[] = [];
    const unread: string[] = [];
    for (const { name, value } of given) {
      const type = byPlural.get(name.value);
      if (type !== undefined) rows.push(...readRows(context, type, value));
      else unread.push(...textsOf(literalOf(value, context.variables)));
    }
    context.mistakes.push(...rowsAnywhere(rows));
    return { rows, unread };
  }
}

/** Rows of which nobody knows in which of several connectors they are. */
function rowsAnywhere(rows: readonly GivenRow[]): readonly Mistake[] {
  if (rows.filter(isConnector).length < 2) return [];
  return rows
    .filter((row) => !isConnector(row) && !row.links.has("connector"))
    .map(({ place }) => ({
      code: "unstated",
      message: `Several connectors are given, and this row may be in any. Say in which with "connector: { id: … }", or write it in that connector.`,
      place,
    }));
}

function readRecorded(
  node: FieldNode,
  title: string,
  variables: ReadonlyMap<string, ValueNode>,
): Recorded {
  const argument = (name: string) => node.arguments?.find((one) => one.name.value === name);
  const expect = argument("expect")?.value;
  const list = expect?.kind === Kind.VARIABLE ? variables.get(expect.name.value) : expect;
  const members = list?.kind === Kind.LIST ? list.values : list?.kind === Kind.OBJECT ? [list] : [];
  const expected = members.map((member) => {
    const { id, is, because } = literalOf(member, variables) as Expectation;
    const place = placeOf(member);
    const conditions = because === undefined ? [] : textsOf(because);
    return {
      ...{ id: storedId(String(id)), status: is, title, place },
      because: conditions.map((text) => ({ text, place })),
    };
  });
  const folder = String(literalOf(argument("folder")!.value, variables));
  return { folder, expected, place: placeOf(argument("folder") as ArgumentNode) };
}

interface Expectation {
  readonly id: string | number;
  readonly is: RowStatus;
  readonly because?: unknown;
}

function literalOf(node: ValueNode, variables: ReadonlyMap<string, ValueNode>): unknown {
  const values = new Map([...variables].map(([name, value]) => [name, readLiteral(value)]));
  return readLiteral(node, values);
}

/** As GraphQL has it, one value alone is a list of that one. */
function textsOf(value: unknown): readonly string[] {
  return value === null || value === undefined ? [] : [value].flat().map(String);
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode) {
  return new Map(
    variableDefinitions.flatMap(({ variable, defaultValue }): [string, ValueNode][] =>
      defaultValue ? [[variable.name.value, defaultValue]] : [],
    ),
  );
}

function unsetVariables({ variableDefinitions = [] }: OperationDefinitionNode): readonly Mistake[] {
  return variableDefinitions
    .filter(({ defaultValue }) => !defaultValue)
    .map((node) => ({
      code: "variable-without-value",
      message: `The variable "$${node.variable.name.value}" has no value when cases are judged. Give it a default, such as "= {}".`,
      place: placeOf(node),
    }));
}

/** Mistakes at places where none has been found yet. */
function withoutRepeats(
  mistakes: readonly Mistake[],
  found: readonly Mistake[],
): readonly Mistake[] {
  const keyOf = ({ place }: Mistake) => `${place?.line}:${place?.column}`;
  const places = new Set(found.map(keyOf));
  return mistakes.filter((mistake) => !places.has(keyOf(mistake)));
}

const verdicts: Readonly<Record<string, VerdictStatus>> = {
  FAIL: "fail",
  PASS: "pass",
  UNDECIDED: "undecided",
  NOT_APPLICABLE: "notApplicable",
};

function readCaseDirective({ directives = [] }: OperationDefinitionNode) {
  const said = directives.find(({ name }) => name.value === "case");
  const values = new Map(
    said?.arguments?.map(({ name, value }) => [name.value, readLiteral(value)]),
  );
  const todo = values.get("todo");
  const verdict = values.get("verdict");
  return {
    todo: typeof todo === "string" ? todo : undefined,
    verdict: typeof verdict === "string" ? verdicts[verdict] : undefined,
  };
}

/** `PortIsOpen` as words, where nobody wrote a sentence. */
function wordsOf(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").replaceAll("_", " ");
}
