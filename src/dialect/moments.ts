const momentShape =
  /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,100}))?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?$/i;

/**
 * An ISO 8601 moment as an instant in UTC with all digits of its fraction, trailing zeros dropped:
 * `2024-03-01T13:30:00.250+01:00` is `2024-03-01T12:30:00.25Z`. A moment without a zone is UTC, a date alone is its
 * midnight: what a value means must not depend on where the process runs. Undefined where it is no moment.
 */
export function readInstant(text: string): string | undefined {
  const parts = momentShape.exec(text);
  const date = parts && readDate(parts[1]!);
  if (!date) return undefined;
  const [hour, minute, second] = [parts[2], parts[3], parts[4]].map((part) => Number(part ?? 0));
  const [offsetHour, offsetMinute] = [parts[8], parts[9]].map((part) => Number(part ?? 0));
  if (hour! > 23 || minute! > 59 || second! > 59 || offsetHour! > 23 || offsetMinute! > 59)
    return undefined;
  const offset = (offsetHour! * 60 + offsetMinute!) * (parts[7] === "-" ? -1 : 1);
  const shifted =
    Date.parse(`${date}T00:00:00Z`) + ((hour! * 60 + minute! - offset) * 60 + second!) * 1000;
  const utc = new Date(shifted).toISOString();
  // Beyond the years 0000 to 9999 the text is longer and its order no longer the order in time.
  if (utc.length !== 24) return undefined;
  const fraction = (parts[5] ?? "").replace(/0+$/, "");
  return `${utc.slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

/** A calendar date, `2024-02-29`, as it is; undefined where the calendar has no such day. */
export function readDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const moment = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(moment) || new Date(moment).toISOString().slice(0, 10) !== text)
    return undefined;
  return text;
}
