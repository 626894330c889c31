import { accountNoun } from "../../asset-ids.ts";
import { InputError, shorten, suggestionFor } from "../../errors.ts";
import { readId } from "../../model/spellings.ts";
import type { Inventory } from "../../types.ts";

/** A connector as people name it. */
export interface KnownConnector {
  readonly id: string;
  /** Empty for none. */
  readonly name: string;
}

/** All connectors with their names. */
export async function readKnownConnectors(
  inventory: Inventory,
): Promise<readonly KnownConnector[]> {
  const type = inventory.model.types.get("Connector");
  if (!type) return [];
  const fields = type.fields.has("name") ? ["id", "name"] : ["id"];
  const [selection] = await inventory.select([{ type: "Connector" }]);
  const known: KnownConnector[] = [];
  for (const rows of await selection!.rows("matched")) {
    const [ids, names] = await inventory.read(rows, fields);
    for (const [i, id] of ids!.entries())
      known.push({ id: String(id), name: String(names?.[i] ?? "") });
  }
  return known;
}

/**
 * The ids of the connectors that words mean, each once: ids, what ids end with, or names; several may have one name.
 *
 * @throws InputError of all words that mean none
 */
export function findConnectors(
  known: readonly KnownConnector[],
  words: readonly string[],
): readonly string[] {
  const found = words.map((word) => {
    const meant = readId(word);
    const name = word.toLowerCase();
    return known
      .filter((one) => one.id === meant || one.id.endsWith(`/${meant}`) || isNamed(one, name))
      .map(({ id }) => id);
  });
  const unknown = words.filter((_, i) => found[i]!.length === 0);
  if (unknown.length > 0) {
    const names = known.flatMap(({ id, name }) => [name, id.split("/").at(-1)!]).filter(Boolean);
    throw new InputError(
      unknown.map((word) => ({
        code: "unknown-connector",
        message: `There is no connector "${shorten(word)}" in the snapshot.${suggestionFor(word, new Set(names))}`,
      })),
    );
  }
  return [...new Set(found.flat())];
}

function isNamed({ name }: KnownConnector, wanted: string): boolean {
  return name !== "" && name.toLowerCase() === wanted;
}

/** What the clouds of some connectors call them: `subscription`. */
export function nounsOf(known: readonly KnownConnector[]): ReadonlySet<string> {
  return new Set(known.map(({ id }) => accountNoun(id)));
}
