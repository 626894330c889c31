import { existsSync } from "node:fs";
import type { GraphQLError } from "graphql";
import { readTextFile } from "../../files/decode.ts";
import { InputError } from "../../errors.ts";
import type { OnUndecided } from "../../graphql/call.ts";
import type { ToldGaps } from "../../graphql/gaps.ts";
import type { Inventory } from "../../types.ts";
import { textOption, type Call, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { ownFolder } from "../folders.ts";
import { writeAll, type Io } from "../io.ts";
import { estateOptions, schemaOption } from "../options.ts";
import type { Open } from "../undecided-line.ts";
import { escapeJson } from "../../visible.ts";

/** Runs any query over a snapshot. */
export const queryCommand: Command = {
  name: "query",
  arguments: "<file>",
  about:
    "Run a GraphQL query over a snapshot and print the answer; - reads it from standard input.",
  more: ["Shared fragments, such as AssetFragment, are added where the query uses them."],
  options: [
    ...estateOptions,
    schemaOption,
    { flags: "--variables <json>", about: 'The query\'s variables, such as \'{"name": "x"}\'.' },
    { flags: "--operation <name>", about: "Which of several operations to run." },
  ],
  async run(call) {
    const { io, options, names } = call;
    const variableValues = readVariables(textOption(options, "variables"));
    const text = await readQuery(names[0]!, io);
    const { loadEstate } = await import("../estate.ts");
    const { open } = await loadEstate(call);
    const inventory = await open();
    const answer = await ask(inventory, text, names[0]!, call, variableValues);
    await writeAll(io.stdout, escapeJson(answer.pieces));
    if (answer.undecided.length > 0) {
      const { renderUndecidedLine } = await import("../undecided-line.ts");
      io.stderr.write(await renderUndecidedLine(inventory, answer.undecided));
    }
    for (const told of answer.missing) {
      const { renderMissingLine } = await import("../missing-line.ts");
      io.stderr.write(renderMissingLine(told));
    }
    return answer.hasErrors() ? exitCodes.mistake : exitCodes.passed;
  },
};

/** The answer's text, and, once that is written, whether it speaks of errors. */
interface Answer {
  readonly pieces: AsyncIterable<string>;
  hasErrors(): boolean;
  /** What missing data leaves open, whole once the text is written. */
  readonly undecided: readonly Open[];
  /** What was not read and is shown as null, as none or not at all, whole then; empty where there is nothing. */
  readonly missing: readonly ToldGaps[];
}

async function ask(
  inventory: Inventory,
  text: string,
  file: string,
  { io, options: given }: Call,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const { createExecutableSchema } = await import("../../graphql/schema.ts");
  const { answerOperation } = await import("../../graphql/answer.ts");
  const { readOperations } = await import("../read-operations.ts");
  const { mistakeOf } = await import("../../model/source-location.ts");
  const schema = createExecutableSchema(inventory);
  const { model } = inventory;
  const document = readOperations(text, file, model, schema, ownFolder(io, "checks"));
  const operationName = textOption(given, "operation");
  let errors = 0;
  const formatError = (error: GraphQLError) => {
    errors++;
    return error.toJSON();
  };
  const undecided: Open[] = [];
  const onUndecided: OnUndecided = (query, selection) => undecided.push({ query, selection });
  const request = { document, variableValues, operationName };
  const missing: ToldGaps[] = [];
  const onMissing = (told: ToldGaps) => missing.push(told);
  const options = { formatError, onUndecided, onMissing, closes: true } as const;
  const answer = answerOperation(schema, request, options);
  if (!("errors" in answer))
    return { pieces: endLine(answer), hasErrors: () => errors > 0, undecided, missing };
  throw new InputError(answer.errors.map((error) => mistakeOf(error, "unanswerable")));
}

async function readQuery(file: string, io: Io): Promise<string> {
  if (file === "-") return io.readStdin();
  if (existsSync(file)) return readTextFile(file);
  throw new InputError("missing-file", `There is no file "${file}".`);
}

function readVariables(json: string | undefined): Readonly<Record<string, unknown>> {
  if (json === undefined) return {};
  try {
    const value: unknown = JSON.parse(json);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // The same message serves.
  }
  throw new InputError(
    "wrong-value",
    `"--variables" takes a JSON object, such as {"name": "x"}; found ${json}.`,
  );
}

/** Pieces are of whole characters, so that each can be read by itself. */
async function* endLine(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece);
  yield "\n";
}
