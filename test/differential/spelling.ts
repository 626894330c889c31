import { operators } from "../../src/dialect/operators.ts";
import { type FilteredType, type Key, readKey, typeNamed } from "../../src/dialect/keys.ts";
import type { Model, Quantifier } from "../../src/types.ts";
import type { Where } from "../reference/where.ts";

/** A `where` of version 5 that a later version has no words for. */
export class Unspellable extends Error {}

/** A `where` with the suffixes of version 5 as version 6 has it: `_EQ`, `NOT` in place of negated suffixes. */
export function spellSix(model: Model, typeName: string, where: Where): Where {
  const type = typeNamed(model, typeName);
  const inner = (target: string, value: unknown) =>
    value === null ? null : spellSix(model, target, value as Where);
  return join(type, where, (key, name, value) => {
    switch (key.kind) {
      case "logic":
        return { [name]: each(value, (one) => inner(typeName, one)) };
      case "member":
        return { [name]: inner(key.type, value) };
      case "field":
        return isObject(value) ? { [name]: value } : { [`${name}_EQ`]: value };
      case "compare": {
        const positive = { [`${key.field.name}_${key.operator}`]: value };
        return key.negated ? { NOT: positive } : positive;
      }
      case "relation":
      case "quantify": {
        const { relation } = key;
        const quantifier = key.kind === "quantify" ? key.quantifier : "SOME";
        return quantified(
          relation.name,
          relation.toMany,
          quantifier,
          inner(relation.target, value),
        );
      }
      case "connection": {
        const { relation, quantifier = "SOME" } = key;
        const link = mapLink(model, relation.target, value, inner);
        return quantified(`${relation.name}Connection`, relation.toMany, quantifier, link);
      }
      default:
        return { [name]: value };
    }
  });
}

/** A `where` as version 6 has it in the nested spelling of version 7. */
export function spellSeven(model: Model, typeName: string, where: Where): Where {
  const type = typeNamed(model, typeName);
  const inner = (target: string, value: unknown) =>
    value === null ? null : spellSeven(model, target, value as Where);
  return join(type, where, (key, name, value) => {
    switch (key.kind) {
      case "logic":
        return { [name]: each(value, (one) => inner(typeName, one)) };
      case "member":
        return { [name]: inner(key.type, value) };
      case "typename":
        return { typename: value };
      case "compare":
        if (Array.isArray(value) && value.includes(null))
          throw new Unspellable("A list of version 7 has no null.");
        return { [key.field.name]: { [operators[key.operator]!.nested]: value } };
      case "relation":
        return { [name]: inner(key.relation.target, value) };
      case "quantify":
        return nest(key.relation.name, key.quantifier, inner(key.relation.target, value));
      case "connection": {
        const { relation, quantifier = "SOME" } = key;
        const link = mapLink(model, relation.target, value, inner);
        const own = `${relation.name}Connection`;
        return relation.toMany ? nest(own, quantifier, link) : { [own]: link };
      }
      default:
        return { [name]: value };
    }
  });
}

/** The keys of one object, each spelt anew; under AND where two of them come to one name. */
function join(
  type: FilteredType,
  where: Where,
  spell: (key: Key, name: string, value: unknown) => Where,
): Where {
  const parts = Object.entries(where).map(([name, value]) =>
    spell(readKey(type, name)!, name, value),
  );
  const names = parts.flatMap((part) => Object.keys(part));
  return new Set(names).size === names.length ? Object.assign({}, ...parts) : { AND: parts };
}

function quantified(name: string, toMany: boolean, quantifier: Quantifier, value: unknown): Where {
  if (toMany) return { [`${name}_${quantifier}`]: value };
  return quantifier === "NONE" ? { NOT: { [name]: value } } : { [name]: value };
}

function nest(name: string, quantifier: Quantifier, value: unknown): Where {
  return { [name]: { [quantifier.toLowerCase()]: value } };
}

function mapLink(
  model: Model,
  target: string,
  link: unknown,
  inner: (target: string, where: unknown) => unknown,
): unknown {
  if (link === null) return null;
  return Object.fromEntries(
    Object.entries(link as Where).map(([key, value]) => {
      if (key === "node") return [key, inner(target, value)];
      const type = model.types.has(key) ? key : target;
      return [key, each(value, (one) => mapLink(model, type, one, inner))];
    }),
  );
}

function each(value: unknown, spell: (one: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(spell) : value === null ? null : spell(value);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
