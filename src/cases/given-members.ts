import { allRows, type CaseFile } from "./given.ts";

/** The fields and relations that rows of cases state or say to be missing, each as `Type.member`. */
export function membersGiven(files: readonly CaseFile[]): ReadonlySet<string> {
  const given = new Set<string>();
  for (const { operations } of files)
    for (const { estate } of operations) {
      if (!("rows" in estate)) continue;
      for (const { type, fields, links, missing } of allRows(estate))
        for (const name of [...fields.keys(), ...links.keys(), ...missing])
          given.add(`${type.name}.${name}`);
    }
  return given;
}
