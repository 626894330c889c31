import type { ValueNode } from "graphql";
import { nodeAt, placeIn } from "../../dialect/literal.ts";
import { conditionsIn } from "../../dialect/nodes.ts";
import type { Path } from "../../dialect/reader.ts";
import { placeOf } from "../../model/source-location.ts";
import type { Filter, Place } from "../../types.ts";

/** Where conditions stand, each by itself: two that say the same are two. */
export type Places = ReadonlyMap<Filter, Place>;

/**
 * Where each condition of a filter that was read from the literal `where` stands: the name of its key, also in the default value of a
 * variable. What stands for no key of its own, as one of the two conditions that `_NOT` is made into, stands where the one around it does.
 */
export function placesOf(
  filter: Filter,
  paths: ReadonlyMap<Filter, Path>,
  where: ValueNode,
  defaults: ReadonlyMap<string, ValueNode>,
): Places {
  const places = new Map<Filter, Place>();
  const visit = (one: Filter, around: Place): void => {
    const path = paths.get(one);
    const place = path ? placeAlong(path, where, defaults) : around;
    places.set(one, place);
    for (const inner of conditionsIn(one)) visit(inner, place);
  };
  visit(filter, placeOf(where));
  return places;
}

function placeAlong(path: Path, where: ValueNode, defaults: ReadonlyMap<string, ValueNode>): Place {
  const { node, variable, rest } = placeIn(where, path);
  const value = variable === undefined ? undefined : defaults.get(variable);
  return placeOf(value && rest.length > 0 ? nodeAt(value, rest) : node);
}
