import { filterSpellings, type FilterSpelling, type Published } from "../dialect/shown-filters.ts";
import { type Option, type OptionValues, textOption } from "./command.ts";
import { asOfOption } from "./as-of.ts";

/** The folder that snapshots are kept in. */
export const storeOption: Option = {
  flags: "--store <folder>",
  about: "Folder that snapshots are kept in.",
  fallback: ".assay",
};

/** Where assets come from, for every command that reads some. */
export const estateOptions: readonly Option[] = [
  { flags: "--sample", about: "Use the sample estate that comes with Assay." },
  {
    flags: "--snapshot <what>",
    about: "Snapshot to use: its id, a file, or a folder of raw answers (default: the newest).",
  },
  storeOption,
  asOfOption,
];

/** Which assets are meant. */
export const scopeOption: Option = {
  flags: "--in <scope>",
  about:
    "Only assets in subscription:…, group:… (a management group), tag:key=value, type:…, service:… or asset:… (an id). Can be repeated: of one kind any of them, of several kinds all.",
  many: "repeated",
};

/** The SDL folder. */
export const schemaOption: Option = {
  flags: "--schema <folder>",
  about: "Folder of SDL files that say what assets there are (default: Assay's own).",
};

/** The folders of checks. */
export const checksOptions: readonly Option[] = [
  {
    flags: "--checks <folder>",
    about: "Folder of check documents in place of Assay's own. Can be repeated.",
    many: "repeated",
  },
  {
    flags: "--also <folder>",
    about: "Folder of check documents beside Assay's own, or those of --checks. Can be repeated.",
    many: "repeated",
  },
];

/** Which part of a suite is meant. */
export const choiceOptions: readonly Option[] = [
  {
    flags: "--severity <list>",
    about: "Only checks of these severities, comma-separated.",
    choices: ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFO"],
    many: "list",
  },
  {
    flags: "--framework <list>",
    about: 'Only checks for these frameworks or controls, such as "cis-azure-3.0.0".',
    many: "list",
  },
  { flags: "--tag <list>", about: "Only checks with one of these tags.", many: "list" },
];

/** How filters are shown to tools; all spellings are answered, whatever is shown. */
export const publishedOptions: readonly Option[] = [
  {
    flags: "--spelling <which>",
    about:
      "Spelling of filters that tools are shown: suffix as checks have them, nested to generate clients from, or both.",
    choices: filterSpellings,
    fallback: "suffix",
  },
  { flags: "--connections", about: "Show the filters over connections too." },
];

/** What these options say. */
export function readPublished(options: OptionValues): Published {
  return {
    spelling: textOption(options, "spelling") as FilterSpelling,
    connections: options.connections === true,
  };
}
