import { chooseChecks, type Choice } from "../check/document/choose.ts";
import { loadChecks } from "../check/document/load.ts";
import type { Mistake } from "../errors.ts";
import type { Check, Severity } from "../types.ts";
import { listOption, type Call } from "./command.ts";
import type { Estate } from "./estate.ts";
import { checksFolders, ownFolder } from "./folders.ts";

/** Loads the checks that a call names, and of them those that its options choose; `-` names the one on standard input. */
export async function loadSuite(
  { names, options, io }: Call,
  { model, kept }: Pick<Estate, "model" | "kept">,
  warn?: (warning: Mistake) => void,
): Promise<readonly Check[]> {
  const fallback = ownFolder(io, "checks");
  const isOwn = names.length === 0 && options.checks === undefined && options.also === undefined;
  if (kept && isOwn) for (const note of kept.notes) warn?.(note);
  const checks =
    kept && isOwn
      ? kept.checks
      : loadChecks(model, checksFolders(options, io), {
          names,
          fallback,
          ...(names.includes("-") ? { standardInput: await io.readStdin() } : {}),
          ...(warn ? { warn } : {}),
        });
  const severities = listOption(options, "severity");
  const frameworks = listOption(options, "framework");
  const tags = listOption(options, "tag");
  const choice: Choice = {
    // The option only takes severities.
    ...(severities ? { severities: severities as readonly Severity[] } : {}),
    ...(frameworks ? { frameworks } : {}),
    ...(tags ? { tags } : {}),
  };
  return chooseChecks(checks, choice);
}
