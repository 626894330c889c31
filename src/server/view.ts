import type { Scope } from "../check/scope/scope.ts";
import { type ConnectorSummary, judgementsByStatus, summariseConnectors } from "../report/pages.ts";
import { inSlices } from "../slices.ts";
import type { Inventory, JudgedRun } from "../types.ts";
import { type ConnectorList, createConnectorLister } from "./connector-list.ts";

/** What pages show of a snapshot: all of it, or what stands inside a scope. */
export interface View {
  readonly whole: JudgedRun;
  /** Which assets are meant; undefined: all. */
  readonly scope?: Scope | undefined;
  /** The connectors that verdicts speak of, worked out once. */
  summarise(): Promise<readonly ConnectorSummary[]>;
  /** All connectors that have assets inside, or may have; those with the most failing controls first. */
  connectors(inventory: Inventory): Promise<ConnectorList>;
}

/** What pages show of a run that was judged with this scope. */
export function createView(whole: JudgedRun, scope?: Scope): View {
  let summary: Promise<readonly ConnectorSummary[]> | undefined;
  const summarise = () => {
    summary ??= inSlices(summariseConnectors(judgementsByStatus(whole.run)));
    return summary;
  };
  return { whole, scope, summarise, connectors: createConnectorLister(summarise, scope) };
}
