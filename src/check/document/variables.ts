import type { DocumentNode, OperationDefinitionNode, TypeNode, ValueNode } from "graphql";
import { Kind, visit } from "graphql/language";
import { suggestionFor, type Mistake } from "../../errors.ts";
import { readLiteral } from "../../dialect/literal.ts";
import { createVariable } from "../../dialect/variables.ts";
import { placeOf } from "../../model/source-location.ts";
import type { Model } from "../../types.ts";

/** A document's variables and the values that they have in every run. */
export interface ReadVariables {
  /** The connector's variable stands for itself until the check is bound to a connector. */
  readonly values: ReadonlyMap<string, unknown>;
  /** The values that are written in the document. */
  readonly defaults: ReadonlyMap<string, ValueNode>;
  readonly perConnector: boolean;
  /** With `perConnector`: what the ids of those connectors begin with. */
  readonly accounts?: string;
  readonly mistakes: readonly Mistake[];
}

/**
 * Reads the variables of a document's operation. But for the connector's each needs a default: nobody else gives values.
 * Those that have none are null, so that what they stand in can be read on and has no follow-up mistakes.
 */
export function readVariables(
  operation: OperationDefinitionNode,
  document: DocumentNode,
  { providers }: Pick<Model, "providers">,
): ReadVariables {
  const accountsOf = new Map([...providers.values()].map((one) => [one.variable, one.accounts]));
  let accounts: string | undefined;
  const values = new Map<string, unknown>();
  const defaults = new Map<string, ValueNode>();
  visit(document, {
    Variable({ name }) {
      values.set(name.value, null);
    },
  });
  const mistakes: Mistake[] = [];
  for (const node of operation.variableDefinitions ?? []) {
    const name = node.variable.name.value;
    const place = placeOf(node);
    if (accountsOf.has(name)) {
      values.set(name, createVariable(name));
      accounts = accountsOf.get(name)!;
      if (!isText(node.type)) {
        const message = `"$${name}" is a connector's resource id, so its type is "String!".`;
        mistakes.push({ code: "wrong-type", message, place });
      }
    } else if (node.defaultValue) {
      values.set(name, readLiteral(node.defaultValue));
      defaults.set(name, node.defaultValue);
    } else {
      const near = suggestionFor(name, accountsOf.keys());
      const message = `The variable "$${name}" has no value when a check runs, and would drop its filter. Give it a default, such as "= null".${near}`;
      mistakes.push({ code: "variable-without-value", message, place });
    }
  }
  return accounts === undefined
    ? { values, defaults, perConnector: false, mistakes }
    : { values, defaults, perConnector: true, accounts, mistakes };
}

function isText(type: TypeNode): boolean {
  const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
  return named.kind === Kind.NAMED_TYPE && ["String", "ID"].includes(named.name.value);
}
