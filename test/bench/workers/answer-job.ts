/**
 * Makes this process a worker: it waits for its one job, answers with what `run` makes of it, and ends. What `run` throws
 * becomes the answer too, so that the process that started it can say what went wrong. Where that process ends first, so does
 * this one, and with it what it has started.
 */
export function answerJob<Job, Report>(run: (job: Job) => Promise<Report>): void {
  process.once("disconnect", () => process.exit());
  process.once("message", (job: Job) => {
    run(job).then(
      (report) => process.send!({ report }, () => process.disconnect()),
      (error: Error) =>
        process.send!({ error: error.stack ?? String(error) }, () => process.exit(1)),
    );
  });
}
