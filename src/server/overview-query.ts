import type { OverviewQuery } from "../report/pages.ts";

/** What the address of the overview, or of a report of it, asks for. */
export function readQuery({ searchParams }: URL): OverviewQuery {
  const get = (name: string) => searchParams.get(name) ?? undefined;
  return {
    status: get("status"),
    severity: get("severity"),
    framework: get("framework"),
    text: get("text"),
    sort: get("sort"),
  };
}
