import { narrowRun } from "../report/pages.ts";
import { reporters } from "../report/reporters.ts";
import { readQuery } from "./overview-query.ts";
import type { PageRoute } from "./pages.ts";

const TYPES = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  sarif: "application/sarif+json; charset=utf-8",
} as const;

/** Reports of what the overview shows under the same query, by the first part of their path: `/report.csv?severity=HIGH`. */
export const exportRoutes: Readonly<Record<string, PageRoute>> = Object.fromEntries(
  Object.entries(TYPES).map(([name, type]) => [
    `report.${name}`,
    async (estate, { url }) => {
      if (url.pathname !== `/report.${name}`) return undefined;
      const whole = narrowRun(estate.whole, readQuery(url));
      const render = await reporters[name as keyof typeof TYPES].load();
      return {
        status: 200,
        type,
        body: textOf(render(whole, { width: 100, colour: false, limit: 3, isFile: true })),
        headers: {
          "Content-Disposition": `attachment; filename="assay-${estate.run.snapshot.id}.${name}"`,
        },
      };
    },
  ]),
);

async function* textOf(pieces: Iterable<string> | AsyncIterable<string>): AsyncGenerator<string> {
  yield* pieces;
}
