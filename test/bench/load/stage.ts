import { type BotStage, type StageOptions, startStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { objectOf } from '#test/fakes/discord/json.ts';

/** Runs something on a stage that is closed afterwards. */
export async function onStage<T>(
  folder: string,
  options: StageOptions,
  work: (stage: BotStage) => Promise<T>,
): Promise<T> {
  const stage = await startStage(folder, options);
  try {
    return await work(stage);
  } finally {
    await stage.close();
  }
}

/** 429s of the fake's limiter: each of them a header had announced, by saying that there is no room left. */
export function announcedRefusals({ requests }: FakeDiscord): number {
  return requests.filter(({ status, answer }) => status === 429 && 'retry_after' in objectOf(answer)).length;
}

/** Resolves after so long. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
