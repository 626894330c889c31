import { openStore, type Store } from "../snapshot/store.ts";
import { textOption, type Call } from "./command.ts";

/** The store of snapshots that a call means. */
export function storeOf({ options, io }: Pick<Call, "options" | "io">): Store {
  return openStore(textOption(options, "store") ?? ".assay", io.owner);
}
