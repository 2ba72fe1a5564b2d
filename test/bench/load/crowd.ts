import { DEFAULT_PACE } from '#bot/discord/panel/next-edit.ts';
import { announcedRefusals } from '#test/bench/load/announced-refusals.ts';
import { onStage } from '#test/bench/load/stage.ts';

/** What people in one channel saw. */
export interface CrowdResult {
  /** Previews of each, the fewest first. */
  readonly previews: readonly number[];
  readonly announced: number;
}

/** So many people draw in one channel at once, for so long each; how many previews everybody saw. */
export function measureCrowd({
  folder,
  people,
  seconds,
}: {
  readonly folder: string;
  readonly people: number;
  readonly seconds: number;
}): Promise<CrowdResult> {
  const steps = 30;
  // A renderer for each, so that all are drawn at once.
  const options = { renderer: { stepMs: (seconds * 1000) / steps }, moreRenderers: people - 1, pace: DEFAULT_PACE };
  return onStage(folder, options, async ({ discord, guild, channel }) => {
    const asked = Array.from({ length: people }, (_, n) =>
      guild.member(`Member ${n}`).slash(channel, 'imagine', { prompt: `a boat no. ${n}`, steps }),
    );
    const messages = await Promise.all(asked.map((one) => one.message()));
    const isDone = () => (messages.every(({ text }) => text.includes('Drawn in')) ? true : undefined);
    await discord.until(isDone, { timeoutMs: seconds * 1000 + 60_000 });
    const previews = messages.map(
      ({ versions }) =>
        new Set(
          versions
            .flatMap(({ attachments }) => attachments)
            .filter(({ filename }) => filename.startsWith('preview'))
            .map(({ id }) => id),
        ).size,
    );
    return { previews: previews.toSorted((a, b) => a - b), announced: announcedRefusals(discord.requests).length };
  });
}
