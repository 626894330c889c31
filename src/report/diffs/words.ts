import type { CheckDifference } from "../../diff/compare-checks.ts";
import type { Turned } from "../../diff/compare-estate.ts";
import type { RuleDifference } from "../../diff/compare-rules.ts";
import { countNumber, countOf } from "../words.ts";

/** How a rule's filter has changed, in a word. */
export function tellKind({ newlyFails, newlyPasses, otherwise }: RuleDifference): string {
  const all = [newlyFails, newlyPasses, otherwise];
  if (newlyFails?.is === "found" && newlyPasses?.is === "found")
    return "neither wider nor narrower";
  if (newlyFails?.is === "found")
    return newlyPasses?.is === "none" ? "wider" : "wider, perhaps also narrower";
  if (newlyPasses?.is === "found")
    return newlyFails?.is === "none" ? "narrower" : "narrower, perhaps also wider";
  if (all.some((one) => one?.is === "notDecided")) return "not decided";
  if (otherwise?.is === "found") return "other assets are undecided";
  return "the same in other words";
}

/** What is proved about a rule: `nothing newly passes: proved`. */
export function tellProofs({ newlyFails, newlyPasses }: RuleDifference): readonly string[] {
  return [
    ...(newlyFails?.is === "none" ? ["nothing newly fails: proved"] : []),
    ...(newlyPasses?.is === "none" ? ["nothing newly passes: proved"] : []),
  ];
}

/** What turns, counted: `pass→fail 3   fail→pass 0   …`. */
export function tellCounts(turned: Turned): readonly string[] {
  return [
    `pass→fail ${countNumber(turned.passToFail)}`,
    `fail→pass ${countNumber(turned.failToPass)}`,
    `decided→undecided ${countNumber(turned.decidedToUndecided)}`,
    `undecided→decided ${countNumber(turned.undecidedToDecided)}`,
  ];
}

/** A check's state in a few words. */
export function tellState({ is, before, formerId }: CheckDifference): string {
  switch (is) {
    case "same":
      return "same meaning";
    case "changed":
      return formerId === undefined ? "changed" : `changed, and was ${formerId}`;
    case "new":
      return `new: not there in ${before}`;
    case "gone":
      return `gone: there in ${before}`;
    case "incomparable":
      return "cannot be compared";
  }
}

/** The total, for all that was compared. */
export function tellTotal(differences: readonly CheckDifference[]): string {
  const count = (wanted: CheckDifference["is"]) =>
    differences.filter(({ is }) => is === wanted).length;
  return [
    `${countOf(differences.length, "check")} compared`,
    `${count("same")} of the same meaning`,
    ...(["changed", "new", "gone"] as const).flatMap((is) =>
      count(is) > 0 ? [`${count(is)} ${is}`] : [],
    ),
    ...(count("incomparable") > 0 ? [`${count("incomparable")} cannot be compared`] : []),
  ].join(" · ");
}
