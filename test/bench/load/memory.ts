import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { onStage, sleep } from '#test/bench/load/stage.ts';
import type { BotStage } from '#test/bot/discord/bot-stage.ts';
import { FAST_PACE } from '#test/bot/discord/bot-stage.ts';
import { noLimits } from '#test/fakes/discord/rest/limits.ts';

/** Bytes on the heap and outside of it, after garbage is collected, without what the fakes keep. */
export interface MemoryResult {
  readonly early: number;
  readonly late: number;
}

const AT_ONCE = 10;
/** Every member asks for so many, so that new ones keep coming. */
const JOBS_OF_A_MEMBER = 10;

/** What the bot's process holds after so many jobs, and after so many more. */
export function measureMemory({
  folder,
  early,
  late,
}: {
  readonly folder: string;
  readonly early: number;
  readonly late: number;
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
    const before = await held(stage);
    await draw(late - early);
    return { early: before, late: await held(stage) };
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
      if (done % 500 === 0) forget(discord);
    }
  };
}

async function held({ discord, renderer }: BotStage): Promise<number> {
  await sleep(1000);
  forget(discord);
  (renderer.renders as unknown[]).length = 0;
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let n = 0; n < 3; n++) {
    collect();
    await sleep(50);
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The fake keeps everything that ever happened. */
function forget({ world, requests }: BotStage['discord']): void {
  (requests as unknown[]).length = 0;
  for (const all of [world.messages, world.interactions, world.files]) all.clear();
  for (const { messageIds } of world.channels.values()) messageIds.length = 0;
}
