import { Kind, visit } from "graphql/language";
import { type Mistake, nearestTo } from "../errors.ts";
import { placeOf } from "../model/source-location.ts";
import { tryParse } from "../model/parse-source.ts";
import type { Check, Place } from "../types.ts";
import type { LintRule } from "./context.ts";

/** A check that does not say how its offenders are mended. */
export const findUnguided: LintRule = ({ id, guidance, place }) => {
  if (guidance.length > 0) return [];
  const name = id.split("/").at(-1);
  const message = `The check has no guidance: whoever it finds at fault is not told what to do. Write it into "${name}.md" beside it; "assay new" writes all headings.`;
  return [{ code: "no-guidance", message, place }];
};

/** Editions of the frameworks that controls are numbered by. */
const editions: Readonly<Record<string, readonly string[]>> = {
  "cis-azure":
    "1.0.0 1.1.0 1.2.0 1.3.0 1.3.1 1.4.0 1.5.0 2.0.0 2.1.0 3.0.0 4.0.0 5.0.0 6.0.0".split(" "),
  mcsb: ["1.0"],
};

/** Frameworks that are spelt nearly as a known one, or are an edition of one that there is not. Others are their authors' own. */
export const findUnknownFrameworks: LintRule = (check) =>
  check.frameworks.flatMap((framework): Mistake[] => {
    const [edition = ""] = framework.split(":");
    const family = edition.replace(/-[\d.]+$/, "");
    const known = Object.entries(editions).flatMap(([name, all]) =>
      all.map((one) => `${name}-${one}`),
    );
    if (known.includes(edition)) return [];
    const near = nearestTo(edition, known, 2);
    if (near === undefined && !Object.hasOwn(editions, family)) return [];
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    const message = `There is no framework "${edition}".${hint}`;
    return [{ code: "unknown-framework", message, place: placeOfText(check, framework) }];
  });

/** Words that only say what is wrong, and what those need beside them to say what is right. */
const bad =
  /^(without|missing|lacking|unencrypted|unprotected|insecure|untagged|unused|exposed|expired|disabled|weak|outdated|noncompliant|violating|bad|wrong)$/;
const wrong = /^(lacks?|misses|fails?|violates?|leaks?)$/;
const verbs =
  /^(is|are|be|has|have|uses?|requires?|forbids?|denies|deny|blocks?|closes?|keeps?|refuses?|rejects?|removes?|alerts?|warns?|notif(y|ies)|reports?|expires?|restricts?|rotates?|sends?|logs?|cannot|must)$/;

/** A check whose id says what is wrong, so that "pass" reads as if that were good. */
export const findWrongNames: LintRule = ({ id, place }) => {
  const words = id.split("/").at(-1)!.split("-");
  const culprit =
    words.find((word) => wrong.test(word)) ??
    (words.some((word) => verbs.test(word)) ? undefined : words.find((word) => bad.test(word)));
  if (culprit === undefined) return [];
  const message = `The id "${id}" says what is wrong ("${culprit}"), so that "passed" reads as if that were there. Say what must hold, such as "disks-are-encrypted".`;
  return [{ code: "id-says-the-bad", message, place }];
};

/** Where a text stands in a check's document; where its query does if it is said elsewhere. */
function placeOfText({ document: text, place }: Check, wanted: string): Place {
  const { document } = tryParse(text, place.file);
  let found: Place | undefined;
  if (document)
    visit(document, {
      Directive: { enter: (node) => (node.name.value === "check" ? undefined : false) },
      StringValue(node) {
        if (node.kind === Kind.STRING && node.value === wanted) found = placeOf(node);
      },
    });
  return found ?? place;
}
