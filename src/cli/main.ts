import { InputError, renderWithCode, WriteFault } from "../errors.ts";
import { tellCommands } from "./command-words.ts";
import { commands } from "./commands.ts";
import { exitCodes, type ExitCode } from "./exit-code.ts";
import { guardOutputs } from "./guard-output.ts";
import type { Io } from "./io.ts";
import { readPackage } from "../library/package.ts";
import { runProgram } from "./program.ts";

/** Of these faults, those that no other words on the command line would mend. */
const noRoom = new Set(["EDQUOT", "EFBIG", "ENOSPC", "EROFS"]);

/** Faults of the file system that a person can mend, where the message says enough. */
const fileFaults = new Set(
  "EACCES EDQUOT EEXIST EFBIG EISDIR ELOOP ENAMETOOLONG ENOENT ENOSPC ENOTDIR EPERM EROFS".split(
    " ",
  ),
);

/**
 * Runs the command line and gives its exit code. Whatever went wrong has been said on standard error: mistakes of the
 * user's as they are, anything else as a bug with its stack.
 */
export async function main(words: readonly string[], world: Io): Promise<ExitCode> {
  const names = commands.map(({ name }) => name);
  const io = guardOutputs(world, (text) => tellCommands(text, names, world));
  try {
    const { version, description } = readPackage(io.home);
    return await runProgram({ name: "assay", version, description }, commands, words, io);
  } catch (error) {
    if (error instanceof InputError) {
      io.stderr.write(`${error.mistakes.map(renderWithCode).join("\n\n")}\n`);
      return exitCodes.mistake;
    }
    if (error instanceof WriteFault) {
      io.stderr.write(`${error.message}\n`);
      return exitCodes.fault;
    }
    if (isFileFault(error)) {
      io.stderr.write(`The file system refused: ${error.message}.\n`);
      return noRoom.has(error.code) ? exitCodes.fault : exitCodes.mistake;
    }
    const stack = error instanceof Error ? error.stack : String(error);
    io.stderr.write(
      `This is a bug in Assay. Please report it with the following lines.\n\n${stack}\n`,
    );
    return exitCodes.fault;
  }
}

function isFileFault(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && "code" in error && fileFaults.has(String(error.code));
}
