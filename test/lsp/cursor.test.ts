import { describe, expect, test } from "vitest";
import { readCursor } from "../../src/lsp/cursor.ts";

/** What stands at the `|` of a text: `selection vms > arguments > object where = key`. */
function at(marked: string): string {
  const offset = marked.indexOf("|");
  const { frames, key, token } = readCursor(marked.replace("|", ""), offset);
  const shown = frames.map((frame) => {
    const name =
      frame.kind === "selection"
        ? (frame.field ?? (frame.type === undefined ? "" : `on ${frame.type}`))
        : frame.kind === "arguments"
          ? frame.of
          : frame.key;
    return `${{ selection: "{", arguments: "(", object: "{", list: "[" }[frame.kind]}${name ?? ""}`;
  });
  return `${shown.join(" ")} ${key === undefined ? "key" : `value of ${key}`} "${token.text}"`;
}

describe("what stands around a position", () => {
  test.each([
    ["{ vms(where: { na| }) { id } }", '{ (vms {where key "na"'],
    ["{ vms(where: { name: | }) { id } }", '{ (vms {where value of name ""'],
    ['{ vms(where: { name: "we|b" }) { id } }', '{ (vms {where value of name ""web""'],
    ['{ vms(where: { name: "we|', '{ (vms {where value of name ""we"'],
    ['{ vms(where: { name_IN: ["a", |', '{ (vms {where [name_IN value of name_IN ""'],
    ["{ vms(where: { OR: [{ |", '{ (vms {where [OR {OR key ""'],
    ["{ vms(where: { name: null, ext|", '{ (vms {where key "ext"'],
    ["{ a: vms(where: { size: { |", '{ (vms {where {size key ""'],
    ["{ vms { extensions(where: { |", '{ {vms (extensions {where key ""'],
    ["query Q($x: String = null) @check(severity: HIGH) { vms(where: { |", '{ (vms {where key ""'],
    ["query Q @check(severity: |", '(@check value of severity ""'],
    ["query Q($x: |", '( key ""'],
    ["fragment F on VM { extensions(where: { |", '{on VM (extensions {where key ""'],
    ["{ assets { ... on VM { extensions(|", '{ {assets {on VM (extensions key ""'],
    ["{ vms(where: { region: westeu|", '{ (vms {where value of region "westeu"'],
    ["{ vms(where: { a: 1 }) { i|", '{ {vms key "i"'],
    ["{ vms(where: { a: $x, | }) }", '{ (vms {where key ""'],
  ])("%s", (marked, expected) => {
    expect(at(marked)).toBe(expected);
  });
});
