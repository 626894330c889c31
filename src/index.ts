/** The library: what a program of one's own needs to do what the command line does. docs/library.md shows it at work. */
export { chooseChecks, type Choice } from "./check/document/choose.ts";
export { loadChecks, type LoadOptions } from "./check/document/load.ts";
export { InputError, type Mistake } from "./errors.ts";
export { execute } from "./graphql/execute.ts";
export { createExecutableSchema, type SchemaOptions } from "./graphql/schema.ts";
export { openInventory, openSample } from "./library/open-inventory.ts";
export { ownFolders } from "./library/own-folders.ts";
export { renderReport, type ReportName } from "./library/render-report.ts";
export { runChecks, type RunOptions } from "./library/run-checks.ts";
export { loadModel } from "./model/load.ts";
export { type Render, type Reporter, type ReportOptions, reporters } from "./report/reporters.ts";
export type * from "./types.ts";
