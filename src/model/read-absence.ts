import type { Absence, Field, Scalar } from "../types.ts";
import type { DirectiveUse, DirectiveUses } from "./directives.ts";
import type { Report } from "./mistake-log.ts";
import { shownWords } from "./spellings.ts";

type Named = Pick<Field, "name" | "list">;
type Valued = Pick<Field, "name" | "list" | "scalar" | "values" | "spelling">;

/** What `@absent` or `@coalesce` says of a member's absence; both at once, and values that do not fit, are reported. */
export function readAbsence(
  member: Named | Valued,
  uses: DirectiveUses,
  report: Report,
): Pick<Field, "absence" | "coalesce"> {
  const absent = uses.get("absent")?.[0];
  const coalesce = uses.get("coalesce")?.[0];
  if (absent && coalesce)
    report(
      "exclude-each-other",
      absent.node,
      `"@coalesce" says already what it means that "${member.name}" is absent. Expected one of the two.`,
    );
  const value = coalesce?.values.value as Field["coalesce"];
  if (coalesce && value !== undefined && "scalar" in member) {
    const complaint = complaintAboutValue(member, value);
    if (complaint) report("wrong-value", coalesce.node, complaint);
    return { coalesce: value, absence: readReasons("value", coalesce) };
  }
  if (!absent?.values.is) return {};
  return { absence: readReasons(absent.values.is === "NONE" ? "none" : "missing", absent) };
}

function readReasons(is: Absence["is"], { values }: DirectiveUse): Absence {
  const { source, question } = values as Partial<Record<string, string>>;
  return { is, ...(source && { source }), ...(question && { question }) };
}

function complaintAboutValue(
  field: Valued,
  value: NonNullable<Field["coalesce"]>,
): string | undefined {
  const isList = Array.isArray(value);
  if (field.list !== isList)
    return `"${field.name}" is ${field.list ? "a list" : "one value"}, and so must be what stands for its absence. Expected ${field.list ? "a list such as []" : "one value"}.`;
  const members = isList ? (value as readonly Scalar[]) : [value as Scalar];
  const stranger = members.find((member) => !fits(field, member));
  if (stranger === undefined) return undefined;
  const words = field.values ?? (field.spelling && shownWords(field.spelling));
  const expected = words ? `one of ${words.join(", ")}` : `a ${field.scalar}`;
  return `${JSON.stringify(stranger)} is no value of "${field.name}". Expected ${expected}.`;
}

function fits({ scalar, values, spelling }: Valued, value: Scalar): boolean {
  const words = values ?? (spelling && shownWords(spelling));
  if (words) return words.includes(String(value));
  if (scalar === "Boolean") return typeof value === "boolean";
  if (scalar === "Int") return Number.isInteger(value);
  if (scalar === "Float") return typeof value === "number";
  if (scalar === "BigInt") return /^-?\d+$/.test(String(value));
  if (scalar === "DateTime" || scalar === "Date")
    return typeof value === "string" && !Number.isNaN(Date.parse(value));
  return typeof value === "string";
}
