import { afterEach, expect, vi } from 'vitest';
import { type BotStage, type StageOptions, startStage } from '#test/bot/discord/bot-stage.ts';
import type { FakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** A stage that a test file closes after each test. */
export type TestBot = BotStage;

const openStages: BotStage[] = [];

/** How long a test looks for what will come: long, for machines with other things to do. */
export const SOON = { timeout: 10_000 } as const;

/** Closes every stage of a test file after each test. */
export function closeStages(): void {
  // The first look at `problems()` compiles Discord's whole API.
  vi.setConfig({ testTimeout: 60_000 });
  afterEach(async () => {
    for (const stage of openStages.splice(0)) {
      await stage.close();
      mustBeKind(stage.discord);
    }
  });
}

/** Sets a stage that is closed after the test; the bot runs unless told otherwise. */
export async function startTestBot(options: StageOptions = {}): Promise<TestBot> {
  const stage = await startStage(scratchFolder(), options);
  openStages.push(stage);
  return stage;
}

/** Whatever the bot has sent: each picture says what it shows, and a message with buttons mentions without waking. */
function mustBeKind(discord: FakeDiscord): void {
  for (const { authorId, versions, pings } of discord.world.messages.values()) {
    if (authorId !== discord.applicationId) continue;
    const files = versions.flatMap(({ attachments }) => attachments);
    const pictures = files.filter(({ contentType }) => contentType.startsWith('image/'));
    expect(pictures.filter(({ description }) => !description).map(({ filename }) => filename)).toEqual([]);
    // Only the components: as JSON the bytes of files of some MiB would take longer than the test.
    const hasButtons = versions.some(({ components }) => JSON.stringify(components).includes('"custom_id"'));
    if (hasButtons) expect(pings.userIds).toEqual([]);
    expect([pings.roleIds, pings.everyone]).toEqual([[], false]);
  }
}
