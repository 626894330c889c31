import { globSync, readFileSync } from "node:fs";
import { parse } from "graphql";
import { expect, test } from "vitest";
import { providers } from "../../src/library/providers.ts";
import type { Derivations } from "../../src/inventory/derivation.ts";
import { conversions } from "../../src/collect/reading/conversions.ts";
import { loadModel } from "../../src/model/load.ts";

const derivations: Derivations = Object.assign({}, ...providers.map((one) => one.derivations));
const grammar = ["schema/directives.graphql", ...globSync("schema/*/provider.graphql")].flatMap(
  (file) => parse(readFileSync(file, "utf8")).definitions,
);
const types = [...loadModel("schema").types.values()];

/** The names that the SDL knows, each of which must be described. */
function named(enumName: string): readonly string[] {
  return grammar.flatMap((node) =>
    (node.kind === "EnumTypeDefinition" || node.kind === "EnumTypeExtension") &&
    node.name.value === enumName
      ? (node.values ?? []).map(({ name }) => name.value)
      : [],
  );
}

test("the SDL names the loaders of all providers, and the list of accounts", () => {
  const loaders = providers.flatMap((provider) => Object.keys(provider.loaders));
  expect([...named("Loader")].sort()).toEqual([...loaders, "SUBSCRIPTIONS"].sort());
});

test("the SDL names exactly the conversions of the table", () => {
  expect([...named("Conversion")].sort()).toEqual(
    [conversions, ...providers.map((provider) => provider.conversions)].flatMap(Object.keys).sort(),
  );
});

test("the SDL names exactly the derivations of the table", () => {
  expect([...named("Derivation")].sort()).toEqual(Object.keys(derivations).sort());
});

test("every loader, conversion and derivation is used by the schema", () => {
  const readings = types.flatMap(({ fields, relations }) =>
    [...fields.values(), ...relations.values()].map(({ reading }) => reading?.convert),
  );
  const derived = types.flatMap(({ fields, relations }) =>
    [...fields.values(), ...relations.values()].map((member) => member.derived?.by),
  );
  const unused = [
    ...named("Derivation").filter((name) => !derived.includes(name)),
    ...named("Conversion").filter((name) => !readings.includes(name)),
    ...named("Loader").filter((name) => !types.some(({ source }) => source?.loader === name)),
  ];
  expect(unused).toEqual([]);
});

test("fields are derived as values, and relations as parts", () => {
  const kinds = types.flatMap(({ fields, relations }) => [
    ...[...fields.values()].map((field) => ["value", field.derived] as const),
    ...[...relations.values()].map((relation) => ["parts", relation.derived] as const),
  ]);
  for (const [kind, derived] of kinds)
    if (derived) expect(Object.keys(derivations[derived.by]!)).toEqual([kind]);
});

test("every conversion, loader and derivation is explained", () => {
  const page = readFileSync("docs/schema.md", "utf8");
  for (const name of [...named("Conversion"), ...named("Loader"), ...named("Derivation")])
    expect(page).toContain(`| ${name} `);
});

test("whatever is read of Azure says its resource type, so that no answer's own spelling is shown", () => {
  const silent = types.filter(
    ({ source }) => source && source.loader !== "TENANT_LIST" && !source.resourceType,
  );
  expect(silent.map(({ name }) => name)).toEqual([]);
});
