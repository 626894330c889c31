import type { Edit, Fix } from "../errors.ts";

/** The edits of some fixes by their files, in the order in which they stand there; of those that overlap the first. */
export function editsByFile(fixes: readonly Fix[]): ReadonlyMap<string, readonly Edit[]> {
  const byFile = new Map<string, Edit[]>();
  for (const { edits } of fixes) {
    const isFree = edits.every((edit) =>
      (byFile.get(edit.file) ?? []).every(
        ({ start, end }) => edit.end <= start || end <= edit.start,
      ),
    );
    if (!isFree) continue;
    for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
  }
  for (const edits of byFile.values()) edits.sort((a, b) => a.start - b.start);
  return byFile;
}

/** A text with edits made, which are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let edited = "";
  let from = 0;
  for (const edit of edits) {
    edited += text.slice(from, edit.start) + edit.text;
    from = edit.end;
  }
  return edited + text.slice(from);
}

/** Lines that a patch shows around each change. */
const CONTEXT = 3;

/** The edits of a file as a patch that `git apply` and `patch` take. */
export function renderPatch(file: string, text: string, edits: readonly Edit[]): string {
  const starts = lineStarts(text);
  const lineOf = (position: number) => starts.findLastIndex((start) => start <= position);
  const hunks: { first: number; last: number; edits: Edit[] }[] = [];
  for (const edit of edits) {
    const [first, last] = [lineOf(edit.start), lineOf(edit.end)];
    const before = hunks.at(-1);
    if (before && first - before.last <= 2 * CONTEXT) {
      before.last = last;
      before.edits.push(edit);
    } else hunks.push({ first, last, edits: [edit] });
  }
  let moved = 0;
  const rendered = hunks.map(({ first, last, edits: own }) => {
    const [from, to] = [Math.max(0, first - CONTEXT), Math.min(starts.length - 1, last + CONTEXT)];
    const [changed, behind] = [starts[first]!, starts[last + 1] ?? text.length];
    const old = linesOf(text.slice(changed, behind));
    const local = own.map((edit) => ({
      ...edit,
      start: edit.start - changed,
      end: edit.end - changed,
    }));
    const fresh = linesOf(applyEdits(text.slice(changed, behind), local));
    const lead = linesOf(text.slice(starts[from]!, changed));
    const tail = linesOf(text.slice(behind, starts[to + 1] ?? text.length));
    const [size, newSize] = [old, fresh].map((some) => lead.length + some.length + tail.length);
    const head = `@@ -${from + 1},${size} +${from + 1 + moved},${newSize} @@\n`;
    moved += newSize! - size!;
    return [
      head,
      ...lead.map((line) => ` ${line}`),
      ...old.map((line) => `-${line}`),
      ...fresh.map((line) => `+${line}`),
      ...tail.map((line) => ` ${line}`),
    ].join("");
  });
  const isBelow = !file.startsWith("/");
  const [old, fresh] = ["a", "b"].map((side) => (isBelow ? `${side}/${file}` : file));
  return `--- ${old}\n+++ ${fresh}\n${rendered.join("")}`;
}

/** Where each line begins; the end of a last line that is whole begins none. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index } of text.matchAll(/\n(?!$)/g)) starts.push(index + 1);
  return starts;
}

/** Lines with their ends. A file's last one may have none, which patches say. */
function linesOf(text: string): readonly string[] {
  const lines = text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  return lines.map((line) =>
    line.endsWith("\n") ? line : `${line}\n\\ No newline at end of file\n`,
  );
}
