import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface LockedPackage {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, LockedPackage>;
};

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as {
  dependencies?: Record<string, string>;
  peerDependencies: Record<string, string>;
  devDependencies: Record<string, string>;
};

/** Node's own look-up: the nearest `node_modules` upwards that holds the package. */
function isLocked(from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/node_modules/")))) {
    if (lock.packages[`${at === "" ? "" : `${at}/`}node_modules/${name}`]) return true;
    if (at === "") return false;
    if (!at.includes("/node_modules/")) at = "";
  }
}

test("every optional package is locked, without which npm ci refuses the lock file elsewhere", () => {
  const missing = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isLocked(path, name))
      .map((name) => `${name} of ${path || "the project"}`),
  );
  expect(missing).toEqual([]);
});

test("the lock file names no registry", () => {
  const resolved = Object.entries(lock.packages).filter(
    ([, entry]) => entry.resolved !== undefined,
  );
  expect(resolved.map(([path]) => path)).toEqual([]);
});

test("every direct dependency has an exact version", () => {
  const { devDependencies } = manifest;
  const loose = Object.entries(devDependencies).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

// Whoever uses the library brings graphql, since there must be one copy of it; all else is bundled.
test("what is packed depends on graphql alone, in versions that the tested one stands for", () => {
  const { dependencies = {}, peerDependencies, devDependencies } = manifest;
  expect(dependencies).toEqual({});
  expect(peerDependencies).toEqual({ graphql: `^${devDependencies.graphql}` });
});
