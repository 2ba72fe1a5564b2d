import { type Client, SimpleIdentifyThrottler } from 'discord.js';
import type { StartBook } from '#bot/ports/starts.ts';
import { failure } from '#bot/text/say.ts';
import { pause } from '#shared/async/timer.ts';
import { createTurn } from '#shared/async/turn.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';

/** Of a thousand starts a day, after which Discord resets the token, whatever goes wrong takes fewer than half. */
const AN_HOUR = 20;
const HOUR_MS = 60 * 60_000;

/** Sessions that may be begun. One for each shard is a start; going on with a session is none. */
export interface StartBudget {
  /** An hour. */
  readonly max: number;
  /** Milliseconds until so many more may be begun; 0 = now. */
  waitMs(starts: number): Promise<number>;
  /** Waits for one's turn, and counts it. Rejects with the signal's reason. */
  begin(signal: AbortSignal): Promise<void>;
}

/**
 * Twenty starts an hour; of a bot with more than ten shards twice as many as it has. They are written down, so that a
 * bot that ends and is started again and again keeps to it.
 */
export function createStartBudget({
  book,
  shards,
  clock,
  tellOperator,
}: {
  readonly book: StartBook;
  readonly shards: number;
  readonly clock: Clock;
  /** Hears once of each time that there is none left. */
  readonly tellOperator: (trouble: Failure) => void;
}): StartBudget {
  const max = Math.max(AN_HOUR, 2 * shards);
  const recent = async () => (await book.read()).filter((at) => at > clock.now() - HOUR_MS && at <= clock.now());
  const waitMs = async (starts: number) => {
    const times = await recent();
    const inTheWay = times[times.length + starts - max - 1];
    return inTheWay === undefined ? 0 : inTheWay + HOUR_MS - clock.now();
  };
  const turn = createTurn();
  const beginNext = async (signal: AbortSignal) => {
    let isTold = false;
    for (let ms = await waitMs(1); ms > 0; ms = await waitMs(1)) {
      if (!isTold) tellOperator(failure('exhausted', 'discord.starts-an-hour', { max, minutes: minutes(ms) }));
      isTold = true;
      if (!(await pause(clock, ms, signal))) signal.throwIfAborted();
    }
    await book.write([...(await recent()), clock.now()]);
  };
  return {
    max,
    waitMs,
    begin: (signal) => turn(() => beginNext(signal)),
  };
}

/** Whole ones, at least one. */
export function minutes(ms: number): number {
  return Math.max(1, Math.ceil(ms / 60_000));
}

/** What discord.js asks before each start: Discord's own pace first, and then the hour's. */
export function keepToBudget(client: Client, budget: StartBudget): void {
  client.options.ws = {
    ...client.options.ws,
    async buildIdentifyThrottler(manager) {
      const { session_start_limit: limit } = await manager.fetchGatewayInformation();
      const pace = new SimpleIdentifyThrottler(limit.max_concurrency);
      return {
        async waitForIdentify(shardId, signal) {
          await pace.waitForIdentify(shardId, signal);
          await budget.begin(signal);
        },
      };
    },
  };
}
