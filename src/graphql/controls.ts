import type {
  AssetName,
  Check,
  Evidence,
  MissingEvidence,
  Offender,
  PartOfList,
  Rule,
  Run,
  UndecidedAsset,
  Verdict,
} from "../types.ts";
import { type Arguments, readWindow } from "./arguments.ts";
import type { Call } from "./call.ts";
import { LazyList } from "./children.ts";
import { renderCollection } from "./collections.ts";
import { constantName } from "./gaps.ts";
import type { Results } from "./results.ts";

/** A control as the schema has it: its checks and its verdict are made when they are asked for. */
export function renderControl(results: Results, run: Run, check: Check) {
  return {
    ...check,
    checks: () => new LazyList(check.rules, (rule) => renderCheck(results, run, check, rule)),
    verdict: () => renderVerdictOf(results, run, check),
  };
}

/** One rule of a control. */
export function renderCheck(results: Results, run: Run, check: Check, rule: Rule) {
  const verdict = run.verdicts[run.checks.indexOf(check)]!;
  return {
    id: `${check.id}#${rule.name}`,
    name: rule.name,
    type: rule.query.type,
    control: () => renderControl(results, run, check),
    results: verdict.rules
      .filter((result) => result.rule === rule.name)
      .map((result) => ({ ...result, status: constantName(result.status) })),
  };
}

/** What a control came to. */
export function renderVerdictOf(results: Results, run: Run, check: Check) {
  return renderVerdict(results, run, run.verdicts[run.checks.indexOf(check)]!);
}

/** A verdict as the schema has it: what its lists leave out is described when it is asked for. */
export function renderVerdict(results: Results, run: Run, verdict: Verdict) {
  const { check } = verdict;
  return {
    control: () =>
      renderControl(
        results,
        run,
        run.checks.find(({ id }) => id === check)!,
      ),
    status: constantName(verdict.status),
    scope: verdict.scope,
    examined: () =>
      new LazyList(Object.entries(verdict.examined), ([type, count]) => ({ type, count })),
    offenderCount: verdict.offenderCount,
    async offenders(args: Arguments, call: Call) {
      const { offenders, offenderCount } = verdict;
      const more = (part: PartOfList) => results.judged(call.signal).offenders(check, part);
      const list = { kept: offenders, count: offenderCount, more };
      return new LazyList(await readPart(call, args, list), renderOffender);
    },
    undecidedCount: verdict.undecidedCount,
    async undecided(args: Arguments, call: Call) {
      const { undecided, undecidedCount } = verdict;
      const more = (part: PartOfList) => results.judged(call.signal).undecided(check, part);
      const list = { kept: undecided, count: undecidedCount, more };
      return new LazyList(await readPart(call, args, list), renderUndecided);
    },
    async unreadable(_args: Arguments, call: Call) {
      const { unreadable } = verdict;
      const isCut = unreadable.length === results.unreadableLimit;
      const whole = isCut ? await results.judged(call.signal).unreadable(check) : unreadable;
      return new LazyList(whole, renderCollection);
    },
  };
}

/** A list of a verdict: those that are kept, how many there are in all, and where the others are described. */
interface LongList<T> {
  readonly kept: readonly T[];
  readonly count: number;
  more(part: PartOfList): AsyncIterable<readonly T[]>;
}

/** The members that are asked for. Those that have to be described are accounted for before. */
async function readPart<T>(
  call: Call,
  args: Arguments,
  { kept, count, more }: LongList<T>,
): Promise<readonly T[]> {
  const { offset, limit = Number.POSITIVE_INFINITY } = readWindow(args);
  const length = Math.max(0, Math.min(count - offset, limit));
  if (offset + length <= kept.length || kept.length === count)
    return kept.slice(offset, offset + length);
  call.spend(length, "described");
  const members: T[] = [];
  for await (const batch of more({ offset, limit: length })) members.push(...batch);
  return members;
}

function renderOffender({ asset, rule, because }: Offender) {
  return { ...renderName(asset), check: rule, because: new LazyList(because, renderEvidence) };
}

function renderUndecided({ asset, rule, missing }: UndecidedAsset) {
  return { ...renderName(asset), check: rule, missing: new LazyList(missing, renderMissing) };
}

function renderName({ id, name, type, connector }: AssetName) {
  return {
    assetId: id,
    name,
    type,
    connector: connector && { connectorId: connector.id, name: connector.name },
    asset: (_args: Arguments, call: Call) =>
      call.inventory.model.types.get(type)?.kind === "asset" ? call.find(type, id) : null,
  };
}

/** A condition that held. */
export function renderEvidence({ path, condition, found }: Evidence) {
  return { path, condition, found: found === undefined ? null : JSON.stringify(found) };
}

/** Data that an undecided asset waits for. */
export function renderMissing({ path, collection, id, reason }: MissingEvidence) {
  return {
    path,
    collection: collection ? renderCollection(collection) : null,
    assetId: id ?? null,
    reason: reason ?? null,
  };
}
