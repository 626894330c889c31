import type { Definitions } from "./definitions.ts";
import type { Members } from "./members.ts";
import { relationsOf } from "./relations.ts";
import type { RelationMember } from "./relations.ts";
import type { Report } from "./mistake-log.ts";

/**
 * The object types that are parts, each with the asset types whose answers hold it, directly or within other parts, in the
 * order of names. A part has no `@source`, and some field embeds it.
 *
 * Types with `@source` that are embedded are reported, and so are parts that no asset leads to.
 */
export function findParts(
  definitions: Definitions,
  members: Members,
  hasSource: (typeName: string) => boolean,
  report: Report,
): ReadonlyMap<string, readonly string[]> {
  const objects = [...definitions.types].filter(([, { kind }]) => kind === "object");
  const embeds = new Map(objects.map(([name]) => [name, embedsOf(name, members)]));
  const targets = (name: string) =>
    embeds.get(name)!.flatMap(({ relation }) => members.concretesOf(relation.target));
  for (const member of [...embeds.values()].flat()) checkEmbeds(member, members, hasSource, report);
  const parts = new Set(
    objects.flatMap(([name]) => targets(name)).filter((name) => !hasSource(name)),
  );
  const owners = new Map<string, string[]>([...parts].map((name) => [name, []]));
  for (const [owner] of objects) if (!parts.has(owner)) own(owner, owner);
  for (const [name, { name: node }] of objects)
    if (owners.get(name)?.length === 0)
      report(
        "unreached-part",
        node,
        `No asset leads to "${name}": only parts embed it, and nothing embeds those.`,
      );
  return new Map([...owners].map(([name, names]) => [name, names.sort()]));

  function own(owner: string, holder: string): void {
    for (const part of targets(holder)) {
      const known = owners.get(part);
      if (!known || known.includes(owner)) continue;
      known.push(owner);
      own(owner, part);
    }
  }
}

function checkEmbeds(
  { node, relation }: RelationMember,
  members: Members,
  hasSource: (typeName: string) => boolean,
  report: Report,
): void {
  if (relation.uncollected !== undefined) return;
  for (const target of members.concretesOf(relation.target))
    if (hasSource(target))
      report(
        "misplaced-directive",
        node.name,
        `"${node.name.value}" embeds ${target}, which "@source" brings by itself. Expected "@references" or "@inverse", or no "@source" on ${target}.`,
      );
}

function embedsOf(typeName: string, members: Members): readonly RelationMember[] {
  return relationsOf(typeName, members).filter((one) => one.relation.kind === "embeds");
}
