/** An object with these properties and no others; those in `required` must be there. */
function object(properties: Readonly<Record<string, object>>, required: readonly string[] = []) {
  return { type: "object", properties, required, additionalProperties: false };
}

const text = { type: "string", minLength: 1 };
const index = { type: "integer", minimum: 0 };
const from1 = { type: "integer", minimum: 1 };
const list = (items: object) => ({ type: "array", items });
const message = object({ text, markdown: text }, ["text"]);
const level = { enum: ["none", "note", "warning", "error"] };

/** A toolComponentReference. */
const component = object({ name: text, index });

const rule = object(
  {
    id: text,
    shortDescription: message,
    deprecatedIds: { ...list(text), uniqueItems: true },
    fullDescription: message,
    help: message,
    helpUri: { type: "string", pattern: "^https://[^\\s]+$" },
    relationships: {
      ...list(
        object({ target: object({ id: text, toolComponent: component }), kinds: list(text) }, [
          "target",
        ]),
      ),
      uniqueItems: true,
    },
    defaultConfiguration: object({ level }),
    properties: {
      type: "object",
      properties: {
        // Code scanning reads the number out of a text.
        "security-severity": { type: "string", pattern: String.raw`^(10|\d)\.\d$` },
        tags: { ...list(text), uniqueItems: true },
      },
    },
  },
  ["id"],
);

const location = object({
  physicalLocation: object(
    {
      artifactLocation: object(
        { uri: { type: "string", pattern: '^[^\\s\\\\<>"^`{|}]+$' }, uriBaseId: text },
        ["uri"],
      ),
      region: object({ startLine: from1, startColumn: from1 }, ["startLine"]),
    },
    ["artifactLocation"],
  ),
  logicalLocations: list(object({ name: text, fullyQualifiedName: text, kind: text })),
});

const result = {
  ...object(
    {
      ruleId: text,
      ruleIndex: index,
      kind: { enum: ["notApplicable", "pass", "fail", "review", "open", "informational"] },
      level,
      message,
      locations: { ...list(location), minItems: 1 },
      partialFingerprints: { type: "object", additionalProperties: { type: "string" } },
    },
    ["ruleId", "message", "locations"],
  ),
  // 3.27.10 asks for the level "none" wherever the kind is not "fail". What is open has "note" all the same: code scanning takes
  // no account of kinds, and shows "none" as a failure.
  if: { properties: { kind: { enum: ["fail", "open"] } } },
  else: { properties: { level: { const: "none" } } },
};

const driver = object(
  {
    name: text,
    version: text,
    rules: { ...list(rule), uniqueItems: true },
    supportedTaxonomies: { ...list(component), uniqueItems: true },
  },
  ["name"],
);

const taxonomy = object(
  {
    name: text,
    isComprehensive: { type: "boolean" },
    taxa: { ...list(object({ id: text }, ["id"])), uniqueItems: true },
  },
  ["name"],
);

const notification = object({ level, message, associatedRule: object({ id: text }) }, ["message"]);
const invocation = object(
  {
    executionSuccessful: { type: "boolean" },
    startTimeUtc: { type: "string", pattern: String.raw`^\d{4}-\d\d-\d\dT[\d:.]+Z$` },
    toolExecutionNotifications: { ...list(notification), uniqueItems: true },
  },
  ["executionSuccessful"],
);

/** What of SARIF 2.1.0 our reports use, in the words of its JSON Schema, and as strict as that is about other properties. */
export const sarifSchema = object(
  {
    $schema: { type: "string" },
    version: { const: "2.1.0" },
    runs: list(
      object(
        {
          tool: object({ driver }, ["driver"]),
          taxonomies: { ...list(taxonomy), uniqueItems: true },
          results: list(result),
          invocations: list(invocation),
        },
        ["tool"],
      ),
    ),
  },
  ["version", "runs"],
);
