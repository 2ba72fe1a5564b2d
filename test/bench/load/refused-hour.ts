import { DEFAULT_PACE } from '#bot/discord/panel/next-edit.ts';
import { seededChance } from '#bot/prompt/seeded-chance.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { onStage, sleep } from '#test/bench/load/stage.ts';
import { actAtRandom, gather, oneOf } from '#test/bench/soak/acts.ts';
import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import { noLimits } from '#test/fakes/discord/rest/limits.ts';

/** What an hour came to. */
export interface HourResult {
  readonly jobs: number;
  /** Requests that Discord counts as invalid: 401, 403 and 429. */
  readonly refused: number;
  readonly byStatus: ReadonlyMap<number, number>;
}

/** So often a minute of the hour somebody does something. */
const ACTS_A_MINUTE = 6;
/** Of the hour: a step of a render, and how long a channel forbids something. */
const STEP_MS = 10_000;
const FORBIDDEN_MINUTES = 5;

/**
 * An hour in so many seconds, in which channels take rights from the bot and give them back, words are blocked,
 * messages are deleted under jobs that go on, and jobs outlive their interactions.
 */
export function measureRefusedHour({
  folder,
  seconds,
  seed,
}: {
  readonly folder: string;
  readonly seconds: number;
  readonly seed: number;
}): Promise<HourResult> {
  const clock = quickClock(3600 / seconds);
  const chance = seededChance(seed);
  const options = {
    clock,
    renderer: { stepMs: STEP_MS, slots: 8 },
    discord: { clock, limiter: noLimits },
    pace: DEFAULT_PACE,
    bounds: { memberMax: 10, totalMax: 60 },
  };
  return onStage(folder, options, async (stage) => {
    const crowd = gather(stage, { members: 10, channels: 8 });
    for (let minute = 0; minute < 60; minute++) {
      forbid(stage, { channels: crowd.channels, minute, chance });
      for (let act = 0; act < ACTS_A_MINUTE; act++) {
        actAtRandom(crowd, chance);
        await sleep((seconds * 1000) / 60 / ACTS_A_MINUTE);
      }
    }
    const byStatus = new Map<number, number>();
    for (const { status } of stage.discord.requests)
      if ([401, 403, 429].includes(status)) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    const refused = [...byStatus.values()].reduce((sum, count) => sum + count, 0);
    return { jobs: (await stage.jobs().recent({ limit: 1000 })).length, refused, byStatus };
  });
}

const RIGHTS = [
  ['AttachFiles'],
  ['SendMessages', 'SendMessagesInThreads'],
  ['ViewChannel'],
  ['ReadMessageHistory'],
] as const;

/** Every minute another channel is closed to the bot in one way, and the one of five minutes ago opened again. */
function forbid(
  { guild }: BotStage,
  about: { readonly channels: readonly FakeChannel[]; readonly minute: number; readonly chance: () => number },
): void {
  const { channels, minute, chance } = about;
  const at = (n: number) => channels[((n % channels.length) + channels.length) % channels.length]!;
  at(minute - FORBIDDEN_MINUTES).denyBot([]);
  at(minute).denyBot([...oneOf(RIGHTS, chance)]);
  guild.block(minute % 10 < 3 ? ['boat'] : []);
}

/** A clock on which so many seconds pass in each of the machine's. */
function quickClock(rate: number): Clock {
  const began = Date.now();
  return {
    now: () => began + (Date.now() - began) * rate,
    sleep: (ms, signal) => systemClock.sleep(ms / rate, signal),
  };
}
