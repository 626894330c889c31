import { describe, expect, test } from "vitest";
import { mistakesIn, read } from "./read.ts";

const unencrypted = { kind: "compare", field: "isEncrypted", operator: "EQ", value: false };

describe("a path to offenders", () => {
  test.each<[title: string, document: string, steps: readonly object[] | undefined]>([
    ["no directive", "{ machines { id } }", undefined],
    ["one step", '{ machines @offenders(path: "disks") { id } }', [{ relation: "disks" }]],
    [
      "through a part",
      '{ machines @offenders(path: "mounts.disk") { id } }',
      [{ relation: "mounts" }, { relation: "disk" }],
    ],
    [
      "narrowed by what is selected",
      '{ machines @offenders(path: "disks") { disks(where: { isEncrypted: false }) { id } } }',
      [{ relation: "disks", where: unencrypted }],
    ],
    [
      "by its key, before its name",
      '{ machines @offenders(path: "bare") { disks { id } bare: disks(where: { isEncrypted: false }) { id } } }',
      [{ relation: "disks", where: unencrypted }],
    ],
    [
      "a key that is another relation's name",
      '{ machines @offenders(path: "mounts") { mounts: disks(where: { isEncrypted: false }) { id } } }',
      [{ relation: "disks", where: unencrypted }],
    ],
    [
      "selected in fragments within fragments",
      `{ machines @offenders(path: "mounts.disk") { ...A } }
      fragment A on Machine { ... on Machine { mounts { ...B } } }
      fragment B on Mount { disk(where: { isEncrypted: false }) { id } }`,
      [{ relation: "mounts" }, { relation: "disk", where: unencrypted }],
    ],
    [
      "a deeper selection does not narrow a path that passes it by",
      '{ machines @offenders(path: "mounts.disk") { disks { id } mounts { name } } }',
      [{ relation: "mounts" }, { relation: "disk" }],
    ],
    [
      "of an interface, by the types that have the relation",
      '{ assets @offenders(path: "connector") { id } }',
      [{ relation: "connector" }],
    ],
  ])("is read: %s", (_title, document, steps) => {
    const { rules, mistakes } = read(document);
    expect(mistakes).toEqual([]);
    expect(rules[0]!.offendersPath).toEqual(steps);
  });

  test.each<[document: string, code: string, message: string]>([
    [
      '{ machines @offenders(path: "disk") { id } }',
      "unknown-field",
      'Unknown relation "disk" on "Machine" in the path of "@offenders". Did you mean "disks"?',
    ],
    [
      '{ machines @offenders(path: "mounts.disc") { id } }',
      "unknown-field",
      'Unknown relation "disc" on "Mount" in the path of "@offenders". Did you mean "disk"?',
    ],
    [
      '{ stores @offenders(path: "disks") { id } }',
      "unknown-field",
      'Unknown relation "disks" on "Bucket or Share" in the path of "@offenders".',
    ],
    [
      '{ machines @offenders(path: "mounts") { id } }',
      "wrong-path",
      'The path "mounts" ends at "Mount", which is a part of an asset and not an asset itself. End it at an asset.',
    ],
  ])("that leads nowhere is a mistake at the path: %s", (document, code, message) => {
    const { rules, mistakes } = read(document);
    expect(mistakes).toMatchObject([{ code, message }]);
    expect(mistakesIn(document)).toEqual([[code, document.match(/"\w*/)![0]]]);
    expect(rules[0]!.offendersPath).toBeUndefined();
  });
});
