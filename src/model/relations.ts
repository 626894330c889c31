import { suggestionFor } from "../errors.ts";
import type { Relation } from "../types.ts";
import type { Definitions } from "./definitions.ts";
import type { Member } from "./fields.ts";
import type { Members } from "./members.ts";
import type { Report } from "./mistake-log.ts";

/** A member that is a relation. */
export type RelationMember = Extract<Member, { relation: Relation }>;

/** Reports `@inverse` fields that name no relation of their target, or one that does not lead back. */
export function checkInverses(definitions: Definitions, members: Members, report: Report): void {
  for (const [name, { kind }] of definitions.types)
    if (kind === "object")
      for (const member of relationsOf(name, members))
        if (member.relation.kind === "inverse") checkInverse(name, member, members, report);
}

function checkInverse(
  owner: string,
  { node, relation }: RelationMember,
  members: Members,
  report: Report,
): void {
  const at = node.directives?.find(({ name }) => name.value === "inverse") ?? node.name;
  const complaint = members
    .concretesOf(relation.target)
    .map((target) => complaintAboutInverse(owner, target, relation, members))
    .find((one) => one !== undefined);
  if (complaint) report("wrong-inverse", at, complaint);
}

function complaintAboutInverse(
  owner: string,
  target: string,
  relation: Relation,
  members: Members,
): string | undefined {
  const name = relation.inverse!;
  const other = members.of(target).get(name);
  if (!other || !("relation" in other)) {
    const names = relationsOf(target, members).map((one) => one.relation.name);
    return `"${target}" has no relation "${name}" that "${relation.name}" could walk backwards.${suggestionFor(name, names)}`;
  }
  if (other.relation.kind === "inverse" || other.relation.uncollected !== undefined)
    return `"${name}" of "${target}" is not read from an answer itself. Expected a relation with "@references" or "@embeds".`;
  if (members.concretesOf(other.relation.target).includes(owner)) return undefined;
  return `"${name}" of "${target}" leads to ${other.relation.target}, not back to ${owner}.${backwards(owner, target, members)}`;
}

function backwards(owner: string, target: string, members: Members): string {
  const fitting = relationsOf(target, members)
    .filter((one) => one.relation.kind !== "inverse")
    .filter((one) => members.concretesOf(one.relation.target).includes(owner))
    .map((one) => `"${one.relation.name}"`);
  return fitting.length > 0 ? ` Those that do: ${fitting.join(", ")}.` : "";
}

/** The relations of a type, those of its interfaces included. */
export function relationsOf(typeName: string, members: Members): readonly RelationMember[] {
  return [...members.of(typeName).values()].filter((member) => "relation" in member);
}
