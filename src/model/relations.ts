import { suggestionFor } from "../errors.ts";
import type { Relation } from "../types.ts";
import type { Definitions } from "./definitions.ts";
import type { Member } from "./fields.ts";
import type { Members } from "./members.ts";
import type { Report } from "./reporter.ts";

type RelationMember = Extract<Member, { relation: Relation }>;

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
  if (complaint) report(at, complaint);
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

function relationsOf(typeName: string, members: Members): readonly RelationMember[] {
  return [...members.of(typeName).values()].filter((member) => "relation" in member);
}

/**
 * The object types that are parts: without `@source`, and embedded by some field. Types with `@source` that are embedded
 * are reported, and so are parts that only parts embed which no asset leads to.
 */
export function findParts(
  definitions: Definitions,
  members: Members,
  hasSource: (typeName: string) => boolean,
  report: Report,
): ReadonlySet<string> {
  const objects = [...definitions.types].filter(([, { kind }]) => kind === "object");
  const parts = new Set<string>();
  for (const [name] of objects)
    for (const { node, relation } of embedsOf(name, members))
      for (const target of members.concretesOf(relation.target))
        if (hasSource(target)) {
          if (relation.uncollected !== undefined) continue;
          report(
            node.name,
            `"${node.name.value}" embeds ${target}, which "@source" brings by itself. Expected "@references" or "@inverse", or no "@source" on ${target}.`,
          );
        } else parts.add(target);
  const reached = new Set<string>();
  for (const [name] of objects) if (!parts.has(name)) reach(name);
  for (const [name, { name: node }] of objects)
    if (parts.has(name) && !reached.has(name))
      report(node, `No asset leads to "${name}": only parts embed it, and nothing embeds those.`);
  return parts;

  function reach(name: string): void {
    if (reached.has(name)) return;
    reached.add(name);
    for (const { relation } of embedsOf(name, members))
      members.concretesOf(relation.target).forEach(reach);
  }
}

function embedsOf(typeName: string, members: Members): readonly RelationMember[] {
  return relationsOf(typeName, members).filter((one) => one.relation.kind === "embeds");
}
