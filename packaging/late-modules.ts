import { basename, dirname, resolve } from "node:path";
import type { Plugin } from "rolldown";

/** Not where a comment quotes it. */
const lateModule = /(?<!`)new URL\(\s*"(\.[^"]*)\.ts",\s*import\.meta\.url,?\s*\)/g;

/**
 * Modules that the sources name by `new URL("./x.ts", import.meta.url)`, to load them late or in a thread, become files of
 * their own beside the others. Their names have to differ, as all stand in one folder.
 */
export function lateModules(): Plugin {
  return {
    name: "late-modules",
    transform: {
      filter: { id: /[/\\]src[/\\].*\.ts$/, code: /new URL\(\s*"\./ },
      handler(code, id) {
        const written = code.replaceAll(lateModule, (_url, path: string) => {
          const fileName = `${basename(path)}.js`;
          this.emitFile({ type: "chunk", id: resolve(dirname(id), `${path}.ts`), fileName });
          return `new URL("./${fileName}", import.meta.url)`;
        });
        // Lines stay where they are.
        return { code: written, map: null };
      },
    },
  };
}
