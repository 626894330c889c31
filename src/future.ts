/** So far clocks of machines differ without any of them being wrong. */
const SKEW_MS = 10 * 60_000;

/**
 * What there is to say of a moment (ISO 8601) that is still to come by this machine's clock: one sentence. Undefined where it is
 * past, or ahead by ten minutes at most. Whatever claims to be of the future would be the newest for ever.
 */
export function tellFuture(at: string, now: Date): string | undefined {
  const moment = Date.parse(at);
  if (Number.isNaN(moment) || moment <= now.getTime() + SKEW_MS) return undefined;
  return `It says that it was taken at ${at}, which is still to come: the clock says ${now.toISOString()}.`;
}
