import type { Entry } from "../snapshot/store.ts";
import type { Io } from "./io.ts";

/** Says which snapshots `--keep` left although there are newer ones. */
export function tellHeld({ stderr }: Pick<Io, "stderr">, held: readonly Entry[]): void {
  for (const { id } of held)
    stderr.write(
      `Kept ${id} as well: it has what none that is newer could read. "assay snapshots --remove ${id}" removes it.\n`,
    );
}
