import { refuse } from "../../errors.ts";
import type { TypeCensus } from "../../census/members.ts";
import type { Readers } from "../../check/document/readers.ts";
import type { FieldsReport } from "../../report/reporters.ts";
import type { AssetType, Field, Model, Relation } from "../../types.ts";
import { findType } from "../asset-types.ts";
import { listOption, textOption, type Call, type Command } from "../command.ts";
import { exitCodes } from "../exit-code.ts";
import { writeAll } from "../io.ts";
import { checksOptions, choiceOptions, estateOptions, schemaOption } from "../options.ts";
import { terminalStyleOf } from "../terminal-style.ts";

/** Says which fields and relations checks read, and what of them the estate has. */
export const fieldsCommand: Command = {
  name: "fields",
  about: "Say which fields checks read, and in how many assets each has a value.",
  more: [
    "Three lists come first: what checks read and is null in every asset, what has values and no check reads, and what checks read and nothing collects.",
    "Then a line for each type, or with --type or --all one for each of its fields and relations. Without a snapshot nothing is counted.",
  ],
  options: [
    ...estateOptions,
    { flags: "--type <list>", about: "Only these types, comma-separated.", many: "list" },
    { flags: "--all", about: "Show every field and relation of every type." },
    {
      flags: "--output <report>",
      about: "What to print; docs/fields.schema.json describes the JSON.",
      choices: ["text", "json"],
      fallback: "text",
    },
    ...checksOptions,
    ...choiceOptions,
    schemaOption,
  ],
  async run(call) {
    const { options, io } = call;
    const { loadEstate } = await import("../estate.ts");
    const { openIfAny } = await import("../estate-if-any.ts");
    const estate = await loadEstate(call);
    const names = listOption(options, "type");
    const types = chooseTypes(estate.model, names);
    const { loadSuite } = await import("../suite.ts");
    const checks = await loadSuite(call, estate);
    const inventory = await openIfAny(call, estate, (why) => io.stderr.write(`${why}\n`));
    const { countMembers } = await import("../../census/members.ts");
    const { readersAmong } = await import("../../check/document/readers.ts");
    const census = inventory && (await countMembers(inventory, types));
    const readers = readersAmong(estate.model, checks);
    const { loadCases } = await import("../../cases/load-cases.ts");
    const { membersGiven } = await import("../../cases/given-members.ts");
    const { files, mistakes } = loadCases(estate.model, checks);
    refuse(mistakes);
    const given = membersGiven(files);
    const whyNot = await tellUncollected(estate.model);
    const isCommon = findCommon(estate.model);
    const report: FieldsReport = {
      ...(inventory ? { snapshot: inventory.snapshot } : {}),
      checks: checks.length,
      types: types.map((type) =>
        gather(type, { readers, given, census: census?.get(type.name) }, whyNot, isCommon),
      ),
    };
    await writeAll(io.stdout, await render(report, call));
    return exitCodes.passed;
  },
};

async function render(report: FieldsReport, { options, io }: Call) {
  const { renderFields } = await import("../../report/reporters.ts");
  const style = textOption(options, "output") === "json" ? {} : { style: terminalStyleOf(io) };
  const all = options.all === true || options.type !== undefined;
  return renderFields(report, { ...style, all });
}

function chooseTypes(model: Model, names: readonly string[] | undefined): readonly AssetType[] {
  const known = [...model.types.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return names ? [...new Set(names.map((name) => findType(model, known, name)))] : known;
}

/** What is known of a type: who reads its members, and what of them there is. */
interface Known {
  readonly readers: Readers;
  readonly given: ReadonlySet<string>;
  readonly census: TypeCensus | undefined;
}

type WhyNot = (type: AssetType, member: Field | Relation) => string | undefined;
type IsCommon = (member: Field | Relation) => boolean;

function gather(
  type: AssetType,
  { readers, given, census }: Known,
  whyNot: WhyNot,
  isCommon: IsCommon,
): FieldsReport["types"][number] {
  const members = [...type.fields.values(), ...type.relations.values()].map((member) => {
    const uncollected = whyNot(type, member);
    return {
      name: member.name,
      kind: "scalar" in member ? ("field" as const) : ("relation" as const),
      checks: readers.of(type.name, member.name),
      inCases: given.has(`${type.name}.${member.name}`),
      ...census?.members.get(member.name),
      ...(uncollected === undefined ? {} : { uncollected }),
      ...(isCommon(member) ? { isCommon: true as const } : {}),
    };
  });
  return { type: type.name, ...(census ? { assets: census.rows } : {}), members };
}

/** Tells why nothing brings a member from the cloud: the schema says it, or this version does not read the type. */
async function tellUncollected(model: Model): Promise<WhyNot> {
  const { readTypesOf } = await import("../../library/read-types.ts");
  const isRead = readTypesOf(model);
  const isBrought = (type: AssetType) =>
    type.kind === "asset"
      ? isRead(type)
      : !type.owners || type.owners.some((name) => isRead(model.types.get(name)!));
  return (type, member) =>
    member.uncollected ??
    (isBrought(type) ? undefined : `This version does not read ${type.name} yet.`);
}

/** Members that every asset has, and what the other side of a relation says: no check has to be written for them. */
function findCommon(model: Model): IsCommon {
  const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
  const isOfAll = (name: string) =>
    assets.every(({ fields, relations }) => fields.has(name) || relations.has(name));
  const common = new Set(
    [...assets[0]!.fields.keys(), ...assets[0]!.relations.keys()].filter(isOfAll),
  );
  return (member) => common.has(member.name) || ("kind" in member && member.kind === "inverse");
}
