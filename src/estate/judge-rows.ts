import { usesVariable, bindVariable } from "../dialect/variables.ts";
import type { Filter, Model } from "../types.ts";
import { copyEstate, inCopy, isMadeUp, madeUpConnector } from "./made-up-ids.ts";
import { makeEstate } from "./make-estate.ts";
import { type RowStatus, statusesOf } from "./row-status.ts";
import type { SmallEstate } from "./small-estate.ts";

/** A row of a made-up estate. */
export interface Example {
  readonly estate: SmallEstate;
  readonly row: { readonly type: string; readonly id: string };
}

/** A row to be judged by a filter, which may have the variable for a connector's id; without one every row is found. */
export interface Trial extends Example {
  readonly where: Filter | undefined;
}

/**
 * What the engine says of rows, each in an estate of its own: all of them in as few inventories as can be, since to make one costs far
 * more than to add to it. Ids of estates must be made up, or it takes an inventory for each that has another id twice.
 */
export async function judgeRows(
  model: Model,
  trials: readonly Trial[],
): Promise<readonly RowStatus[]> {
  const statuses: RowStatus[] = [];
  for (const group of groupTrials(model, trials)) {
    const estates = group.map(({ trial, copy }) => copyEstate(trial.estate, copy));
    const inventory = makeEstate(model, estates);
    const selections = await inventory.select(
      group.map(({ trial: { row, where }, copy }) => {
        const own = inCopy(madeUpConnector(model), copy);
        return {
          type: row.type,
          where: where && usesVariable(where) ? bindVariable(where, own) : where,
        };
      }),
    );
    for (const [i, { trial, copy }] of group.entries()) {
      const { type, id } = trial.row;
      const [number] = await inventory.find(type, [inCopy(id, copy)]);
      const [status] = await statusesOf(selections[i]!, { type, rows: Uint32Array.of(number!) });
      statuses[copy] = status!;
    }
  }
  return statuses;
}

/** Judges rows as they come, all together that are asked for before anybody waits. */
export function createRowJudge(model: Model): (trial: Trial) => Promise<RowStatus> {
  let waiting: { readonly trial: Trial; readonly answer: PromiseWithResolvers<RowStatus> }[] = [];
  async function judge(): Promise<void> {
    const asked = waiting;
    waiting = [];
    try {
      const statuses = await judgeRows(
        model,
        asked.map(({ trial }) => trial),
      );
      for (const [i, { answer }] of asked.entries()) answer.resolve(statuses[i]!);
    } catch (error) {
      for (const { answer } of asked) answer.reject(error);
    }
  }
  return (trial) => {
    if (waiting.length === 0) setImmediate(judge);
    const answer = Promise.withResolvers<RowStatus>();
    waiting.push({ trial, answer });
    return answer.promise;
  };
}

interface Placed {
  readonly trial: Trial;
  readonly copy: number;
}

/** The trials in groups, of which no two in one have an id in common, or say of links across connectors that they are not known. */
function groupTrials(model: Model, trials: readonly Trial[]): readonly (readonly Placed[])[] {
  const crossing = crossingRelations(model);
  const groups: { readonly placed: Placed[]; readonly taken: Set<string> }[] = [];
  for (const [copy, trial] of trials.entries()) {
    const { records } = trial.estate;
    const isAlone = records.some(({ type, missing = [] }) =>
      missing.some((name) => crossing.has(`${type}.${name}`)),
    );
    const fixed = records.flatMap(({ id, connector }) =>
      [id, connector].filter((one) => !isMadeUp(one)),
    );
    const ids = isAlone ? ["alone"] : fixed;
    const free = groups.find(
      ({ taken }) => !taken.has("alone") && !ids.some((id) => taken.has(id)),
    );
    const group = isAlone || !free ? { placed: [], taken: new Set<string>() } : free;
    if (group !== free) groups.push(group);
    group.placed.push({ trial, copy });
    for (const id of ids) group.taken.add(id);
  }
  return groups.map(({ placed }) => placed);
}

/** Stored relations that are walked backwards from any connector: where one could not be learnt, nobody else's is known either. */
function crossingRelations(model: Model): ReadonlySet<string> {
  const all = [...model.types.values()];
  const walked = all.flatMap(({ relations }) =>
    [...relations.values()].filter(({ kind, scope }) => kind === "inverse" && scope === "ANYWHERE"),
  );
  return new Set(walked.flatMap(({ inverse }) => all.map(({ name }) => `${name}.${inverse}`)));
}
