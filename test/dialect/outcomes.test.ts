import { test } from "vitest";
import { createOutcomes } from "../../src/dialect/outcomes.ts";
import { typesRead } from "../../src/dialect/types-read.ts";
import { membersOf } from "../../src/model/concrete.ts";
import { filterOf, model, readAgain } from "./reading.ts";

/** What a filter can come to for each concrete type by the schema alone, and the types that its answer depends on. */
function renderOutcomes(written: string): readonly string[] {
  const { type, filter } = filterOf(written);
  const outcomes = createOutcomes(model);
  const of = membersOf(model, type).map((name) => {
    const { canHold, canFail } = outcomes.of(name, filter);
    const said = canHold ? (canFail ? "either" : "always") : canFail ? "never" : "unknown";
    return `${name} ${said}`;
  });
  const read = typesRead(model, { type, ...(filter && { where: filter }) });
  return [`${of.join(", ")}; reads ${read.join(", ")}`];
}

test("what filters can come to by the schema alone, and what they read", async () => {
  await readAgain("outcomes/outcomes.txt", renderOutcomes);
});
