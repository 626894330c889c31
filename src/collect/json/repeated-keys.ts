/**
 * Whether an object of a JSON text has a key twice. Readers differ in which of two they take, and the last one, which is what
 * `JSON.parse` takes, may hide what the first one says. `text` is valid JSON, `value` what it was parsed to.
 */
export function repeatsKey(text: string, value: unknown): boolean {
  return countKeys(value) < countWrittenKeys(text);
}

/** Strings that a colon follows: in JSON those are keys, and nothing else is. */
function countWrittenKeys(text: string): number {
  let count = 0;
  for (let from = text.indexOf('"'); from >= 0;) {
    let to = text.indexOf('"', from + 1);
    while (isEscaped(text, to)) to = text.indexOf('"', to + 1);
    let next = to + 1;
    while (isBlank(text.charCodeAt(next))) next++;
    if (text.charCodeAt(next) === colon) count++;
    from = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0;
  while (text.charCodeAt(at - backslashes - 1) === backslash) backslashes++;
  return backslashes % 2 === 1;
}

const [colon, backslash] = [0x3a, 0x5c];
const isBlank = (code: number) => code === 0x20 || (code >= 0x09 && code <= 0x0d);

/** Not by recursion: an answer may be as deep as it is long. */
function countKeys(value: unknown): number {
  let count = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    const isList = Array.isArray(one);
    const members: readonly unknown[] = isList ? one : Object.values(one);
    if (!isList) count += members.length;
    for (const member of members) if (typeof member === "object") open.push(member);
  }
  return count;
}
