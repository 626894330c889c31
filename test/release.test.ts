import { expect, test } from "vitest";
import { releaseChangelog } from "../packaging/release.ts";

const changelog = `# Changelog

## Unreleased

### Checks

- Something.

## 0.1.0 (2026-11-01)

- All of it.
`;

test("what was unreleased is under the version, and nothing is unreleased", () => {
  expect(releaseChangelog(changelog, "0.1.0", "0.10.0", "2026-12-01")).toBe(
    changelog.replace("## Unreleased\n", "## Unreleased\n\n## 0.10.0 (2026-12-01)\n"),
  );
});

test.each([
  ["a word", "next", '"next" is no version'],
  ["a version that is there", "0.1.0", "0.1.0 is in the changelog already."],
  ["an earlier version", "0.0.9", "0.0.9 comes before 0.1.0."],
])("%s is refused", (_title, version, message) => {
  expect(() => releaseChangelog(changelog, "0.1.0", version, "2026-12-01")).toThrow(message);
});

test("a release of nothing is refused", () => {
  const released = releaseChangelog(changelog, "0.1.0", "0.2.0", "2026-12-01");
  expect(() => releaseChangelog(released, "0.2.0", "0.3.0", "2026-12-02")).toThrow(
    "Nothing is unreleased.",
  );
});
