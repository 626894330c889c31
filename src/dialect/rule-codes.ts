import type { GraphQLError, ValidationContext, ValidationRule } from "graphql";
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

/** The rule, with a code in the `extensions` of each error that has none yet. */
export function withCode(rule: ValidationRule): ValidationRule {
  const code = codes.get(rule) ?? "wrong-document";
  return (context) => {
    const coding = {
      reportError(error: GraphQLError): void {
        error.extensions.code ??= code;
        context.reportError(error);
      },
    };
    return rule(Object.setPrototypeOf(coding, context) as ValidationContext);
  };
}
