import { suggestionFor } from "../errors.ts";
import type { Detail, LoaderFacts, Source } from "../types.ts";
import type { Definitions } from "./definitions.ts";
import type { DirectiveUse, DirectiveUses } from "./directives.ts";
import type { Report } from "./mistake-log.ts";

/** Reads `@source` and `@detail` of a type; arguments that do not fit the loader are reported. */
export function readSource(
  uses: DirectiveUses,
  definitions: Definitions,
  loaders: ReadonlyMap<string, LoaderFacts>,
  report: Report,
): Source | undefined {
  const use = uses.get("source")?.[0];
  const details = (uses.get("detail") ?? []).map((one) => readDetail(one, report));
  if (!use) {
    for (const one of uses.get("detail") ?? [])
      report(
        "misplaced-directive",
        one.node,
        `"@detail" asks for more about assets that "@source" brings, which this type lacks.`,
      );
    return undefined;
  }
  const { loader, path, table, type, kind, apiVersion, of, permission } = use.values as Partial<
    Record<string, string> & { of: readonly string[] }
  >;
  if (loader) checkArguments(use, loaders.get(loader), report);
  checkTargets(use, of ?? [], definitions, report);
  return {
    loader: loader ?? "",
    ...(path && { path }),
    ...(table && { table }),
    ...(type && { resourceType: type }),
    ...(kind && { kind }),
    ...(apiVersion && { apiVersion }),
    ...(of && { of }),
    ...(permission && { permission }),
    ...(details.length > 0 && { details }),
  };
}

function checkArguments(use: DirectiveUse, rule: LoaderFacts | undefined, report: Report): void {
  if (!rule) return;
  const loader = rule.name;
  for (const name of rule.needs)
    if (use.values[name] === undefined)
      report("missing-value", use.node, `The loader ${loader} needs "${name}".`);
  const known = ["loader", "permission", ...rule.needs, ...rule.takes];
  for (const argument of use.node.arguments ?? [])
    if (!known.includes(argument.name.value))
      report(
        "unknown-argument",
        argument,
        `The loader ${loader} has no use for "${argument.name.value}".`,
      );
  const path = use.values.path;
  if (typeof path !== "string") return;
  if (rule.holds && !path.includes(rule.holds))
    report("wrong-path", nodeOf(use, "path"), `The path of ${loader} must hold "${rule.holds}".`);
  checkPath(use, path, [...(rule.holds === undefined ? [] : [rule.holds]), ...rule.fills], report);
}

/** Only what is filled in may stand in braces, and nobody adds the API version by hand. */
function checkPath(
  use: DirectiveUse,
  path: string,
  known: readonly string[],
  report: Report,
): void {
  for (const [placeholder] of path.matchAll(/\{[^}]*\}/g))
    if (!known.includes(placeholder))
      report(
        "wrong-path",
        nodeOf(use, "path"),
        `Nothing fills in "${placeholder}". Expected ${known.map((one) => `"${one}"`).join(" or ")}.`,
      );
  if (/[?&]api-version=/.test(path))
    report(
      "wrong-path",
      nodeOf(use, "path"),
      `The API version belongs into "apiVersion", not into the path.`,
    );
}

function checkTargets(
  use: DirectiveUse,
  of: readonly string[],
  { types }: Definitions,
  report: Report,
): void {
  const objects = [...types].filter(([, { kind }]) => kind === "object" || kind === "interface");
  for (const name of of)
    if (!objects.some(([known]) => known === name))
      report(
        "unknown-type",
        nodeOf(use, "of"),
        `Unknown type "${name}".${suggestionFor(
          name,
          objects.map(([known]) => known),
        )}`,
      );
}

function readDetail(use: DirectiveUse, report: Report): Detail {
  const { name, path, apiVersion, permission } = use.values as Partial<Record<string, string>>;
  if (path !== undefined) {
    if (!path.startsWith("{id}"))
      report("wrong-path", nodeOf(use, "path"), `The path of "@detail" must begin with "{id}".`);
    checkPath(use, path, ["{id}"], report);
  }
  if (name !== undefined && !/^[a-z]\w*$/.test(name))
    report(
      "wrong-name",
      nodeOf(use, "name"),
      `"${name}" cannot follow "$" in a path. Expected a name in lower camel case.`,
    );
  return {
    name: name ?? "",
    path: path ?? "",
    apiVersion: apiVersion ?? "",
    ...(permission && { permission }),
  };
}

function nodeOf(use: DirectiveUse, argument: string) {
  return use.node.arguments?.find(({ name }) => name.value === argument)?.value ?? use.node;
}
