import { importFolder } from "../collect/import-folder.ts";
import type { Tables } from "../inventory/tables.ts";
import { providers } from "./providers.ts";
import { formatVersion } from "../snapshot/file.ts";
import type { Model } from "../types.ts";

/** Its answers are of a fixed day, which some machine's clock may not have reached. */
const now = "9999-12-31T00:00:00Z";

/** The sample estate, whose raw answers stand in `folder`, as tables in memory. */
export async function importSample(
  folder: string,
  model: Model,
  assayVersion: string,
): Promise<Tables> {
  const { tables } = await importFolder(folder, model, {
    ...{ providers, now, assayVersion, formatVersion },
  });
  return { ...tables, info: { ...tables.info, origin: "sample estate" } };
}
