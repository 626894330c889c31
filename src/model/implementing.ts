import { print } from "graphql/language";
import type { Definitions } from "./definitions.ts";
import type { Member } from "./fields.ts";
import type { Members } from "./members.ts";
import type { Report } from "./mistake-log.ts";

/**
 * Reports fields that a type writes itself although an interface of its has the same field with another type or spelling: what the interface
 * promises must hold for each of its implementers. A required field may stand for an optional one, and a relation may
 * lead to fewer types.
 */
export function checkImplementing(
  definitions: Definitions,
  members: Members,
  report: Report,
): void {
  for (const name of definitions.types.keys())
    for (const one of members.interfacesOf(name))
      for (const [key, promised] of members.of(one)) {
        const member = members.of(name).get(key);
        if (!member || member.node === promised.node) continue;
        if (!fulfils(member, promised, members))
          report(
            "wrong-implementation",
            member.node.type,
            `"${key}" of ${name} is ${print(member.node.type)}, but ${one} promises ${print(promised.node.type)}.`,
          );
        else if (spellingOf(member) !== spellingOf(promised))
          report(
            "wrong-implementation",
            member.node.name,
            `"${key}" of ${name} has another spelling than ${one} says. Filters over ${one} are read once for all of its types: let both say the same with "@words" or "@form".`,
          );
      }
}

function spellingOf(member: Member): string | undefined {
  return "field" in member ? JSON.stringify(member.field.spelling) : undefined;
}

function fulfils(member: Member, promised: Member, members: Members): boolean {
  if ("field" in member && "field" in promised) {
    const { field } = member;
    const wanted = promised.field;
    return (
      field.scalar === wanted.scalar &&
      field.enumName === wanted.enumName &&
      field.list === wanted.list &&
      (field.required || !wanted.required) &&
      (field.elementRequired || !wanted.elementRequired)
    );
  }
  if (!("relation" in member && "relation" in promised)) return false;
  const targets = members.concretesOf(promised.relation.target);
  return (
    member.relation.toMany === promised.relation.toMany &&
    (member.relation.required || !promised.relation.required) &&
    members.concretesOf(member.relation.target).every((target) => targets.includes(target))
  );
}
