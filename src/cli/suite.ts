import { chooseChecks, type Choice } from "../check/document/choose.ts";
import { type LoadOptions, loadingChecks } from "../check/document/load.ts";
import type { Mistake } from "../errors.ts";
import { atOnce, type Slices } from "../slices.ts";
import type { Check, Severity } from "../types.ts";
import { listOption, type Call } from "./command.ts";
import type { Estate } from "./estate.ts";
import { checksFolders, ownFolder } from "./folders.ts";

/** Loads the checks that a call names, and of them those that its options choose; `-` names the one on standard input. */
export async function loadSuite(
  call: Call,
  estate: Pick<Estate, "model" | "kept">,
  warn?: (warning: Mistake) => void,
): Promise<readonly Check[]> {
  return atOnce(
    loadingSuite(call, estate, { ...(await readTyped(call)), ...(warn ? { warn } : {}) }),
  );
}

/** What standard input holds, where a call names it. It can be read once. */
export async function readTyped({ names, io }: Call): Promise<Pick<LoadOptions, "standardInput">> {
  return names.includes("-") ? { standardInput: await io.readStdin() } : {};
}

/** As `loadSuite`, for where others are served meanwhile. */
export function* loadingSuite(
  { names, options, io }: Call,
  { model, kept }: Pick<Estate, "model" | "kept">,
  more: Pick<LoadOptions, "standardInput" | "warn">,
): Slices<readonly Check[]> {
  const { warn } = more;
  const isOwn = names.length === 0 && options.checks === undefined && options.also === undefined;
  if (kept && isOwn) for (const note of kept.notes) warn?.(note);
  const checks =
    kept && isOwn
      ? kept.checks
      : yield* loadingChecks(model, checksFolders(options, io), {
          ...more,
          names,
          fallback: ownFolder(io, "checks"),
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
