import { dirname, join } from "node:path";
import { checkSuffix, fragmentsFolder } from "../check/document/files.ts";
import { loadFragments } from "../check/document/fragments.ts";
import { followSuite, type SuiteFollower } from "../server/suite.ts";
import { inSlices } from "../slices.ts";
import type { Call } from "./command.ts";
import type { Estate } from "./estate.ts";
import { checksFolders, ownFolder } from "./folders.ts";
import { loadingSuite, readTyped } from "./suite.ts";

/** Loads the checks that a call means, and again when they are edited. Throws an `InputError` of the mistakes in them at first. */
export async function followSuiteOf(
  call: Call,
  estate: Pick<Estate, "model" | "kept">,
  log: (line: string) => void,
): Promise<SuiteFollower> {
  const { names, options, io } = call;
  const folders = [...new Set([...checksFolders(options, io), ownFolder(io, "checks")])];
  const typed = await readTyped(call);
  let { kept } = estate;
  return followSuite({
    paths: [...folders, ...names.flatMap(pathsOf)],
    async read() {
      const checks = await inSlices(
        loadingSuite(call, { model: estate.model, ...(kept ? { kept } : {}) }, typed),
      );
      // What the build kept is what the files were when the server began.
      kept = undefined;
      return { checks, fragments: loadFragments(folders).fragments };
    },
    onProblems: (problems) =>
      log(`The edited checks are not used:\n${problems.map((one) => `  ${one}`).join("\n")}`),
  });
}

/** What a name may stand for on disk, with what stands beside it: it need not be there. */
function pathsOf(name: string): readonly string[] {
  const bare = name.replace(checkSuffix, "");
  return [name, `${bare}.md`, join(name, fragmentsFolder), join(dirname(name), fragmentsFolder)];
}
