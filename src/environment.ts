import { refuse } from "./errors.ts";

/** The variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Every variable of the environment that is read, and what it means where it is set to nothing. `mistake`: it may be a
 * pipeline's that lacks, and to go on without it would do something else than was asked. `absent`: how colours are asked
 * for says so itself (no-color.org, force-color.org).
 */
export const variables = {
  ASSAY_TOKEN: "mistake",
  AZURE_ACCESS_TOKEN: "mistake",
  AZURE_ADDITIONALLY_ALLOWED_TENANTS: "mistake",
  AZURE_CLIENT_CERTIFICATE_PASSWORD: "mistake",
  AZURE_CLIENT_CERTIFICATE_PATH: "mistake",
  AZURE_CLIENT_ID: "mistake",
  AZURE_CLIENT_SECRET: "mistake",
  AZURE_FEDERATED_TOKEN_FILE: "mistake",
  AZURE_PASSWORD: "mistake",
  AZURE_POD_IDENTITY_AUTHORITY_HOST: "mistake",
  AZURE_TENANT_ID: "mistake",
  AZURE_TOKEN_CREDENTIALS: "mistake",
  AZURE_USERNAME: "mistake",
  FORCE_COLOR: "absent",
  IDENTITY_ENDPOINT: "mistake",
  IDENTITY_HEADER: "mistake",
  IMDS_ENDPOINT: "mistake",
  MSI_ENDPOINT: "mistake",
  NO_COLOR: "absent",
  TERM: "absent",
} as const satisfies Readonly<Record<string, "mistake" | "absent">>;

/** The name of a variable that is read. */
export type VariableName = keyof typeof variables;

/**
 * A variable's value, undefined where it is not set.
 *
 * @throws InputError where it is set to nothing and that is a mistake
 */
export function readVariable(environment: Environment, name: VariableName): string | undefined {
  checkVariables(environment, [name]);
  const value = environment[name];
  return value === undefined || isBlank(value) ? undefined : value;
}

/** Throws an `InputError` of those variables that are set to nothing where that is a mistake. */
export function checkVariables(environment: Environment, names: readonly VariableName[]): void {
  const empty = names.filter(
    (name) => variables[name] === "mistake" && isBlank(environment[name] ?? "set"),
  );
  refuse(
    empty.map((name) => ({
      code: "empty-value",
      message: `The variable "${name}" is empty. Give it a value, or unset it.`,
    })),
  );
}

/** Whether a text says nothing: empty, blanks, characters that nobody sees, or commas with no word between them. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Z}\p{C},]*$/u.test(text);
}
