/** Stops the tests at once where the project's own Node did not get installed (`npm ci --ignore-scripts` leaves it out). */
export default function assertNodeVersion(): void {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < 24) {
    throw new Error(
      `The tests run on Node ${process.versions.node}, and need 24: run "npm ci" without --ignore-scripts, which installs it, and then "npm test".`,
    );
  }
}
