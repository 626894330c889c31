import type { ValidationContext, ValidationRule } from "graphql";
import { GraphQLError } from "graphql/error";
import {
  FieldsOnCorrectTypeRule,
  FragmentsOnCompositeTypesRule,
  KnownArgumentNamesRule,
  KnownDirectivesRule,
  KnownFragmentNamesRule,
  KnownTypeNamesRule,
  NoUndefinedVariablesRule,
  NoUnusedFragmentsRule,
  NoUnusedVariablesRule,
  OverlappingFieldsCanBeMergedRule,
  PossibleFragmentSpreadsRule,
  ProvidedRequiredArgumentsRule,
  ScalarLeafsRule,
  UniqueArgumentNamesRule,
  UniqueDirectivesPerLocationRule,
  UniqueFragmentNamesRule,
  UniqueInputFieldNamesRule,
  UniqueOperationNamesRule,
  UniqueVariableNamesRule,
  ValuesOfCorrectTypeRule,
  VariablesAreInputTypesRule,
} from "graphql/validation";
import type { MistakeCode } from "../mistake-codes.ts";
import type { Model } from "../types.ts";
import { hintFor } from "./rule-hints.ts";

/** What the mistakes that GraphQL's own rules find are called; the rules that are not named find what no query is written with. */
const codes: ReadonlyMap<ValidationRule, MistakeCode> = new Map<ValidationRule, MistakeCode>([
  [FieldsOnCorrectTypeRule, "unknown-field"],
  [FragmentsOnCompositeTypesRule, "wrong-type"],
  [KnownArgumentNamesRule, "unknown-argument"],
  [KnownDirectivesRule, "unknown-directive"],
  [KnownFragmentNamesRule, "unknown-fragment"],
  [KnownTypeNamesRule, "unknown-type"],
  [NoUndefinedVariablesRule, "unknown-variable"],
  [NoUnusedFragmentsRule, "unused"],
  [NoUnusedVariablesRule, "unused"],
  [OverlappingFieldsCanBeMergedRule, "duplicate"],
  [PossibleFragmentSpreadsRule, "wrong-type"],
  [ProvidedRequiredArgumentsRule, "missing-value"],
  [ScalarLeafsRule, "wrong-selection"],
  [UniqueArgumentNamesRule, "duplicate"],
  [UniqueDirectivesPerLocationRule, "duplicate"],
  [UniqueFragmentNamesRule, "duplicate"],
  [UniqueInputFieldNamesRule, "duplicate"],
  [UniqueOperationNamesRule, "duplicate"],
  [UniqueVariableNamesRule, "duplicate"],
  [ValuesOfCorrectTypeRule, "wrong-value"],
  [VariablesAreInputTypesRule, "wrong-type"],
]);

/** The rule, with a code in the `extensions` of each error that has none yet, and with our hint where we have a better one. */
export function withCode(model: Model, rule: ValidationRule): ValidationRule {
  const code = codes.get(rule) ?? "wrong-document";
  return (context) => {
    const coding = {
      reportError(error: GraphQLError): void {
        const [node] = error.nodes ?? [];
        const hint = codes.has(rule) ? hintFor(model, context, code, node) : "";
        const told =
          hint === "" || !error.nodes
            ? error
            : new GraphQLError(error.message.replace(/ Did you mean .*$/s, "") + hint, error);
        told.extensions.code ??= code;
        context.reportError(told);
      },
    };
    return rule(Object.setPrototypeOf(coding, context) as ValidationContext);
  };
}
