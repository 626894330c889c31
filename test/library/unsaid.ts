import { membersRead } from "../../src/model/absence.ts";
import { loadModel } from "../../src/model/load.ts";
import type { Model } from "../../src/types.ts";

/** The fields and relations of which the schema does not say what their absence means, each once, as `file:line Type.name`. */
export function unsaid(model: Model): readonly string[] {
  const found = membersRead(model)
    .filter(({ meaning }) => meaning.is === "unsaid")
    .map(({ type, member: { name, place } }) => ({
      at: `${place?.file}:${place?.line}`,
      name: `${type.name}.${name}`,
    }));
  const byPlace = Map.groupBy(found, ({ at }) => at);
  return [...byPlace].map(([at, [first]]) => `${at} ${first!.name}`).sort(byNumber.compare);
}

const byNumber = new Intl.Collator("en", { numeric: true });

if (import.meta.main) {
  const words = process.argv.slice(2);
  const all = unsaid(loadModel("schema"));
  const shown = all.filter(
    (line) => words.length === 0 || words.some((word) => line.includes(word)),
  );
  for (const line of shown) console.log(line);
  console.log(`${shown.length} say nothing${words.length === 0 ? "" : ` of ${all.length}`}.`);
}
