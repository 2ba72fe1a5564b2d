import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { onStage, sleep } from '#test/bench/load/stage.ts';
import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import { FAST_PACE } from '#test/bot/discord/bot-stage.ts';
import { noLimits } from '#test/fakes/discord/rest/limits.ts';

/** Bytes, after garbage is collected, without what the fakes keep: each the median of several readings. */
export interface MemoryReading {
  readonly heap: number;
  /** What JavaScript holds outside of its heap. */
  readonly external: number;
  /** All that the process has of the machine, with what the allocator keeps for later. */
  readonly rss: number;
}

/** What was held after so many jobs, and after so many more. */
export interface MemoryResult {
  readonly early: MemoryReading;
  readonly late: MemoryReading;
}

const AT_ONCE = 10;
/** Every member asks for so many, so that new ones keep coming. */
const JOBS_OF_A_MEMBER = 10;

const READINGS = 7;
const BETWEEN_READINGS_MS = 100;

/**
 * What the bot's process holds after so many jobs, and after so many more. `restMs`: how long nothing happens before it
 * is read; what is swept now and then has gone after half a minute.
 */
export function measureMemory({
  folder,
  early,
  late,
  restMs,
}: {
  readonly folder: string;
  readonly early: number;
  readonly late: number;
  readonly restMs: number;
}): Promise<MemoryResult> {
  const options = {
    renderer: { stepMs: 0, slots: AT_ONCE, queueMax: AT_ONCE },
    discord: { limiter: noLimits },
    pace: FAST_PACE,
    bounds: { memberMax: AT_ONCE, totalMax: 1000 },
  };
  return onStage(folder, options, async (stage) => {
    const draw = drawer(stage);
    await draw(early);
    const before = await held(stage, restMs);
    await draw(late - early);
    return { early: before, late: await held(stage, restMs) };
  });
}

/** Draws so many pictures, ten at a time; what a busy machine did not answer in three seconds is left out. */
function drawer({ guild, channel, discord }: BotStage) {
  let count = 0;
  let member = guild.member('Member 0');
  return async (jobs: number) => {
    for (let done = 0; done < jobs; done += AT_ONCE) {
      const asked = Array.from({ length: AT_ONCE }, () => {
        if (count % JOBS_OF_A_MEMBER === 0) member = guild.member(`Member ${count / JOBS_OF_A_MEMBER}`);
        count += 1;
        return member.slash(channel, 'imagine', { prompt: `a boat no. ${count}`, steps: 1 });
      });
      const answers = await Promise.allSettled(asked.map((one) => one.message()));
      const messages = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
      const isDone = () => (messages.every(({ text }) => text.includes('Drawn in')) ? true : undefined);
      await discord.until(isDone, { timeoutMs: 60_000 });
      if (done % 100 === 0) forget(discord);
    }
  };
}

async function held({ discord, renderer }: BotStage, restMs: number): Promise<MemoryReading> {
  await sleep(restMs);
  forget(discord);
  (renderer.renders as unknown[]).length = 0;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const readings: NodeJS.MemoryUsage[] = [];
  for (let n = 0; n < READINGS; n++) {
    // What finalizers free goes with the next collection.
    for (let times = 0; times < 2; times++) collect();
    await sleep(BETWEEN_READINGS_MS);
    readings.push(process.memoryUsage());
  }
  const median = (of: (usage: NodeJS.MemoryUsage) => number) =>
    readings.map(of).toSorted((a, b) => a - b)[Math.floor(READINGS / 2)]!;
  return {
    heap: median(({ heapUsed }) => heapUsed),
    external: median(({ external }) => external),
    rss: median(({ rss }) => rss),
  };
}

/** The fake keeps everything that ever happened. */
function forget({ world, requests }: BotStage['discord']): void {
  (requests as unknown[]).length = 0;
  for (const all of [world.messages, world.interactions, world.files]) all.clear();
  for (const { messageIds } of world.channels.values()) messageIds.length = 0;
}
