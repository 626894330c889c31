import { InputError, refuse, suggestionFor } from "../../errors.ts";
import type { CheckDifference, CheckThen } from "../../diff/compare-checks.ts";
import type { Check, Model } from "../../types.ts";
import type { ReadDocument } from "../../check/document/document.ts";
import { type Call, type Command, textOption } from "../command.ts";
import { type ExitCode, exitCodes } from "../exit-code.ts";
import { checksFolders, ownFolder } from "../folders.ts";
import { writeAll } from "../io.ts";
import { checksOptions, estateOptions, schemaOption } from "../options.ts";
import { terminalStyleOf } from "../terminal-style.ts";

/** Says what an edit of checks would change: by proof, over a snapshot, and over their cases. */
export const diffCommand: Command = {
  name: "diff",
  arguments: "[checks...]",
  about: "Say what an edit of checks changes: which assets turn, and the smallest that could.",
  more: [
    "CHECK@REVISION is the check as that Git revision has it, CHECK as it is in the working tree. One alone is compared with the working tree, one without a revision with HEAD, two with each other.",
    "Old texts are read by today's schema; what no longer fits is named, and not compared. Without a snapshot what could turn is told alone.",
    "Ends with 0 where the meaning is the same or nothing turns, 1 where something does, 2 where that was not decided, and 3 for mistakes.",
  ],
  options: [
    {
      flags: "--checks-from <revision>",
      about: "Compare all checks, or those that are named, with this Git revision.",
    },
    {
      flags: "--output <report>",
      about:
        "What to print; Markdown is for the pull request that edits checks, docs/diff.schema.json describes the JSON.",
      choices: ["text", "markdown", "json"],
      fallback: "text",
    },
    ...estateOptions,
    ...checksOptions,
    schemaOption,
  ],
  run: diffSuite,
};

async function diffSuite(call: Call): Promise<ExitCode> {
  const { options, io } = call;
  const { loadEstate } = await import("../estate.ts");
  const { openIfAny } = await import("../estate-if-any.ts");
  const { loadCases } = await import("../../cases/load-cases.ts");
  const { compareChecks, outcomeOf } = await import("../../diff/compare-checks.ts");
  const { renderDiff } = await import("../../report/reporters.ts");
  const estate = await loadEstate(call);
  const pairs = await findPairs(call, estate.model);
  const present = pairs.flatMap(({ after: { check } }) => (check ? [check] : []));
  const { files, mistakes } = loadCases(estate.model, present);
  refuse(mistakes);
  const inventory = await openIfAny(call, estate, (why) => io.stderr.write(`${why}\n`));
  const ground = { model: estate.model, files, ...(inventory ? { inventory } : {}) };
  const differences: CheckDifference[] = [];
  for (const { id, before, after } of pairs)
    differences.push(await compareChecks(ground, id, before, after));
  const output = textOption(options, "output") as "text" | "markdown" | "json";
  await writeAll(io.stdout, await renderDiff(differences, output, terminalStyleOf(io)));
  const codes = {
    same: exitCodes.passed,
    turns: exitCodes.failed,
    notDecided: exitCodes.undecided,
  } as const;
  return codes[outcomeOf(differences)];
}

/** A check before and after. */
interface Pair {
  readonly id: string;
  readonly before: CheckThen;
  readonly after: CheckThen;
}

/** A check as it was named: its name, and the revision. */
interface Named {
  readonly name: string;
  readonly revision?: string;
}

async function findPairs(call: Call, model: Model): Promise<readonly Pair[]> {
  const named = call.names.map(readName);
  const from = textOption(call.options, "checksFrom");
  const [first, second, third] = named;
  if (from !== undefined) {
    const revised = named.find(({ revision }) => revision !== undefined);
    if (revised)
      throw new InputError(
        "exclude-each-other",
        `"--checks-from" says the revision for all, and "${revised.name}@${revised.revision}" names one of its own. Keep one of them.`,
      );
    return pairAll(
      await readThen(call, model, from),
      await loadNow(call, model),
      named.map(({ name }) => name),
      from,
    );
  }
  if (!first)
    throw new InputError(
      "needs-other",
      'Name a check, as "azure/keyvault/keys-expire@HEAD~1", or all of them with "--checks-from HEAD~1".',
    );
  if (third)
    throw new InputError(
      "unknown-argument",
      `Two checks are compared, and "${third.name}" is a third. For more of them use "--checks-from".`,
    );
  if (second) {
    const before = await readOne(call, model, first);
    const after = await readOne(call, model, second);
    return [{ id: second.name, before, after }];
  }
  const revision = first.revision ?? "HEAD";
  const then = await readThen(call, model, revision);
  return pairAll(then, await loadNow(call, model), [first.name], revision);
}

function readName(written: string): Named {
  const at = written.lastIndexOf("@");
  if (at <= 0 || at === written.length - 1) return { name: written };
  return { name: written.slice(0, at), revision: written.slice(at + 1) };
}

type Then = ReadonlyMap<string, ReadDocument>;

/** The checks of all folders as a revision has them, by their ids. */
async function readThen({ options, io }: Call, model: Model, revision: string): Promise<Then> {
  const { join } = await import("node:path");
  const { readFolderAt } = await import("../../files/git-revision.ts");
  const { readCheckTexts } = await import("../../check/document/read-texts.ts");
  const all = new Map<string, ReadDocument>();
  for (const folder of checksFolders(options, io)) {
    const isWanted = (path: string) => /\.(graphql|gql|md)$/i.test(path);
    const { texts } = readFolderAt(folder, revision, isWanted, io.environment);
    const nameOf = (path: string) => `${revision}:${join(folder, path)}`;
    const read = readCheckTexts(model, texts, nameOf, [ownFolder(io, "checks")]);
    for (const [id, document] of read) if (!all.has(id)) all.set(id, document);
  }
  return all;
}

/** The checks of all folders as they are. */
async function loadNow(call: Call, model: Model): Promise<readonly Check[]> {
  const { loadSuite } = await import("../suite.ts");
  return loadSuite({ ...call, names: [] }, { model });
}

async function readOne(call: Call, model: Model, { name, revision }: Named): Promise<CheckThen> {
  if (revision === undefined) {
    const { findCheck } = await import("../../check-ids.ts");
    const checks = await loadNow(call, model);
    const check = findCheck(checks, name);
    if (check) return { at: "working tree", check };
    throw unknown(
      name,
      "the working tree",
      checks.map(({ id }) => id),
    );
  }
  const then = await readThen(call, model, revision);
  const document = then.get(name);
  if (!document) throw unknown(name, `"${revision}"`, [...then.keys()]);
  return thenOf(revision, document);
}

function thenOf(at: string, { check, mistakes }: ReadDocument): CheckThen {
  if (mistakes.length === 0) return { at, check: check! };
  const told = mistakes.map(({ message, place }) =>
    place ? `${message} (${place.file}:${place.line}:${place.column})` : message,
  );
  return { at, ...(check ? { check } : {}), mistakes: told };
}

function unknown(name: string, where: string, ids: readonly string[]): InputError {
  const near = suggestionFor(name, new Set(ids));
  return new InputError("unknown-check", `There is no check "${name}" in ${where}.${near}`);
}

/** Pairs checks by their ids, then by those that they had. Names are ids, former ids, or what ids begin with. */
function pairAll(
  then: Then,
  now: readonly Check[],
  names: readonly string[],
  revision: string,
): readonly Pair[] {
  const taken = new Set<string>();
  const pairs = now.map((check): Pair => {
    const formerId = [check.id, ...check.formerly].find((id) => then.has(id) && !taken.has(id));
    if (formerId !== undefined) taken.add(formerId);
    const before =
      formerId === undefined ? { at: revision } : thenOf(revision, then.get(formerId)!);
    return { id: check.id, before, after: { at: "working tree", check } };
  });
  const present = new Set(now.map(({ id }) => id));
  const gone = [...then]
    .filter(([id]) => !taken.has(id) && !present.has(id))
    .map(([id, document]): Pair => {
      return { id, before: thenOf(revision, document), after: { at: "working tree" } };
    });
  const all = [...pairs, ...gone].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (names.length === 0) return all;
  const isNamed = ({ id, before, after }: Pair, name: string) => {
    const ids = [id, before.check?.id, ...(after.check?.formerly ?? [])];
    return ids.includes(name) || id.startsWith(`${name}/`) || after.check?.place.file === name;
  };
  for (const name of names)
    if (!all.some((pair) => isNamed(pair, name)))
      throw unknown(
        name,
        `"${revision}" or the working tree`,
        all.map(({ id }) => id),
      );
  return all.filter((pair) => names.some((name) => isNamed(pair, name)));
}
