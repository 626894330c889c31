import type { Finding } from "../types.ts";
import type { Call } from "./call.ts";
import { LazyList } from "./children.ts";
import { renderControl, renderEvidence, renderMissing } from "./controls.ts";
import { readAcross, type RowList, splitByType } from "./nodes.ts";
import type { Results } from "./results.ts";
import type { RowFields } from "./rows.ts";

/** The fields that `renderResultsSdl` adds to every asset. */
export function createRowFields(results: Results): RowFields {
  return {
    async findings(call: Call, list: RowList) {
      const read = call.inventory.read.bind(call.inventory);
      const [ids] = await readAcross(list, ["id"], read);
      const run = await results.run();
      const judged = results.judged(call.signal);
      const found: (readonly Finding[])[] = [];
      for (const { rows } of splitByType(list)) {
        // The same asset may stand in many places of an answer; it is judged once.
        const once = Uint32Array.from(new Set(rows.rows)).sort();
        found.push(await judged.findingsOf({ type: rows.type, rows: once }));
      }
      const byAsset = Map.groupBy(
        found.flat(),
        ({ offender, undecided }) => (offender ?? undecided)!.asset.id,
      );
      const render = ({ check, offender, undecided }: Finding) => ({
        control: () => renderControl(results, run, check),
        status: offender ? "FAIL" : "UNDECIDED",
        because: new LazyList(offender?.because ?? [], renderEvidence),
        missing: new LazyList(undecided?.missing ?? [], renderMissing),
      });
      return ids!.map((id) => new LazyList(byAsset.get(String(id)) ?? [], render));
    },
  };
}
