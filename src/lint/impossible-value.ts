import { isBound } from "../dialect/variables.ts";
import type { Mistake } from "../errors.ts";
import { conversionValues } from "../model/conversion-values.ts";
import type { Scalar } from "../types.ts";
import { comparisonsOf } from "./conditions.ts";
import type { LintRule } from "./context.ts";

/** Operators that name whole values. */
const naming = /^(EQ|IN|INCLUDES|INCLUDES_ALL|INCLUDES_SOME)$/;

/**
 * Values that a field can never hold, since the conversion by which it is read does not give them. Where nothing else is asked the
 * comparison is true of no row, which is a mistake; here they stand among others, or are ruled out in vain.
 */
export const findImpossibleValues: LintRule = ({ rules }, { model }) =>
  rules.flatMap((rule) =>
    comparisonsOf(model, rule).flatMap(({ field, filter, place }): Mistake[] => {
      const holds = conversionValues[field.reading?.convert ?? ""];
      if (!holds || !naming.test(filter.operator) || !isBound(filter.value)) return [];
      const vain = [filter.value]
        .flat()
        .filter(
          (one): one is Scalar => one !== null && one !== field.coalesce && !holds.gives(one),
        );
      return vain.map((one) => ({
        code: "impossible-value",
        message: `"${field.name}" never is ${JSON.stringify(one)}: it holds ${holds.expected}.`,
        place,
      }));
    }),
  );
