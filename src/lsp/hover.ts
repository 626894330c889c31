import type { ValueCensus, ValueCounter } from "../census/values.ts";
import type { Readers } from "../check/document/readers.ts";
import { type FilteredType, readKey } from "../dialect/keys.ts";
import { membersOf } from "../model/concrete.ts";
import type { Field, Model, Relation } from "../types.ts";
import type { Meaning } from "./meaning.ts";

/** Values that a hover shows; who reads a field beyond so many checks is counted. */
const shownValues = 10;
const shownChecks = 5;

export interface HoverContext {
  readonly model: Model;
  readonly values?: ValueCounter;
  readonly readers: () => Promise<Readers>;
}

/** What is known of the field or relation at a position, as Markdown: what it is, which values it has, who reads it. */
export async function describeAt(
  meaning: Meaning,
  context: HoverContext,
): Promise<string | undefined> {
  const member = memberAt(meaning);
  if (!member) return undefined;
  const { type } = meaning;
  const parts = [head(type, member)];
  if (member.description !== undefined) parts.push(member.description);
  if (member.uncollected !== undefined) parts.push(`Nothing reads it yet: ${member.uncollected}`);
  else if ("scalar" in member && context.values && type.kind !== "union")
    parts.push(describeValues(await context.values.of(type.name, member.name)));
  const readers = await context.readers();
  const ids = membersOf(context.model, type.name).flatMap((name) => readers.of(name, member.name));
  parts.push(describeReaders([...new Set(ids)].sort()));
  return parts.join("\n\n");
}

function memberAt(meaning: Meaning): Field | Relation | undefined {
  switch (meaning.is) {
    case "operator":
    case "value":
      return meaning.field;
    case "field":
    case "member":
      return meaning.type.fields.get(meaning.word) ?? meaning.type.relations.get(meaning.word);
    default: {
      const key = readKey(meaning.type, meaning.word);
      if (key?.kind === "field" || key?.kind === "compare") return key.field;
      if (key?.kind === "exists") return key.of;
      return key && "relation" in key ? key.relation : undefined;
    }
  }
}

function head(type: FilteredType, member: Field | Relation): string {
  const kind = "scalar" in member ? (member.values ? "enum" : member.scalar) : member.target;
  const isMany = "scalar" in member ? member.list : member.toMany;
  return `**${type.name}.${member.name}** · ${isMany ? `list of ${kind}` : kind}`;
}

function describeValues({ rows, nulls, unknown, values }: ValueCensus): string {
  if (rows === 0) return "The snapshot has none.";
  const shown = values.slice(0, shownValues).map(({ value, rows: count }) => {
    const text = JSON.stringify(value).replaceAll("|", "\\|").replaceAll("`", "'");
    return `| \`${text}\` | ${count} |`;
  });
  const more = values.length - shown.length;
  const rest = [
    ...(more > 0 ? [`${more} more values`] : []),
    `null in ${nulls} of ${rows}`,
    ...(unknown > 0 ? [`not known in ${unknown}`] : []),
  ].join(" · ");
  return shown.length === 0
    ? rest
    : ["| value | assets |", "| --- | ---: |", ...shown, "", rest].join("\n");
}

function describeReaders(ids: readonly string[]): string {
  if (ids.length === 0) return "No check reads it.";
  const shown = ids.slice(0, shownChecks).map((id) => `\`${id}\``);
  const more = ids.length - shown.length;
  return `Read by ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}.`;
}
