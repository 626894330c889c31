/** The name of a snapshot taken at a moment: `20261120T080000Z`. */
export function snapshotId(takenAt: string): string {
  return takenAt.replace(/\.\d+/, "").replace(/[-:]/g, "");
}

/** The moment that an id such as `20261120T080000Z` or `20261120T080000Z-2` says, in milliseconds. */
export function momentIn(id: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z(-\d+)?$/.exec(id);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const moment = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(moment) ? undefined : moment;
}
