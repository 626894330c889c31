import { createPeers } from "../../peers.ts";

/** The heavier engines of `test/bench/peers`; those that need them are left out where they cannot be installed. */
export const {
  install: installPeers,
  load: loadPeer,
  findFile: findPeerFile,
} = createPeers(new URL("../peers/", import.meta.url));
