import { createLists } from "../calls/listing.ts";
import { classify } from "./classify.ts";

/** Lists of Azure Resource Manager. */
export const { walkList, readPage } = createLists({ classify, link: "nextLink" });
