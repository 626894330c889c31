/**
 * How the language server is started: the words of the setting `assay.command`, in the workspace's folder. On Windows `npx` is a script, which
 * only a shell starts.
 *
 * @param {readonly string[]} command
 * @param {string | undefined} folder
 * @param {NodeJS.Platform} platform
 */
function serverOptions(command, folder, platform) {
  const [program, ...args] = command;
  if (program === undefined) throw new Error('The setting "assay.command" names no program.');
  return { command: program, args, options: { cwd: folder, shell: platform === "win32" } };
}

module.exports = { serverOptions };
