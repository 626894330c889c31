import { type FieldsReport, type Listed, listsOf } from "../fields-report.ts";

/** Name and version of the format. A new property does not change it; any other change does. */
export const fieldsFormat = "assay.fields/1";

/** Writes a report about fields as JSON, one type to a piece. */
export function* renderFieldsJson(report: FieldsReport): Generator<string> {
  const { snapshot, checks, types } = report;
  const { alwaysNull, unread, uncollected } = listsOf(report);
  const head = {
    format: fieldsFormat,
    ...(snapshot ? { snapshot } : {}),
    checks,
    lists: {
      alwaysNull: alwaysNull.map(nameOf),
      unread: unread.map(nameOf),
      uncollected: uncollected.map(nameOf),
    },
  };
  yield `${JSON.stringify(head, undefined, 2).slice(0, -2)},\n  "types": [`;
  let separator = "\n";
  for (const { type, assets, members } of types) {
    const shown = members.map(({ isCommon: _, ...facts }) => facts);
    yield `${separator}    ${JSON.stringify({ type, ...(assets === undefined ? {} : { assets }), members: shown })}`;
    separator = ",\n";
  }
  yield `${separator === "\n" ? "" : "\n  "}]\n}\n`;
}

function nameOf({ type, name }: Listed): string {
  return `${type}.${name}`;
}
