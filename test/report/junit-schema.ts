import type { Element } from "./read-xml.ts";

/** What an element may hold: attributes by name, and its children's names one after the other, each followed by a blank. */
interface Shape {
  readonly attributes: Readonly<Record<string, RegExp>>;
  readonly required?: readonly string[];
  readonly children: RegExp;
}

const anyText = /^/;
const whole = /^\d+$/;
/** What both have in common of a time in seconds: no sign, no exponent. */
const seconds = /^\d{1,3}(,?\d{3})*(\.\d*)?$/;
const second = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/;
/** Blanks at an end or in a row are lost in a token, and an empty one names nothing. */
const token = /^\S+( \S+)*$/;
const leaf = /^$/;

const totals = { tests: whole, failures: whole, errors: whole };
const outcome: Shape = { attributes: { type: anyText, message: anyText }, children: leaf };
const property: Shape = {
  attributes: { name: token, value: anyText },
  required: ["name", "value"],
  children: leaf,
};
const shared = {
  properties: { attributes: {}, children: /^(property )*$/ },
  property,
  skipped: outcome,
  "system-out": { attributes: {}, children: leaf },
  "system-err": { attributes: {}, children: leaf },
} satisfies Record<string, Shape>;

/** As Jenkins' xUnit plugin has it in `junit-10.xsd` (MIT licence), in our words. */
const jenkins: Readonly<Record<string, Shape>> = {
  ...shared,
  error: outcome,
  failure: outcome,
  testsuites: {
    attributes: { name: anyText, time: seconds, ...totals },
    children: /^(testsuite )*$/,
  },
  testsuite: {
    attributes: {
      ...{
        ...totals,
        name: anyText,
        group: anyText,
        time: seconds,
        skipped: anyText,
        timestamp: anyText,
      },
      ...{
        hostname: anyText,
        id: anyText,
        package: anyText,
        file: anyText,
        log: anyText,
        url: anyText,
      },
    },
    required: ["name", "tests", "failures", "errors"],
    children: /^((testsuite|properties|testcase|system-out|system-err) )*$/,
  },
  testcase: {
    attributes: { name: anyText, time: anyText, classname: anyText, group: anyText },
    required: ["name"],
    children: /^((skipped|error|failure|system-out|system-err) )*$/,
  },
};

const typed: Shape = { ...outcome, required: ["type"] };

/** As the schema of the reports of Ant's JUnit task has it (windyroad's `JUnit.xsd`, Apache licence 2.0), in our words. */
const ant: Readonly<Record<string, Shape>> = {
  ...shared,
  error: typed,
  failure: typed,
  testsuites: { attributes: {}, children: /^(testsuite )*$/ },
  testsuite: {
    attributes: {
      ...{ ...totals, name: token, package: token, id: whole, hostname: token },
      ...{ timestamp: second, skipped: whole, time: seconds },
    },
    required: [
      ...["name", "package", "id", "hostname", "timestamp"],
      ...["tests", "failures", "errors", "time"],
    ],
    children: /^properties (testcase )*system-out system-err $/,
  },
  testcase: {
    attributes: { name: token, classname: token, time: seconds },
    required: ["name", "classname", "time"],
    children: /^((skipped|error|failure) )?$/,
  },
};

/** The two schemas that contradict each other least, by who reads them. */
export const junitSchemas = { jenkins, ant };

/** What of a document a schema does not allow, a sentence for each. */
export function faultsOf(
  { name, attributes, children, text }: Element,
  schema: Readonly<Record<string, Shape>>,
): readonly string[] {
  const shape = schema[name];
  if (!shape) return [`There is no <${name}>.`];
  const wrong = Object.entries(attributes).filter(
    ([key, value]) => !shape.attributes[key]?.test(value),
  );
  const lacking = (shape.required ?? []).filter((key) => attributes[key] === undefined);
  const inside = children.map((child) => `${child.name} `).join("");
  const isMixed = children.length > 0 && text.trim() !== "";
  return [
    ...wrong.map(([key, value]) => `<${name}> may not have ${key}="${value}".`),
    ...lacking.map((key) => `<${name}> must have ${key}.`),
    ...(shape.children.test(inside) ? [] : [`<${name}> may not hold ${inside}.`]),
    ...(isMixed ? [`<${name}> may not hold text.`] : []),
    ...children.flatMap((child) => faultsOf(child, schema)),
  ];
}
