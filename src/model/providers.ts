import type { LoaderFacts, Model, ProviderFacts } from "../types.ts";
import type { Definitions } from "./definitions.ts";
import { readDirectives } from "./directives.ts";
import type { Report } from "./mistake-log.ts";

/** What is wrong with directives is reported where the enums themselves are read. */
const silent: Report = () => undefined;

/** What the schema says of clouds and of the kinds of calls to them: the values of two enums, by name, with what stands on them. */
export function readProviders(
  definitions: Definitions,
  report: Report,
): Pick<Model, "providers" | "loaders"> {
  return {
    providers: valuesOf("Provider", "provider", (name, values): ProviderFacts => {
      const { variable = "", accounts = "" } = values as Partial<ProviderFacts>;
      return { name, variable, accounts };
    }),
    loaders: valuesOf("Loader", "loader", (name, values): LoaderFacts => {
      const { of = "", ...facts } = values as { readonly of?: string };
      const {
        listsAccounts = false,
        needs = [],
        takes = [],
        fills = [],
      } = facts as Partial<LoaderFacts>;
      const { holds, title } = facts as Partial<LoaderFacts>;
      return {
        ...{ name, provider: of, listsAccounts, needs, takes, fills },
        ...(holds === undefined ? {} : { holds }),
        ...(title === undefined ? {} : { title }),
      };
    }),
  };

  function valuesOf<T>(
    enumName: string,
    directive: string,
    read: (name: string, values: Readonly<Record<string, unknown>>) => T,
  ): ReadonlyMap<string, T> {
    const found = new Map<string, T>();
    for (const { name, directives = [] } of definitions.types.get(enumName)?.values ?? []) {
      const use = readDirectives(directives, "ENUM_VALUE", definitions, silent).get(directive)?.[0];
      if (use) found.set(name.value, read(name.value, use.values));
      else report("missing-value", name, `"${name.value}" needs "@${directive}".`);
    }
    return found;
  }
}
