import { meaningOf } from "../model/absence.ts";
import { notationOf, shownWords } from "../model/spellings.ts";
import type { AbstractType, AssetType, Field, Form, Model, Relation } from "../types.ts";

/**
 * The model with what the schema says beside descriptions put behind them, for whoever reads the generated schema. Where it is written
 * what absence means stands in `docs/readings.md`: here it would be a tenth of all that tools load.
 */
export function withNotes(model: Model): Model {
  const types = new Map(
    [...model.types].map(([name, type]) => [
      name,
      noted(type, (member) => absenceOf(model, type, member)),
    ]),
  );
  const abstractTypes = new Map(
    [...model.abstractTypes].map(([name, type]) => [name, noted(type, () => undefined)]),
  );
  return { ...model, types, abstractTypes };
}

function noted<T extends AssetType | AbstractType>(
  type: T,
  absence: (member: Field | Relation) => string | undefined,
): T {
  const note = <M extends Field | Relation>(member: M): M => {
    const spelling = "spelling" in member ? member.spelling : undefined;
    const notes = [member.description, absence(member), spelling && describeSpelling(spelling)];
    const description = notes.filter((text) => text !== undefined).join("\n\n");
    return description === "" ? member : { ...member, description };
  };
  const each = <M extends Field | Relation>(members: ReadonlyMap<string, M>) =>
    new Map([...members].map(([name, member]) => [name, note(member)]));
  return { ...type, fields: each(type.fields), relations: each(type.relations) };
}

function absenceOf(model: Model, type: AssetType, member: Field | Relation): string | undefined {
  const meaning = meaningOf(model, type, member);
  if (meaning.is === "never" || meaning.is === "unsaid") return undefined;
  const said =
    meaning.is === "value"
      ? `compares as ${JSON.stringify(meaning.value)}`
      : meaning.is === "none"
        ? "there is none"
        : "not known, so that what depends on it is undecided";
  const doubt = meaning.question ? ` Doubtful: ${meaning.question}` : "";
  return `Absent: ${said}.${doubt}`;
}

const ids = "Case does not matter; an address of the portal stands for the id in it.";

/** Of forms with a notation of their own that says enough. */
const forms: Readonly<Partial<Record<Form, string>>> = {
  ID: ids,
  RESOURCE_ID: ids,
  REGION: "Neither blanks nor case matter.",
  CASE: "Case does not matter.",
};

function describeSpelling(spelling: NonNullable<Field["spelling"]>): string {
  if ("form" in spelling) {
    const notation = notationOf(spelling);
    return forms[spelling.form] ?? `Written as ${notation!.expected}.`;
  }
  return `One of ${shownWords(spelling)!
    .map((word) => JSON.stringify(word))
    .join(", ")}, in any case.`;
}
