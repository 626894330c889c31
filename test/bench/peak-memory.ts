/** Preloaded into a process that is measured: at its end writes the most memory it had resident, in bytes, to a file. */
import { writeFileSync } from "node:fs";

process.once("exit", () => {
  const file = process.env.PEAK_MEMORY_FILE;
  if (file) writeFileSync(file, String(process.resourceUsage().maxRSS * 1024));
});
