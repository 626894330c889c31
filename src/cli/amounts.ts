import { InputError } from "../errors.ts";

/** A whole number above zero. */
export function readCount(option: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new InputError(
    "wrong-value",
    `"${option}" takes a whole number above zero, found "${text}".`,
  );
}

/** Milliseconds of a duration such as "90s", "30m" or "2h". */
export function readDuration(option: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(s|m|h)$/.exec(text);
  const unitMs = { s: 1000, m: 60_000, h: 3_600_000 };
  if (match) return Number(match[1]) * unitMs[match[2] as keyof typeof unitMs];
  throw new InputError(
    "wrong-value",
    `"${option}" takes a number and s, m or h, such as "30m", found "${text}".`,
  );
}

/** `12 s`, `3 min`, `1 h 20 min`. */
export function renderDuration(durationMs: number): string {
  const seconds = Math.ceil(durationMs / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `442 kB`, `1.5 MB`. */
export function renderSize(sizeBytes: number): string {
  if (sizeBytes < 1_000_000) return `${Math.ceil(sizeBytes / 1000)} kB`;
  return `${(sizeBytes / 1_000_000).toFixed(1)} MB`;
}
