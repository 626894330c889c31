import { describeInventory } from "../backend/describe-inventory.ts";
import { inventoryOf } from "./ask.ts";

describeInventory("the engine", inventoryOf);
