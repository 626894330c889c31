import { fileURLToPath } from "node:url";

/** The folder that the package's own files stand in: as deep above the sources as above what is built of them. */
export const home = fileURLToPath(new URL("../../", import.meta.url));

/** The folders that come with the package: its schema, its checks, and the raw answers of the sample estate. */
export const ownFolders = {
  schema: `${home}schema`,
  checks: `${home}checks`,
  sample: `${home}sample`,
} as const;
