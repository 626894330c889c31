import { isObject } from "../json/json.ts";
import type { Provider } from "../provider.ts";
import type { RecordingFormat } from "../recording/format.ts";
import type { AnswerFile } from "../recording/recording-files.ts";
import { publicWords } from "./public-words.ts";
import { createGraphAnswers, type GraphFiles } from "./recording-graph.ts";
import { withoutTokens } from "../microsoft/secrets.ts";
import { createRedactor } from "./redact.ts";
import { GRAPH_PATH, type PartQuestion } from "./resource-graph.ts";

/** How Azure's answers stand in a recording. `reading` gives the provider that parts Resource Graph's questions in this way. */
export function recordingFormat(
  reading: (part: PartQuestion) => Provider,
): RecordingFormat<Provider> {
  return {
    endpoint: "https://management.azure.com",
    link: "nextLink",
    accounts: "/subscriptions",
    /** Questions of Resource Graph name their subscriptions. */
    isOfAnyTenant: (path) => /^\/*subscriptions\//i.test(path) || path === GRAPH_PATH,
    /** Resource Graph's answers are told apart by their question, whatever page or size of page. */
    questionOf: ({ path, body }) =>
      path === GRAPH_PATH && isObject(body) ? [body.query, body.subscriptions] : undefined,
    withoutTokens,
    keepsHeader: (name) => name === "x-ms-tenant-subscription-limit-hit",
    open(reader, files) {
      const graph = createGraphAnswers(reader, graphFiles(files));
      return {
        provider: reading(graph.part),
        send: (request) => (request.path === GRAPH_PATH ? graph.send(request) : undefined),
        unasked: graph.unasked,
      };
    },
    createRedactor: (salt, model, asked) => createRedactor(salt, publicWords(model, asked)),
  };
}

function graphFiles(answers: ReadonlyMap<string, readonly AnswerFile[]>): GraphFiles {
  const root = GRAPH_PATH.slice(1).toLowerCase();
  const found = new Map<string, readonly AnswerFile[]>();
  for (const [key, files] of answers)
    if (key === root || key.startsWith(`${root}/`)) found.set(key.slice(root.length + 1), files);
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}
