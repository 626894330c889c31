import { countNumber } from "../report/words.ts";
import type { LiveProgress } from "../collect/take-snapshot.ts";
import { renderDuration } from "./amounts.ts";
import type { Io } from "./io.ts";

/** Shows how far a collection has come: one line that changes on a terminal, a line now and then elsewhere. */
export interface ProgressLine {
  show(progress: LiveProgress): void;
  /** Takes the changing line away, so that what follows stands alone. */
  clear(): void;
}

const TERMINAL_PAUSE_MS = 100;
const PLAIN_PAUSE_MS = 10_000;

export function createProgressLine({ stderr, clock }: Pick<Io, "stderr" | "clock">): ProgressLine {
  const pauseMs = stderr.isTTY ? TERMINAL_PAUSE_MS : PLAIN_PAUSE_MS;
  let last = stderr.isTTY ? Number.NEGATIVE_INFINITY : clock();
  let isShown = false;
  return {
    show(progress) {
      if (clock() - last < pauseMs) return;
      last = clock();
      const text = renderProgress(progress);
      if (!stderr.isTTY) stderr.write(`${text}\n`);
      else stderr.write(`\r\u001b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`);
      isShown = stderr.isTTY === true;
    },
    clear() {
      if (isShown) stderr.write("\r\u001b[K");
      isShown = false;
    },
  };
}

/** `412 of 1,000 subscriptions · 3,201 assets · 5,120 requests · 3 throttled · about 12 s left` */
export function renderProgress(progress: LiveProgress): string {
  const { connectors, connectorsDone, assets, requests, throttled, remainingMs } = progress;
  return [
    `${countNumber(connectorsDone)} of ${countNumber(connectors)} subscriptions`,
    `${countNumber(assets)} assets`,
    `${countNumber(requests)} requests`,
    ...(throttled > 0 ? [`${countNumber(throttled)} throttled`] : []),
    ...(remainingMs === undefined ? [] : [`about ${renderDuration(remainingMs)} left`]),
  ].join(" · ");
}
