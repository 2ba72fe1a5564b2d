import { type Easel, startEasel } from '#bot/easel.ts';
import type { ReadingCard } from '#bot/studio/server/api.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { readBotConfig } from '#shared/config/bot.ts';
import { silentLog } from '#shared/log.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeMessage } from '#test/fakes/discord/acts/fake-message.ts';
import type { FakeGuild, GuildOptions } from '#test/fakes/discord/acts/guild.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

/** A server on a fake Discord with people in it, and the folder where a bot of theirs keeps its things. */
export interface TestServer {
  readonly discord: FakeDiscord;
  readonly guild: FakeGuild;
  readonly channel: FakeChannel;
  /** May manage the server. */
  readonly ada: FakeMember;
  readonly bob: FakeMember;
  /** May moderate. */
  readonly mod: FakeMember;
  /** What the bot is configured with here; a new process takes it as its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts the whole bot in this process, with the renderer of this machine unless told otherwise; waits for Discord. */
  startBot(options?: BotOptions): Promise<Easel>;
  /** Stops the bot and the fake, and removes the folder. */
  close(): Promise<void>;
}

/** Long, because other tests may have the processor. */
const DRAWN_WITHIN_MS = 40_000;

/** How the bot of a harbour is started. */
export interface BotOptions {
  readonly clock?: Clock;
  /** Beside, or instead of, what the harbour says. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Hears the lines for the operator. */
  readonly say?: (line: string) => void;
}

/** Builds a server called Harbour with a channel and three people. */
export async function startTestServer(
  options: { readonly discord?: FakeDiscordOptions; readonly guild?: Partial<GuildOptions> } = {},
): Promise<TestServer> {
  const discord = await startFakeDiscord(options.discord);
  const guild = discord.guild({ name: 'Harbour', ...options.guild });
  const folder = temporaryFolder();
  const running: Easel[] = [];
  const environment = {
    DISCORD_TOKEN: discord.token,
    EASEL_DISCORD_API: discord.api,
    EASEL_DATA: folder.path,
    EASEL_CACHE: `${folder.path}/cache`,
    EASEL_MODELS: `${folder.path}/models`,
    EASEL_PROVIDER: 'cpu',
    // Several test files run at once.
    EASEL_THREADS: '1',
    EASEL_LOG_LEVEL: 'silent',
    EASEL_STUDIO_PORT: '0',
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
  };
  return {
    discord,
    guild,
    channel: guild.channel('pictures'),
    ada: guild.member('Ada', { permissions: ['ManageGuild'] }),
    bob: guild.member('Bob'),
    mod: guild.member('Mod', { permissions: ['ManageMessages'] }),
    environment,
    async startBot({ clock = systemClock, environment: more = {}, say = () => {} } = {}) {
      const all = { ...environment, ...more };
      const easel = await startEasel({
        config: readBotConfig(all),
        environment: all,
        clock,
        log: silentLog,
        say,
      });
      running.push(easel);
      await Promise.all([easel.onDiscord, ready(easel)]);
      return easel;
    },
    async close() {
      for (const easel of running) await easel.close();
      await discord.close();
      folder.remove();
    },
  };
}

/** Resolves when a renderer has told the bot what it draws: until then the first order waits for it. */
export async function ready({ studioAddress }: Pick<Easel, 'studioAddress'>): Promise<void> {
  const body = JSON.stringify({ prompt: 'a cat' });
  const request = { method: 'POST', headers: { 'content-type': 'application/json' }, body };
  while (true) {
    const answer = await fetch(`${studioAddress}/api/reading`, request);
    const { windows } = (await answer.json()) as ReadingCard;
    if (windows) return;
    await systemClock.sleep(50);
  }
}

/** True once the panel shows the finished pictures. */
export const isDrawn = ({ text }: FakeMessage): boolean => /drawn in /i.test(text);

/** Resolves when the panel shows the finished pictures. */
export async function drawn(channel: FakeChannel, message: FakeMessage): Promise<FakeMessage> {
  return channel.waitFor((one) => one.id === message.id && isDrawn(one), { timeoutMs: DRAWN_WITHIN_MS });
}

/** Resolves when the panel shows a step of the drawing. */
export async function drawing(channel: FakeChannel, message: FakeMessage): Promise<FakeMessage> {
  return channel.waitFor((one) => one.id === message.id && /Step \d+ of/.test(one.text), {
    timeoutMs: DRAWN_WITHIN_MS,
  });
}

/** The looks of a panel that held a preview. */
export function previewsOf(message: FakeMessage) {
  return message.versions.filter(({ attachments }) => attachments[0]?.filename.startsWith('preview.'));
}

/** The looks of a panel that held finished pictures. */
export function finalsOf(message: FakeMessage) {
  return message.versions.filter(({ attachments }) => attachments[0]?.filename.startsWith('easel-'));
}

/**
 * Final versions that differ from each other: a panel that changes just after the start of a bot is shown once more as
 * it is, in case an edit of the life before comes late.
 */
export function distinctFinalsOf(message: FakeMessage): readonly string[] {
  const shown = finalsOf(message).map(({ content, attachments }) => [content, attachments.map((one) => one.filename)]);
  return [...new Set(shown.map((one) => JSON.stringify(one)))];
}
