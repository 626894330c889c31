import type { Model } from "../../types.ts";

/** What a root field asks for: the assets of a type, in a list or a connection, or how many there are. */
export interface RootField {
  readonly type: string;
  readonly shape: "list" | "connection" | "count";
}

/** The root fields that are questions about assets, by name. */
export function rootFieldsOf(model: Model): ReadonlyMap<string, RootField> {
  const assets = [...model.types.values()].filter(({ kind }) => kind === "asset");
  const types = [...assets, ...model.abstractTypes.values()];
  return new Map<string, RootField>(
    types.flatMap(({ name: type, plural }) => [
      [plural, { type, shape: "list" }],
      [`${plural}Connection`, { type, shape: "connection" }],
      [`${plural}Aggregate`, { type, shape: "count" }],
    ]),
  );
}
