import { createLists } from "../calls/listing.ts";
import { classify } from "./classify.ts";

/** Lists of Microsoft Graph. */
export const { walkList } = createLists({ classify, link: "@odata.nextLink", linksRepeat: true });
