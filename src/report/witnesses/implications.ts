import type { Implication } from "../../witness/implications.ts";
import type { TerminalStyle } from "../options.ts";
import { createTerminalPage } from "../terminal/terminal-page.ts";

/** Writes for people whether checks find nothing that another does not. */
export function* renderImplicationsText(
  told: readonly Implication[],
  style: TerminalStyle,
): Generator<string> {
  const page = createTerminalPage(style);
  for (const { check, other, type, beyond, given } of told)
    switch (beyond.is) {
      case "cannot":
        yield page.line(0, `Whatever ${check} finds, ${other} finds as well: proved.`);
        break;
      case "notDecided":
        yield page.line(0, `${check} and ${other}: not decided. ${beyond.why}`);
        break;
      case "found":
        yield page.line(0, `${check} finds what ${other} does not:`);
        yield page.line(2, `${type} ${given}`);
    }
}

/** The same as JSON: an object for each check. */
export function renderImplicationsJson(told: readonly Implication[]): string {
  const shown = told.map(({ check, other, type, beyond, given }) => ({
    ...{ check, other, type },
    implied: beyond.is === "notDecided" ? null : beyond.is === "cannot",
    ...(given === undefined ? {} : { given }),
    ...(beyond.is === "notDecided" ? { why: beyond.why } : {}),
  }));
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}
