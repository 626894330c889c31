import { globSync, readFileSync } from "node:fs";
import { instrument, type Mutant } from "./instrument.ts";

interface Room {
  readonly files: readonly string[];
  /** Files of tests, those first that are quick and near: a mutant dies of the first that fails. */
  readonly tests: readonly string[];
}

export const rooms: Readonly<Record<string, Room>> = {
  dialect: {
    files: ["src/dialect/**/*.ts"],
    tests: [
      "test/dialect/readings.test.ts",
      "test/dialect/{java,operators,outcomes,scalars,shown}.test.ts",
      "test/dialect/documents.test.ts",
      "test/dialect/{filter,impossible,keys,literal,places,reads,render,spelling,unset,variables}.test.ts",
      "test/dialect/*.test.ts",
      "test/check/document/*.test.ts",
      "test/conformance/*.test.ts",
      "test/graphql/{answer,missing,patterns}.test.ts",
    ],
  },
  plan: {
    files: ["src/engine/plan/*.ts"],
    tests: [
      "test/engine/plan/*.test.ts",
      "test/engine/{plan,hidden*,column-cache,coverage,select}.test.ts",
      "test/conformance/*.test.ts",
      "test/{engine,backend}/*.test.ts",
      "test/check/run/*.test.ts",
    ],
  },
  check: {
    files: ["src/check/**/*.ts"],
    tests: [
      "test/check/run/{connectors,each,follow,gaps,hidden,look,named,shortfall,unreadable,verdict,weaken}*.test.ts",
      "test/check/scope/{narrow-rule,words}.test.ts",
      "test/check/document/{choose,expectation,find,guidance,meaning,mistakes,offenders,places,plain,rules,said,shared}*.test.ts",
      "test/check/document/*.test.ts",
      "test/check/run/run.test.ts",
      "test/check/{run,scope}/*.test.ts",
      "test/check/*.test.ts",
      "test/toy/*.test.ts",
      "test/report/*.test.ts",
      "test/library/consistency.test.ts",
    ],
  },
  answers: {
    files: [
      "src/collect/azure/{classify,connection-errors,none-there,permissions,read-body,sent-logs,unsupported-features}.ts",
      "src/collect/calls/{completeness-signs,failure,listing,permanent-errors,whole}.ts",
    ],
    tests: [
      "test/collect/azure/{classify,connection-errors,none-there,permissions,read-body,sent-logs,unsupported-features}.test.ts",
      "test/collect/calls/*.test.ts",
      "test/collect/{answers,collect,examples}.test.ts",
    ],
  },
};

/** The files of `room` with their mutants, by path. */
export function instrumentRoom(room: string): {
  readonly code: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
} {
  const code = new Map<string, string>();
  const mutants: Mutant[] = [];
  for (const path of filesOf(rooms[room]!.files)) {
    const made = instrument(path, readFileSync(path, "utf8"), mutants.length);
    code.set(path, made.code);
    mutants.push(...made.mutants);
  }
  return { code, mutants };
}

/** The files that `patterns` name, in the order of the patterns. */
export function filesOf(patterns: readonly string[]): readonly string[] {
  const files = patterns.flatMap((pattern) =>
    globSync(pattern)
      .map((path) => path.replaceAll("\\", "/"))
      .sort(),
  );
  return [...new Set(files)];
}
