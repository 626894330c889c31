import { runWhole } from "../check/run/run.ts";
import { explainAsset } from "../explain/explain-asset.ts";
import { renderExplanation, reporters } from "../report/reporters.ts";
import type { Check, Inventory } from "../types.ts";

const style = { width: 100, colour: false };
const limit = 20;

/** What a check finds, for people: its report, and of the first offender every condition with its truth, and what changes of it turn among `suite`. */
export async function explainCheck(
  check: Check,
  inventory: Inventory,
  suite: readonly Check[],
): Promise<string> {
  const whole = await runWhole(inventory, [check], { limit, clock: () => 0 });
  const render = await reporters.text.load();
  const pieces = [...(await collect(render(whole, { ...style, limit, details: true })))];
  const [offender] = whole.run.verdicts[0]!.offenders;
  const asset = offender?.through ?? offender?.asset;
  if (asset) {
    const [row] = await inventory.find(asset.type, [asset.id]);
    const rows = { type: asset.type, rows: Uint32Array.of(row!) };
    const explanation = await explainAsset(inventory, check, rows, suite);
    pieces.push("\n", ...(await collect(await renderExplanation(explanation, style))));
  }
  return pieces.join("");
}

async function collect(pieces: Iterable<string> | AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}
