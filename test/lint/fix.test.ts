import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Edit, Fix } from "../../src/errors.ts";
import { applyEdits, editsByFile, renderPatch } from "../../src/lint/fix.ts";

function edit(start: number, end: number, text: string, file = "a.graphql"): Edit {
  return { file, start, end, text };
}

function fix(...edits: readonly Edit[]): Fix {
  return { title: "", edits, isSafe: true };
}

test("edits change what they name and nothing else", () => {
  expect(applyEdits("a: 1, b: 2", [edit(3, 4, "10"), edit(9, 10, "20")])).toBe("a: 10, b: 20");
});

test("of fixes that overlap the first is made, whole", () => {
  const edits = editsByFile([
    fix(edit(5, 9, "x")),
    fix(edit(0, 1, "y"), edit(8, 10, "z")),
    fix(edit(0, 2, "w")),
  ]);
  expect([...edits]).toEqual([["a.graphql", [edit(0, 2, "w"), edit(5, 9, "x")]]]);
});

test("a patch shows three lines around each change", () => {
  const text = Array.from({ length: 30 }, (_, i) => `line ${i + 1}\n`).join("");
  const at = (line: string) => text.indexOf(`line ${line}\n`);
  const patch = renderPatch("a.graphql", text, [
    edit(at("5"), at("5") + 6, "five\nand more"),
    edit(at("25"), at("25") + 7, "last"),
  ]);
  expect(patch).toBe(`--- a/a.graphql
+++ b/a.graphql
@@ -2,7 +2,8 @@
 line 2
 line 3
 line 4
-line 5
+five
+and more
 line 6
 line 7
 line 8
@@ -22,7 +23,7 @@
 line 22
 line 23
 line 24
-line 25
+last
 line 26
 line 27
 line 28
`);
});

test("git makes of a patch what the edits come to", () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-fix-"));
  try {
    const line = fc.string({
      unit: fc.constantFrom("a", "b", "é", "\n", "\n", "\r\n"),
      maxLength: 60,
      minLength: 3,
    });
    fc.assert(
      fc.property(
        line,
        fc.nat(20),
        fc.nat(8),
        fc.constantFrom("", "x", "x\ny", "z\n"),
        (text, from, size, instead) => {
          const start = Math.min(from, text.length - 1);
          const one = edit(start, Math.min(start + size, text.length), instead);
          const edited = applyEdits(text, [one]);
          if (edited === text || edited === "") return;
          writeFileSync(join(folder, "a.graphql"), text);
          execFileSync("git", ["apply", "--whitespace=nowarn", "-"], {
            cwd: folder,
            input: renderPatch("a.graphql", text, [one]),
          });
          expect(readFileSync(join(folder, "a.graphql"), "utf8")).toBe(edited);
        },
      ),
      { numRuns: 60 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
