import type { Inventory, JsonMember, Related, Rows, TextMember } from "../types.ts";

type JsonObject = Record<string, unknown>;

/** Rows that are written at once. */
const AT_ONCE = 1_024;

/** Rows as JSON, each with `separator` behind it, out of what `read` and `related` say: see `Inventory.writeJson`. */
export async function* writeRows(
  inventory: Pick<Inventory, "model" | "read" | "related">,
  { type, rows }: Rows,
  members: readonly (JsonMember | TextMember)[],
  separator: string,
): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const some = { type, rows: rows.subarray(from, from + AT_ONCE) };
    const own = members.map((member) =>
      "texts" in member ? { ...member, texts: member.texts.slice(from, from + AT_ONCE) } : member,
    );
    const objects = await makeObjects(inventory, some, own);
    yield Buffer.from(objects.map((object) => JSON.stringify(object) + separator).join(""));
  }
}

/** Rows as objects, a member after the other. */
async function makeObjects(
  inventory: Pick<Inventory, "model" | "read" | "related">,
  rows: Rows,
  members: readonly (JsonMember | TextMember)[],
): Promise<readonly JsonObject[]> {
  const fields = members.flatMap((member) => ("field" in member ? [member.field] : []));
  const columns = await inventory.read(rows, fields);
  const columnOf = new Map(fields.map((field, f) => [field, columns[f]!]));
  const objects = Array.from(rows.rows, (): JsonObject => ({}));
  const put = (key: string, values: (i: number) => unknown) =>
    objects.forEach((object, i) => {
      object[key] = values(i);
    });
  for (const member of members) {
    const { key } = member;
    if ("field" in member) put(key, (i) => columnOf.get(member.field)![i]);
    else if ("constant" in member) put(key, () => member.constant);
    else if ("texts" in member) put(key, (i) => JSON.parse(member.texts[i]!));
    else {
      const related = await inventory.related(rows, member.relation, member.where);
      const far = await makeTargets(inventory, related, member.members);
      const isList = inventory.model.types.get(rows.type)?.relations.get(member.relation)?.toMany;
      const { offsets } = related;
      put(key, (i) => {
        const own = far.slice(offsets[i], offsets[i + 1]);
        return isList ? own : (own[0] ?? null);
      });
    }
  }
  return objects;
}

async function makeTargets(
  inventory: Pick<Inventory, "model" | "read" | "related">,
  { types, targets, targetTypes }: Related,
  members: Extract<JsonMember, { relation: string }>["members"],
): Promise<readonly JsonObject[]> {
  const far = new Array<JsonObject>(targets.length);
  for (const [t, type] of types.entries()) {
    const places = [...targets.keys()].filter((i) => targetTypes[i] === t);
    if (places.length === 0) continue;
    const rows = Uint32Array.from(places, (i) => targets[i]!);
    const objects = await makeObjects(inventory, { type, rows }, members[type] ?? []);
    for (const [i, place] of places.entries()) far[place] = objects[i]!;
  }
  return far;
}
