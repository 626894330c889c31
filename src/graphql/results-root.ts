import { GraphQLError } from "graphql";
import { findCheck } from "../check-ids.ts";
import { shorten, suggestionFor } from "../errors.ts";
import type { Check, Run } from "../types.ts";
import { type Arguments, readWindow } from "./arguments.ts";
import { LazyList } from "./children.ts";
import { coverage, renderCollection, renderSnapshot } from "./collections.ts";
import { renderCheck, renderControl, renderVerdict, renderVerdictOf } from "./controls.ts";
import { constantName } from "./gaps.ts";
import { findAsset, findNode } from "./look-up.ts";
import type { Results } from "./results.ts";
import type { Method } from "./root.ts";

/** The root fields of `renderResultsSdl`. Plain objects below them answer by properties and methods. */
export function createResultsRoot(results: Results): Record<string, Method> {
  return {
    controls: async (args) => {
      const run = await results.run();
      return cut(select(run, args), args, (check) => renderControl(results, run, check));
    },
    control: async ({ id }) => {
      const run = await results.run();
      const check = findCheck(run.checks, String(id));
      return check ? renderControl(results, run, check) : null;
    },
    checks: async (args) => {
      const run = await results.run();
      const all = run.checks.flatMap((check) =>
        check.rules.map((rule) => renderCheck(results, run, check, rule)),
      );
      const wanted = args.status as readonly string[] | undefined;
      const kept = all.filter(
        ({ results: came }) => !wanted || came.some(({ status }) => wanted.includes(status)),
      );
      return cut(kept, args, (check) => check);
    },
    verdicts: async (args) => {
      const run = await results.run();
      return cut(select(run, args), args, (check) => renderVerdictOf(results, run, check));
    },
    runCheck: async ({ id }) => {
      const run = await results.run();
      const meant = findCheck(run.checks, String(id))?.id;
      const verdict = run.verdicts.find(({ check }) => check === meant);
      const known = run.checks.map((check) => check.id);
      if (!verdict)
        throw new GraphQLError(
          `Unknown check "${shorten(String(id))}".${suggestionFor(String(id), known)}`,
          {
            extensions: { code: "BAD_USER_INPUT" },
          },
        );
      return renderVerdict(results, run, verdict);
    },
    asset: ({ id }, call, key) => findAsset(call, String(id), key),
    node: ({ id }, call, key) => findNode(results, call, String(id), key),
    snapshot: (_args, call) => renderSnapshot(call.inventory.snapshot),
    snapshots: async () => (await results.snapshots()).map(renderSnapshot),
    coverage: async (args, call) => cut(await coverage(call, args), args, renderCollection),
  };
}

function select(run: Run, args: Arguments): readonly Check[] {
  const severities = args.severity as readonly string[] | undefined;
  const statuses = args.status as readonly string[] | undefined;
  const framework = args.framework as string | undefined;
  const tag = args.tag as string | undefined;
  return run.checks.filter(
    (check, i) =>
      (!severities || severities.includes(check.severity)) &&
      (!statuses || statuses.includes(constantName(run.verdicts[i]!.status))) &&
      (!framework ||
        check.frameworks.some((id) => id === framework || id.startsWith(`${framework}:`))) &&
      (!tag || check.tags.includes(tag)),
  );
}

function cut<T>(items: readonly T[], args: Arguments, make: (item: T) => object): LazyList<T> {
  const { offset, limit } = readWindow(args);
  const to = limit === undefined ? undefined : offset + limit;
  return new LazyList(items, make, { from: offset, to });
}
