/** `npm run build`: makes `dist` and `NOTICE`, as the package has them: the program, the library, its types, the licences of what is bundled. */
import { rmSync, writeFileSync } from "node:fs";
import { writeBundle } from "./bundle.ts";
import { writeDeclarations } from "./declarations.ts";
import { createGroups } from "./groups.ts";
import { writeKept } from "./keep.ts";
import { renderNotices } from "./notices.ts";

const thread = "src/engine/kernels/pool-worker.ts";
const start = "src/cli/start.ts";

rmSync("dist", { recursive: true, force: true });

// Both are as deep as the rooms of the sources: from there they find their own schema, checks and sample.
const program = await writeBundle({
  entries: { start },
  folder: "dist/cli",
  groups: createGroups({ thread, start, command: "src/cli/commands/run.ts" }),
  external: [],
});
// A schema is of use only to whoever has the same graphql.
const library = await writeBundle({
  entries: { index: "src/index.ts" },
  folder: "dist/library",
  groups: [],
  external: [/^graphql(\/|$)/],
});
writeKept("dist/cli/kept.bin");
writeDeclarations("index", "dist/types");
writeFileSync("NOTICE", renderNotices([...program, ...library]));
