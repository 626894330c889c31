import { createInventoryOver } from "../../src/backend/inventory.ts";
import { describeInventory } from "../backend/describe-inventory.ts";
import { createReferenceBackend } from "./backend.ts";

describeInventory("the reference evaluator", (estate) =>
  createInventoryOver(createReferenceBackend(estate)),
);
