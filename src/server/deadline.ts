import type { ServerResponse } from "node:http";

/** The time that a query, or a page, has from its coming in until its answer's last byte is taken. */
export interface Deadline {
  /** Aborted when time is up, or nobody listens any more. */
  readonly signal: AbortSignal;
  /** Ends it before there is an answer. */
  end(): void;
}

/**
 * Holds the place of a query or a page, and its answer, no longer than `timeMs`: a query that is still worked on then says so, and has as
 * long again to be taken; an answer that is not taken by then is aborted.
 */
export function startDeadline(
  response: ServerResponse,
  timeMs: number,
  leave: () => void,
): Deadline {
  const controller = new AbortController();
  const end = () => {
    clearTimeout(timer);
    response.off("close", end);
    controller.abort();
    leave();
  };
  const stop = () => {
    if (response.headersSent) response.destroy();
    else timer = setTimeout(() => response.destroy(), timeMs);
    controller.abort(new DOMException("The query took too long.", "TimeoutError"));
  };
  let timer = setTimeout(stop, timeMs);
  response.once("close", end);
  return { signal: controller.signal, end };
}
