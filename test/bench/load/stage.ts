import { type BotStage, type StageOptions, startStage } from '#test/bot/discord/bot-stage.ts';

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

/** Resolves after so long. */
export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
