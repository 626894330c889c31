import { readInstant } from "../dialect/moments.ts";
import { InputError } from "../errors.ts";
import { type Call, type Option, textOption } from "./command.ts";

/** The one clock of commands whose answer depends on the day. */
export const asOfOption: Option = {
  flags: "--as-of <day>",
  about:
    "Answer as on this day, such as 2026-11-30, or at this moment (default: now): what is still to come, and when raw answers of a folder were read.",
};

/** The moment that a call asks about: the last of the day that it names, or now. Throws an `InputError` where it names none. */
export function asOf({ options, io }: Call): Date {
  const written = textOption(options, "asOf");
  if (written === undefined) return io.now();
  const moment = readInstant(written.trim());
  if (moment === undefined)
    throw new InputError(
      "wrong-value",
      `"--as-of" takes a day such as "2026-11-30", or a moment such as "2026-11-30T08:30:00Z", found "${written}".`,
    );
  const isDay = /^\d{4}-\d\d-\d\d$/.test(written.trim());
  return new Date(isDay ? `${moment.slice(0, 10)}T23:59:59.999Z` : moment);
}
