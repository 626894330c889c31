import { below, refusedRows, row, rows, type Answers } from "../answers.ts";
import type { Cases } from "./kinds.ts";

/** Resource types that the cases of several services are about. */
export const account = "Microsoft.Storage/storageAccounts";
export const machine = "Microsoft.Compute/virtualMachines";
export const vault = "Microsoft.KeyVault/vaults";

/** Where an id's diagnostic settings stand in a recording. */
export const diagnostics = "/providers/Microsoft.Insights/diagnosticSettings@2021-05-01-preview";

/** A single category of logs in a diagnostic setting. */
export const category = (name: string, enabled = true) => ({
  category: name,
  categoryGroup: null,
  enabled,
});

/** A group of categories of logs in a diagnostic setting. */
export const categoryGroup = (name: string, enabled = true) => ({
  category: null,
  categoryGroup: name,
  enabled,
});

/** Diagnostic settings below an id, each with its logs. */
export function settingsBelow(id: string, logs: readonly (readonly object[])[]): Answers {
  return below(
    `${id}${diagnostics}`,
    logs.map((of, i) => ({
      id: `${id}/providers/Microsoft.Insights/diagnosticSettings/${i}`,
      name: String(i),
      properties: { logs: of },
    })),
  );
}

/** A control that asks for at least one resource of a type in the subscription. */
export function presenceCases(type: string): Cases {
  return {
    pass: { "there is one": rows(type, row(type, "first", {})) },
    fail: { "there is none": rows(type) },
    undecided: { "the type refused": refusedRows(type) },
  };
}
