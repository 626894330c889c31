import { accountNoun } from "../../asset-ids.ts";
import { countNumber, countOf } from "../../report/words.ts";
import type { Gap } from "../../collect/count-up.ts";
import type { Taken } from "../../collect/take-snapshot.ts";
import { InputError, shorten } from "../../errors.ts";
import type { Entry, Store } from "../../snapshot/store.ts";
import { readCount, renderDuration } from "../amounts.ts";
import { azureOptions, connectAll } from "../azure-options.ts";
import { listOption, textOption, type Call, type Command, type Option } from "../command.ts";
import { tellHeld } from "../tell-held.ts";
import { exitCodes, type ExitCode } from "../exit-code.ts";
import { ownFolder, schemaFolder } from "../folders.ts";
import type { Model } from "../../types.ts";
import { schemaOption, storeOption } from "../options.ts";
import { readPackage } from "../../library/package.ts";
import { makeVisible } from "../../visible.ts";

/** Which Azure is read, how much of it, and where to. */
export const collectOptions: readonly Option[] = [
  ...azureOptions,
  {
    flags: "--subscription <list>",
    about: "Only these subscriptions, by GUID or id.",
    many: "list",
  },
  {
    flags: "--types <list>",
    about: "Only these asset types and what they rest on.",
    many: "list",
  },
  { flags: "--resume", about: "Take up the newest interrupted collection." },
  {
    flags: "--take-over",
    about: "With --resume: also one of another machine, where nothing runs any more.",
  },
  {
    flags: "--record <folder>",
    about: "Also keep the raw answers in this folder, for assay import.",
  },
  { flags: "--redact", about: "Replace names, addresses and ids in what --record keeps." },
  { flags: "--keep <n>", about: "Afterwards remove all but the newest n snapshots." },
  {
    flags: "--gone <list>",
    about: "Subscriptions that are no more, by GUID: that they were there before is no gap.",
    many: "list",
  },
  storeOption,
  schemaOption,
];

/** Reads Azure into a snapshot. */
export const collectCommand: Command = {
  name: "collect",
  about: "Read every Azure subscription that a credential sees into a snapshot.",
  more: [
    "What cannot be read is written down with its cause, and checks that need it stay undecided. Nothing is changed in Azure.",
    'Interrupted, it leaves earlier snapshots as they were, and "--resume" takes it up again. docs/collecting.md has more;',
    '"assay doctor" says beforehand what is allowed.',
    "",
    "Exit codes: 0 a snapshot was taken, 2 not all subscriptions could be listed or seen, 3 a mistake in what was asked,",
    "130 interrupted, 70 a bug, or no room to write.",
  ],
  options: [
    ...collectOptions,
    {
      flags: "--in <scope>",
      about: "Only this subscription:… or tenant:…, by GUID or id.",
      many: "repeated",
    },
  ],
  run: async (call) => (await collectSnapshot(call, listOption(call.options, "in") ?? [])).exitCode,
};

/** What came of collecting. */
export interface Collecting {
  readonly exitCode: ExitCode;
  /** The snapshot's id; absent where none was made. */
  readonly snapshot?: string;
}

/** Reads Azure into a snapshot, all of it or the accounts that some words name, and says what came of it. */
export async function collectSnapshot(
  call: Call,
  inside: readonly string[] = [],
): Promise<Collecting> {
  const { options, io } = call;
  const { loadModel } = await import("../../model/load.ts");
  const { takeSnapshot } = await import("../../collect/take-snapshot.ts");
  const { derivationsOf } = await import("../../collect/provider.ts");
  const { providers } = await import("../../library/providers.ts");
  const { createProgressLine } = await import("../progress.ts");
  const { madeStoreOf } = await import("../store.ts");
  const keep = textOption(options, "keep");
  const keepCount = keep === undefined ? undefined : readCount("--keep", keep);
  const model = loadModel(schemaFolder(options, io));
  const wish = readWish(call, inside);
  const gone = listOption(options, "gone");
  const record = await readRecord(model, call);
  const { chooseTypes } = await import("../../collect/choose-types.ts");
  chooseTypes(model, wish.types);
  const { sources, cloud, identities } = await connectAll(call);
  const store = madeStoreOf(call);
  const { nameIdentity } = await import("../../collect/azure/connect.ts");
  const line = createProgressLine(io);
  const signal = io.interruption();
  const startedMs = io.clock();
  try {
    const taken = await takeSnapshot(model, {
      sources,
      derivations: derivationsOf(providers),
      tenants: listOption(options, "tenant") ?? [],
      ...{ store, wish, signal },
      origin: cloud.name === "public" ? "azure" : `azure (${cloud.name})`,
      identity: nameIdentity(identities),
      assayVersion: readPackage(io.home).version,
      now: io.now,
      clock: io.clock,
      resume: options.resume === true,
      takeOver: options.takeOver === true,
      ...(gone ? { gone } : {}),
      ...(record ? { record } : {}),
      progress: (progress) => line.show(progress),
    });
    line.clear();
    await tellStrangers(call, store);
    const { entry } = taken;
    if (!entry) return { exitCode: reportKept(call, taken) };
    const removed =
      keepCount === undefined
        ? 0
        : store.keep(keepCount, entry.id, (held) => tellHeld(io, held)).length;
    const tookMs = io.clock() - startedMs;
    const exitCode = report(call, { ...taken, entry }, { removed, tookMs });
    return { exitCode, snapshot: entry.id };
  } catch (error) {
    line.clear();
    await tellStrangers(call, store);
    if (!signal.aborted) throw error;
    io.stderr.write(
      'Stopped. Earlier snapshots are as they were; "assay collect --resume" goes on from here.\n',
    );
    return { exitCode: exitCodes.interrupted };
  }
}

/** Who put something of his own among what is being taken is told that it is left there. */
async function tellStrangers({ io }: Call, store: Store): Promise<void> {
  const { findStrangers } = await import("../../snapshot/staging.ts");
  for (const path of findStrangers(store))
    io.stderr.write(`"${path}" is none of Assay's, and was left as it is.\n`);
}

function readWish({ options }: Call, inside: readonly string[]) {
  const types = listOption(options, "types");
  const accounts = readAccounts(options, inside);
  if (options.resume === true && (types || accounts))
    throw new InputError(
      "exclude-each-other",
      '"--resume" goes on with the types and accounts that were asked for. Leave "--types", "--in" and "--subscription" out.',
    );
  if (options.takeOver === true && options.resume !== true)
    throw new InputError("needs-other", '"--take-over" needs "--resume".');
  return { ...(types ? { types } : {}), ...(accounts ? { accounts } : {}) };
}

/** The accounts to read, by their ids; undefined for all. @throws InputError of all words that name none */
function readAccounts(
  options: Call["options"],
  inside: readonly string[],
): readonly string[] | undefined {
  const named = (listOption(options, "subscription") ?? []).map((one) => `subscription:${one}`);
  const words = [...named, ...inside];
  const isKnown = (word: string) => /^(subscription|tenant):\s*\S/.test(word);
  const strange = words.filter((word) => !isKnown(word));
  if (strange.length > 0)
    throw new InputError(
      strange.map((word) => ({
        code: "wrong-value",
        message: `"--in" takes subscription:… and tenant:… here, not "${shorten(word)}".`,
      })),
    );
  if (words.length === 0) return undefined;
  return words.map((word) => {
    const [kind = "", ...rest] = word.split(":");
    const written = rest.join(":").trim();
    return kind === "tenant" && !written.startsWith("/") ? `/tenants/${written}` : written;
  });
}

/** Every recording has a secret of its own that nobody keeps, so that nobody can try names out afterwards. */
async function readRecord(model: Model, { options, io }: Call) {
  const folder = textOption(options, "record");
  const redact = options.redact === true;
  if (folder === undefined && redact)
    throw new InputError(
      "needs-other",
      '"--redact" needs "--record", the folder of what it redacts.',
    );
  if (redact && options.resume === true)
    throw new InputError(
      "exclude-each-other",
      '"--redact" cannot be resumed: the names of both halves would differ.',
    );
  if (folder === undefined || !redact) return folder === undefined ? undefined : { folder };
  const { textsAskedFor } = await import("../../check/document/asked-for.ts");
  const { loadChecks } = await import("../../check/document/load.ts");
  const asked = textsAskedFor(loadChecks(model, ownFolder(io, "checks")));
  return { folder, redact: { salt: newSalt(), asked } };
}

/** 32 random bytes, in hexadecimal digits. */
function newSalt(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString("hex");
}

function reportKept({ io }: Call, { collected }: Taken): ExitCode {
  const why = collected.unlisted[0] ?? "The identity sees no subscription.";
  io.stderr.write(
    `No snapshot was made. ${makeVisible(why)}\nWhat was read before is kept: "assay collect --resume" goes on from there once the subscriptions can be listed; "assay collect" starts afresh.\n`,
  );
  return exitCodes.undecided;
}

function report(
  { io }: Call,
  { entry, collected, stats }: Taken & { readonly entry: Entry },
  { removed, tookMs }: { readonly removed: number; readonly tookMs: number },
): ExitCode {
  const { connectors, connectorIds, assets, collections, incomplete } = collected;
  const { gaps, unlisted, unseen } = collected;
  const parts = [
    `Snapshot ${entry.id}: ${countAccounts(connectorIds)}, ${countNumber(assets)} assets`,
    `${countNumber(stats.requests)} requests in ${renderDuration(tookMs)}`,
    ...(stats.throttled > 0 ? [`${countNumber(stats.throttled)} throttled`] : []),
  ];
  io.stdout.write(`${parts.join(" · ")}\n`);
  if (connectors === 0 && incomplete === 0)
    io.stderr.write(
      "The identity sees no subscription. Give it a role on one, such as Security Reader, or name another tenant.\n",
    );
  for (const cause of unseen) io.stderr.write(`${makeVisible(cause)}\n`);
  if (incomplete > 0)
    io.stdout.write(
      `${countNumber(incomplete)} of ${countNumber(collections)} collections are not complete:\n`,
    );
  for (const gap of gaps) io.stdout.write(`  ${makeVisible(renderGap(gap))}\n`);
  if (removed > 0) io.stdout.write(`Removed ${countNumber(removed)} older snapshots.\n`);
  const isWhole = connectors > 0 && unlisted.length === 0 && unseen.length === 0;
  return isWhole ? exitCodes.passed : exitCodes.undecided;
}

/** `2 subscriptions, 1 tenant`. */
function countAccounts(ids: readonly string[]): string {
  const kinds = [...Map.groupBy(ids, accountNoun)].map(([noun, some]) =>
    countOf(some.length, noun),
  );
  return kinds.length > 0 ? kinds.join(", ") : "0 subscriptions";
}

function renderGap({ type, status, connectors, first, cause, permission }: Gap): string {
  const where = countOf(connectors, accountNoun(first));
  const mend = permission === undefined ? cause : `Grant "${permission}".`;
  return `${type}: ${status} in ${where}. ${mend}`;
}
