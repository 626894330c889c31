import type { AbstractType, AssetType, Field, Model, Relation, Source } from "../types.ts";
import { type Meaning, meaningOf, membersRead, type ReadMember } from "./absence.ts";

/**
 * How every field and relation is read, as Markdown: its type, where it stands in which answer, what its absence means and where
 * that is written. What is doubtful comes first, each with the question that a real tenant would answer.
 */
export function renderReadings(model: Model): string {
  const members = membersRead(model);
  const doubtful = byPlace(members.filter(({ meaning }) => "question" in meaning));
  const open = byPlace(members.filter(({ meaning }) => meaning.is === "unsaid"));
  const interfaces = [...model.abstractTypes.values()].filter(({ kind }) => kind === "interface");
  return [
    "# Readings",
    "What each field is read from, and what it means that an answer has no value for it. Made from `schema/` by `npm run readings`;\n[schema.md](schema.md#what-absence-means) explains the words.",
    `${byPlace(members).length} fields and relations of ${model.types.size} types. What absence means is doubtful for ${doubtful.length} and not said for ${open.length}.`,
    "## Doubtful",
    doubtful.length === 0 ? "None." : doubtful.map(renderDoubt).join("\n"),
    ...(open.length === 0
      ? []
      : [
          "## Not said",
          open.map(({ type, member }) => `- \`${type.name}.${member.name}\``).join("\n"),
        ]),
    "## Shared by several types",
    ...interfaces.map((type) => renderType(model, type, undefined, sharedBy(model, type))),
    "## Types",
    ...[...model.types.values()].map((type) =>
      renderType(model, type, type.source, ownOf(model, type, members)),
    ),
    "",
  ].join("\n\n");
}

/** Each declaration once, however many types have it from an interface. */
function byPlace(members: readonly ReadMember[]): readonly ReadMember[] {
  const keyOf = ({ member: { place }, type }: ReadMember) =>
    place ? `${place.file}:${place.line}:${place.column}` : type.name;
  return [...new Map(members.toReversed().map((one) => [keyOf(one), one])).values()].reverse();
}

function renderDoubt({ type, member, meaning }: ReadMember): string {
  const question = "question" in meaning ? meaning.question : "";
  return `- \`${type.name}.${member.name}\` (absent: ${meaningWords(meaning)}): ${question}`;
}

/** What an interface declares itself, with what the first of its types makes of it. */
function sharedBy(model: Model, type: AbstractType): readonly ReadMember[] {
  const first = model.types.get(type.members[0] ?? "");
  if (!first) return [];
  return [...type.fields.values(), ...type.relations.values()]
    .filter(({ place }) => isIn(place, type.place?.file) && !isOfAnother(model, type, place))
    .map((declared) => {
      const member = memberOf(first, declared.name) ?? declared;
      const isSame = member.place?.line === declared.place?.line;
      return {
        type: first,
        member: declared,
        meaning: meaningOf(model, first, isSame ? member : declared),
      };
    });
}

function memberOf(type: AssetType, name: string): Field | Relation | undefined {
  return type.fields.get(name) ?? type.relations.get(name);
}

function isIn(place: Field["place"], file: string | undefined): boolean {
  return place?.file === file;
}

/** Whether another interface declares it, whose fields this one has too: then that one has more types. */
function isOfAnother(model: Model, type: AbstractType, place: Field["place"]): boolean {
  return [...model.abstractTypes.values()].some(
    (other) =>
      other.name !== type.name &&
      declares(other, place) &&
      other.members.length > type.members.length,
  );
}

function declares({ fields, relations }: AbstractType, place: Field["place"]): boolean {
  return [...fields.values(), ...relations.values()].some(
    (member) => member.place?.file === place?.file && member.place?.line === place?.line,
  );
}

/** What a type does not have from an interface. */
function ownOf(
  model: Model,
  type: AssetType,
  members: readonly ReadMember[],
): readonly ReadMember[] {
  const interfaces = type.interfaces.flatMap((name) => model.abstractTypes.get(name) ?? []);
  return members.filter(
    (one) => one.type === type && !interfaces.some((other) => declares(other, one.member.place)),
  );
}

function renderType(
  model: Model,
  { name, ...type }: AssetType | AbstractType,
  source: Source | undefined,
  members: readonly ReadMember[],
): string {
  const rows = members.map(({ member, meaning }) => [
    member.name,
    typeWords(member),
    pathWords(member),
    meaningWords(meaning),
    sourceWords(meaning),
  ]);
  const shares =
    "interfaces" in type && type.interfaces.length > 0
      ? `Shares the fields of ${type.interfaces.join(" and ")}.`
      : "";
  const head = [source && sourceLine(model, source), shares].filter(Boolean).join(" ");
  const table = [
    ["field", "type", "path", "absent", "source"],
    Array.from({ length: 5 }, () => "---"),
    ...rows,
  ].map((cells) => `| ${cells.map(cell).join(" | ")} |`);
  return [
    `### ${name}`,
    ...(head === "" ? [] : [head]),
    ...(rows.length > 0 ? [table.join("\n")] : []),
  ].join("\n\n");
}

const cell = (text: string) => text.replaceAll("|", "\\|").replace(/\s+/g, " ");

function sourceLine(
  { loaders }: Model,
  { loader, path, table, resourceType, apiVersion, details }: Source,
): string {
  const title = loaders.get(loader)?.title ?? loader;
  const call = path ?? (table ? `${title}, \`${table}\`` : title);
  const of = resourceType ? ` \`${resourceType}\`` : "";
  const version = apiVersion ? `, api-version ${apiVersion}` : "";
  const more = (details ?? []).map(
    (one) => ` \`$${one.name}\`: \`${one.path}\`, api-version ${one.apiVersion}.`,
  );
  return `${path ? `\`${call}\`` : call}${of}${version}.${more.join("")}`;
}

function typeWords(member: Field | Relation): string {
  if ("kind" in member) return member.toMany ? `[${member.target}]` : member.target;
  const name = member.enumName ?? member.scalar;
  return `${member.list ? `[${name}]` : name}${member.required ? "!" : ""}`;
}

function pathWords(member: Field | Relation): string {
  if (member.uncollected !== undefined) return "(not read)";
  if ("inverse" in member && member.inverse) return `(inverse of \`${member.inverse}\`)`;
  if (member.derived)
    return `(derived: ${member.derived.by} from ${member.derived.from.join(", ")})`;
  const { reading } = member;
  if (!reading) return "kind" in member ? "" : `\`properties.${member.name}\`, \`${member.name}\``;
  const paths = reading.paths.map((path) => `\`${path}\``).join(", ");
  const equals = reading.equals ? ` = ${reading.equals.join(" or ")}` : "";
  return `${paths}${reading.convert ? ` ${reading.convert}` : ""}${equals}`;
}

function meaningWords(meaning: Meaning): string {
  if (meaning.is === "never") return "never";
  if (meaning.is === "value") return `compares as \`${JSON.stringify(meaning.value)}\``;
  return meaning.is === "unsaid" ? "**not said**" : meaning.is;
}

function sourceWords(meaning: Meaning): string {
  if (meaning.is === "never") return meaning.why;
  if (meaning.is === "unsaid") return "";
  return [meaning.source, meaning.question && `**Doubtful:** ${meaning.question}`]
    .filter(Boolean)
    .join(" ");
}
