import { askedRules } from "../witness/witness-rule.ts";
import { placesOf } from "../witness/witness-check.ts";
import { remarksOn } from "../witness/remarks.ts";
import type { LintRule } from "./context.ts";

/** What a check says in vain, proved by a search. A word about null is none: other notes ask for it. */
export const findVain: LintRule = (check, { model }) =>
  askedRules(model, check).flatMap((asked) =>
    remarksOn(model, asked, placesOf(asked)).flatMap(({ isAboutNull, ...remark }) =>
      isAboutNull ? [] : [remark],
    ),
  );
