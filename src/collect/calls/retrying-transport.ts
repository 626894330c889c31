import { createConcurrencyLimit, type ConcurrencyLimit } from "./concurrency-limit.ts";
import { permanentErrors } from "./permanent-errors.ts";
import type { ServiceResponse, Reply, Request, Transport } from "./transport.ts";

/** How one service wants to be waited for. */
export interface RetryPolicy {
  /** Who holds the bucket that a call draws from: while a pause is asked for there, calls on others go on. */
  bucketOf(request: Request): string;
  /** Calls of this kind that may be under way at once, where there are few whoever asks; each kind by its name. */
  lane?(request: Request): { readonly name: string; readonly width: number } | undefined;
  /** Milliseconds from the beginning of one call in a bucket to that of the next. */
  spacingMs?(request: Request): number | undefined;
  /** Milliseconds until a quota that an answer says is used up is new. */
  quotaPauseMs?(reply: Reply): number | undefined;
  /** Whether an answer says that the token's time is over, so that the same call with a new one may do. */
  isExpired(answer: ServiceResponse): boolean;
}

/** What carries requests once, and what stands around it. */
export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly endpoint: string;
  readonly tenants: Transport["tenants"];
  readonly sendOnce: (request: Request, signal: AbortSignal) => Promise<ServiceResponse>;
  /** Milliseconds that never jump. */
  readonly clock: () => number;
  readonly sleep: (durationMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
  /** The moment, ISO 8601 UTC, for what was never sent. */
  readonly now: () => string;
  readonly signal?: AbortSignal;
  /** For the whole collection; what is not answered by then is skipped. */
  readonly budgetMs?: number;
  /** Longest wait that the service may ask for; a longer one is waited for that long, and tried once more. */
  readonly longestWaitMs?: number;
  /** Most calls under way at once. */
  readonly concurrency?: number;
}

/** A transport that waits, tries again and holds back, as the service asks. */
export interface RetryingTransport extends Transport {
  stats(): Stats;
}

export interface Stats {
  /** Calls sent, repeated ones included. */
  readonly requests: number;
  /** Answers that asked for less. */
  readonly throttled: number;
  /** Calls that may be under way now. */
  readonly concurrency: number;
}

/** What a timer can be set to. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;
const START_CONCURRENCY = 64;
const WIDEST_CONCURRENCY = 256;
const LONGEST_WAIT_MS = 60_000;
const THROTTLED_TRIES = 6;
const BROKEN_TRIES = 4;

/** What to do with an answer: keep it, or send the call again after a wait. */
type Decision = { readonly waitMs: number; readonly last: boolean } | undefined;

/**
 * Puts patience around single calls: as many at once as the service bears; 429 waited out for as long as `Retry-After` says
 * (with a cap), or with growing, scattered pauses; broken connections and 5xx tried again; and an end to all of it when the
 * budget is spent. A subscription that asked for a pause is left alone while the others go on.
 */
export function createRetryingTransport(options: RetryOptions): RetryingTransport {
  const { clock, sleep, policy } = options;
  const widest = options.concurrency ?? WIDEST_CONCURRENCY;
  const limit = createConcurrencyLimit(Math.min(START_CONCURRENCY, widest), widest, clock);
  const lanes = new Map<string, ConcurrencyLimit>();
  const pausedUntil = new Map<string, number>();
  const deadline = clock() + (options.budgetMs ?? Number.POSITIVE_INFINITY);
  const interrupted = options.signal ?? new AbortController().signal;
  const within =
    options.budgetMs === undefined
      ? interrupted
      : AbortSignal.any([
          interrupted,
          AbortSignal.timeout(Math.min(Math.ceil(options.budgetMs), LONGEST_TIMER_MS)),
        ]);
  let requests = 0;
  let throttled = 0;

  function limitOf(request: Request): ConcurrencyLimit {
    const lane = policy.lane?.(request);
    if (!lane) return limit;
    const own = lanes.get(lane.name) ?? createConcurrencyLimit(lane.width, lane.width, clock);
    lanes.set(lane.name, own);
    return own;
  }

  /** Waits, but not beyond the budget; whether there is time left. */
  async function pause(durationMs: number): Promise<boolean> {
    const left = deadline - clock();
    if (durationMs > 0) await sleep(Math.min(durationMs, Math.max(0, left)), interrupted);
    return clock() < deadline;
  }

  async function sendWithin(request: Request): Promise<ServiceResponse> {
    requests += 1;
    try {
      return await options.sendOnce(request, within);
    } catch (error) {
      interrupted.throwIfAborted();
      if (within.aborted) return skipped();
      throw error;
    }
  }

  function skipped(): ServiceResponse {
    const seconds = (options.budgetMs ?? 0) / 1000;
    const cause = `The collection's time of ${seconds} s ran out before this was read.`;
    return { kind: "fault", status: "skipped", cause, readAt: options.now() };
  }

  /** Waits until whoever the call is for has no pause, then for room. */
  async function admit(request: Request, scope: string): Promise<boolean> {
    const own = limitOf(request);
    for (;;) {
      const wait = (pausedUntil.get(scope) ?? 0) - clock();
      if (!(await pause(wait))) return false;
      await own.enter(interrupted);
      if (clock() >= deadline) {
        own.leave();
        return false;
      }
      if ((pausedUntil.get(scope) ?? 0) <= clock()) return true;
      own.leave();
    }
  }

  async function send(request: Request): Promise<ServiceResponse> {
    const scope = policy.bucketOf(request);
    const own = limitOf(request);
    for (let attempt = 1; ; attempt++) {
      if (!(await admit(request, scope))) return skipped();
      hold(scope, policy.spacingMs?.(request) ?? 0);
      let answer: ServiceResponse;
      try {
        answer = await sendWithin(request);
      } finally {
        own.leave();
      }
      const isThrottled = statusOf(answer) === 429;
      if (isThrottled) {
        throttled += 1;
        own.narrow();
      } else if (answer.kind === "reply" && answer.status < 500) own.widen();
      holdQuota(answer, scope);
      const decision = decide(answer, attempt, options);
      if (!decision) return answer;
      if (isThrottled) hold(scope, decision.waitMs);
      else if (!(await pause(decision.waitMs))) return answer;
      if (clock() + (isThrottled ? decision.waitMs : 0) >= deadline) return answer;
      if (decision.last) attempt = Number.MAX_SAFE_INTEGER - 1;
    }
  }

  function hold(scope: string, durationMs: number): void {
    pausedUntil.set(scope, Math.max(pausedUntil.get(scope) ?? 0, clock() + durationMs));
  }

  function holdQuota(answer: ServiceResponse, scope: string): void {
    const pauseMs = answer.kind === "reply" ? policy.quotaPauseMs?.(answer) : undefined;
    if (pauseMs !== undefined)
      hold(scope, Math.min(pauseMs, options.longestWaitMs ?? LONGEST_WAIT_MS));
  }

  return {
    endpoint: options.endpoint,
    tenants: options.tenants,
    send,
    stats: () => ({ requests, throttled, concurrency: limit.width }),
  };
}

/** Whether and when an answer is worth another try. */
function decide(
  answer: ServiceResponse,
  attempt: number,
  { policy, random, longestWaitMs = LONGEST_WAIT_MS }: RetryOptions,
): Decision {
  const status = statusOf(answer);
  if (status === 401 && attempt === 1 && policy.isExpired(answer)) return { waitMs: 0, last: true };
  const asked = answer.kind === "reply" ? retryAfterMs(answer) : undefined;
  if (status === 429 || (status === 503 && asked !== undefined)) {
    if (attempt >= THROTTLED_TRIES) return undefined;
    if (asked === undefined)
      return { waitMs: scattered(1000, attempt, 30_000, random), last: false };
    const isLong = asked > longestWaitMs;
    return { waitMs: Math.min(asked, longestWaitMs) + random() * 250, last: isLong };
  }
  const isBroken =
    answer.kind === "fault"
      ? answer.status === "failed"
      : status === 408 || (status >= 500 && status !== 501 && status !== 505);
  const code = answer.kind === "fault" ? answer.code : undefined;
  const tries =
    code !== undefined && permanentErrors.has(code) ? 1 : code === "Timeout" ? 2 : BROKEN_TRIES;
  if (!isBroken || attempt >= tries) return undefined;
  return { waitMs: scattered(400, attempt, 8_000, random), last: false };
}

/** Twice as long each time, and scattered by half, so that many calls do not come back in step. */
function scattered(base: number, attempt: number, longest: number, random: () => number): number {
  return Math.min(longest, base * 2 ** (attempt - 1)) * (0.5 + random());
}

/** `Retry-After` in seconds or as a date (told by the answer's own clock), or in milliseconds where a service spells it so. */
function retryAfterMs(reply: Reply): number | undefined {
  const { headers } = reply;
  const precise = Object.entries(headers).find(([name]) =>
    /^(x-[a-z]+-)?retry-after-ms$/.test(name),
  )?.[1];
  if (precise !== undefined && /^\d+$/.test(precise.trim())) return Number(precise);
  const text = headers["retry-after"]?.trim();
  if (text === undefined || text === "") return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  const moment = Date.parse(text);
  return Number.isNaN(moment) ? undefined : Math.max(0, moment - Date.parse(reply.readAt));
}

const statusOf = (answer: ServiceResponse) => (answer.kind === "reply" ? answer.status : 0);
