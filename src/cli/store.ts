import { join } from "node:path";
import { makeFolder } from "../files/make-folder.ts";
import { guardDisk, openStore, type Store } from "../snapshot/store.ts";
import { textOption, type Call } from "./command.ts";

/** The store of snapshots that a call means. */
export function storeOf({ options, io }: Pick<Call, "options" | "io">): Store {
  return openStore(textOption(options, "store") ?? ".assay", io.owner, io.now);
}

/** The same to write to, with its folders made. Throws an `InputError` where they cannot be. */
export function madeStoreOf(call: Pick<Call, "options" | "io">): Store {
  const store = storeOf(call);
  guardDisk(store.folder, () => {
    for (const name of ["snapshots", "staging"]) makeFolder(join(store.folder, name));
  });
  return store;
}
