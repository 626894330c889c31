import type { Lens } from "./analysis.ts";

/** `12 fail · 1,204 examined · cases ✓ 12`; what is being worked out anew has dots behind it. */
export function renderLens({ counts, cases, mutants }: Lens, isLate: boolean): string {
  const parts = [
    ...(counts ? [`${number(counts.offenders)} fail`] : []),
    ...(counts && counts.undecided > 0 ? [`${number(counts.undecided)} undecided`] : []),
    ...(counts ? [`${number(counts.examined)} examined`] : []),
    ...(cases
      ? [
          cases.good === cases.all
            ? `cases ✓ ${cases.all}`
            : `cases ✗ ${cases.good} of ${cases.all}`,
        ]
      : []),
    ...(mutants && mutants.all > 0 ? [`mutants ${mutants.good}/${mutants.all}`] : []),
  ];
  if (parts.length === 0) return isLate ? "…" : "no snapshot, no cases";
  return parts.join(" · ") + (isLate ? " …" : "");
}

function number(count: number): string {
  return String(count).replace(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}
