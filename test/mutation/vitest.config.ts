import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { defineConfig, mergeConfig } from "vitest/config";
import common from "../../vitest.config.ts";
import { instrumentRoom } from "./rooms.ts";

const { room, tests } = JSON.parse(readFileSync(process.env.ASSAY_MUTATION_JOB!, "utf8")) as {
  readonly room: string;
  readonly tests: readonly string[];
};
const { code } = instrumentRoom(room);
const root = process.cwd();
const { projects: _, ...test } = common.test!;

function placeOf(path: string): number {
  return tests.indexOf(relative(root, path).replaceAll("\\", "/"));
}

export default mergeConfig(
  { ...common, test },
  defineConfig({
    root,
    plugins: [
      {
        name: "mutants",
        enforce: "pre",
        transform: (_code, id) =>
          code.get(relative(root, id.replace(/\?.*/, "")).replaceAll("\\", "/")),
      },
    ],
    test: {
      // What is kept between runs goes by a file's text, and mutants are numbered through the whole room.
      fsModuleCache: false,
      include: [...tests],
      runner: "test/mutation/runner.ts",
      maxWorkers: 1,
      fileParallelism: false,
      update: false,
      sequence: {
        sequencer: class {
          /** In the order of the job, quick and near ones first. */
          sort = <T extends { readonly moduleId: string }>(files: T[]) =>
            files.sort((a, b) => placeOf(a.moduleId) - placeOf(b.moduleId));
          shard = <T>(files: T[]) => files;
        },
      },
      reporters: [],
    },
  }),
);
