import type { Model } from "../types.ts";
import { filterInputsOf } from "./input-types.ts";
import { withNotes } from "./notes.ts";
import { renderPublishedWheres } from "./published.ts";
import type { Published } from "./shown-filters.ts";
import { type ListStyle, renderConnections, renderOptions, renderRoot } from "./sdl-lists.ts";
import { renderImplementations, renderScalars, renderTypes } from "./sdl-types.ts";

/**
 * The generated schema as it is shown to people and their tools: the types, with what absence means and which spellings are the same, their
 * `where` inputs in the spelling that `published` says, root fields, and the directives of check documents. The order is that of the
 * model, so the same model gives the same text.
 */
export function renderPublishedSdl(model: Model, published: Published): string {
  const style = { options: published.spelling === "both" };
  return renderAround(renderPublishedWheres(model, published), withNotes(model), style);
}

/**
 * The generated schema without descriptions, and with every input of filters a scalar that takes anything: a small part of the
 * text, for whoever leaves filters to `readWhere`. It has the names of all spellings.
 */
export function renderOutline(model: Model): string {
  const wheres = filterInputsOf(model).map((name) => `scalar ${name}`);
  const implementations = [...model.abstractTypes.values()]
    .filter(({ kind }) => kind === "interface")
    .map(({ name, members }) => renderImplementations(name, members));
  return renderAround([...wheres, ...implementations], withoutDescriptions(model));
}

/** A generated schema around the definitions of its `where` inputs. */
export function renderAround(
  wheres: readonly string[],
  model: Model,
  style: ListStyle = { options: true },
): string {
  return [
    ...renderScalars(model),
    ...renderTypes(model, style),
    ...wheres,
    ...renderOptions(model, style),
    ...renderConnections(model),
    renderRoot(model, style),
    model.documentDirectives,
    "",
  ].join("\n\n");
}

interface Described {
  readonly description?: string;
}

function withoutDescriptions(model: Model): Model {
  const bare = <T extends Described>({ description: _, ...rest }: T) => rest;
  const each = <T, R>(named: ReadonlyMap<string, T>, change: (one: T) => R) =>
    new Map([...named].map(([name, one]) => [name, change(one)] as const));
  return {
    ...model,
    enums: each(model.enums, (type) => ({ ...bare(type), values: type.values.map(bare) })),
    types: each(model.types, (type) => ({
      ...bare(type),
      fields: each(type.fields, bare),
      relations: each(type.relations, bare),
    })),
    abstractTypes: each(model.abstractTypes, (type) => ({
      ...bare(type),
      fields: each(type.fields, bare),
      relations: each(type.relations, bare),
    })),
  };
}
