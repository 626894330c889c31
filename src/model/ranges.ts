import { suggestionFor } from "../errors.ts";
import type { Definitions } from "./definitions.ts";
import type { Members } from "./members.ts";
import type { Report } from "./mistake-log.ts";

/** Reports fields that are the first of a range whose last is no field of the same type. */
export function checkRanges(definitions: Definitions, members: Members, report: Report): void {
  for (const name of definitions.types.keys())
    for (const [key, member] of members.of(name)) {
      const to = "field" in member ? member.field.rangeTo : undefined;
      const last = to === undefined ? undefined : members.of(name).get(to);
      if (to === undefined || (last && "field" in last)) continue;
      const near = suggestionFor(to, members.of(name).keys());
      report(
        "unknown-field",
        member.node.name,
        `"${key}" of ${name} is the first of a range to "${to}", which is no field of ${name}.${near}`,
      );
    }
}
