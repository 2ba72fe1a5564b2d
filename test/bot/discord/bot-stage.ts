import { randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openApiKeys } from '#bot/api/api-keys.ts';
import { openCluster } from '#bot/cluster/cluster.ts';
import type { Command } from '#bot/commands/command.ts';
import { COMMANDS } from '#bot/commands/commands.ts';
import type { EditPace } from '#bot/discord/panel/next-edit.ts';
import { type Discord, type DiscordOptions, startDiscord } from '#bot/discord/start-discord.ts';
import type { QueueBounds } from '#bot/dispatch/fair-queue.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { type RunningJobService, startJobService } from '#bot/jobs/job-service.ts';
import type { Cluster } from '#bot/ports/cluster.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage, type Storage } from '#bot/storage/storage.ts';
import { type Clock, systemClock } from '#shared/clock.ts';
import { type Log, silentLog } from '#shared/log.ts';
import type { FakeChannel } from '#test/fakes/discord/acts/channel.ts';
import type { FakeGuild } from '#test/fakes/discord/acts/guild.ts';
import type { FakeMember } from '#test/fakes/discord/acts/member.ts';
import { type FakeDiscord, type FakeDiscordOptions, startFakeDiscord } from '#test/fakes/discord/fake-discord.ts';
import { type FakeRenderer, type FakeRendererOptions, startFakeRenderer } from '#test/fakes/renderer.ts';

/** A whole bot over one fake renderer, with a server, a channel and two people on a fake Discord. */
export interface BotStage {
  readonly discord: FakeDiscord;
  readonly guild: FakeGuild;
  readonly channel: FakeChannel;
  /** May manage the server. */
  readonly ada: FakeMember;
  readonly bob: FakeMember;
  /** May moderate. */
  readonly mod: FakeMember;
  readonly renderer: FakeRenderer;
  /** Starts the renderer that was not there. */
  setRendererThere(): Promise<void>;
  /** Of the bot that runs now. */
  jobs(): RunningJobService;
  /** The bot on Discord, while it runs. */
  bot(): Discord;
  storage(): Storage;
  /** The bot goes in the middle of everything: no end is shown, no render is cancelled. */
  leave(): Promise<void>;
  /** Stops the bot in order. */
  stop(): Promise<void>;
  /** Starts the bot (again) on the same ledger and pictures. */
  start(): Promise<Discord>;
  /** Ends everything; the folder stays. */
  close(): Promise<void>;
}

export interface StageOptions {
  readonly clock?: Clock;
  readonly renderer?: FakeRendererOptions;
  /** So many renderers like it besides; none when left out. */
  readonly moreRenderers?: number;
  readonly discord?: FakeDiscordOptions;
  readonly guild?: Partial<Parameters<FakeDiscord['guild']>[0]>;
  readonly pace?: EditPace;
  readonly log?: Log;
  /** What the operator has set, and hears. */
  readonly operator?: Partial<
    Pick<DiscordOptions, 'tellOperator' | 'connected' | 'outsideServers' | 'hasActivity' | 'shards' | 'starts'>
  >;
  /** Other commands than all there are. */
  readonly commands?: readonly Command[];
  /** How many jobs may be open; of a member 10 and together 100 when left out. */
  readonly bounds?: QueueBounds;
  /** False: the bot does not start by itself. */
  readonly running?: boolean;
  /** False: the renderer that the bot is to find does not run yet. */
  readonly rendererThere?: boolean;
}

/** A pace at which a test sees every step. */
export const FAST_PACE: EditPace = { previewGapMs: 20, burst: 100, perSecond: 1000 };

interface Bot {
  readonly storage: Storage;
  readonly cluster: Cluster;
  readonly jobs: RunningJobService;
  readonly discord: Discord;
}

/** Sets a stage; the bot runs unless told otherwise. What it stores lies in the folder, which is there. */
export async function startStage(folder: string, options: StageOptions = {}): Promise<BotStage> {
  const { clock = systemClock } = options;
  let renderer = await startFakeRenderer({ clock, ...options.renderer });
  const { address } = renderer;
  const others: FakeRenderer[] = [];
  for (let n = 0; n < (options.moreRenderers ?? 0); n++)
    others.push(await startFakeRenderer({ clock, ...options.renderer }));
  const addresses = [address, ...others.map((each) => each.address)];
  if (options.rendererThere === false) await renderer.close();
  const discord = await startFakeDiscord({ clock, ...options.discord });
  const guild = discord.guild({ name: 'Harbour', ...options.guild });
  let bot: Bot | null = null;

  async function start(): Promise<Discord> {
    bot = await startBot({ ...options, clock, folder, addresses, fake: discord });
    return bot.discord;
  }
  async function halt(how: 'stop' | 'leave'): Promise<void> {
    const running = bot;
    bot = null;
    if (how === 'leave') await running?.jobs.close();
    await running?.discord.close();
    await running?.jobs.close();
    await running?.cluster.close();
    await running?.storage.close();
  }
  const stage: BotStage = {
    discord,
    guild,
    channel: guild.channel('pictures'),
    ada: guild.member('Ada', { permissions: ['ManageGuild'] }),
    bob: guild.member('Bob'),
    mod: guild.member('Mod', { permissions: ['ManageMessages'] }),
    get renderer() {
      return renderer;
    },
    async setRendererThere() {
      renderer = await startFakeRenderer({ clock, ...options.renderer, port: Number(address.split(':')[1]) });
    },
    jobs: () => bot!.jobs,
    bot: () => bot!.discord,
    storage: () => bot!.storage,
    leave: () => halt('leave'),
    stop: () => halt('stop'),
    start,
    async close() {
      await halt('stop');
      await discord.close();
      for (const each of [renderer, ...others]) await each.close();
    },
  };
  if (options.running !== false) await start();
  return stage;
}

async function startBot(options: {
  readonly clock: Clock;
  readonly folder: string;
  readonly addresses: readonly string[];
  readonly fake: FakeDiscord;
  readonly pace?: EditPace;
  readonly log?: Log;
  readonly operator?: StageOptions['operator'];
  readonly commands?: readonly Command[];
  readonly bounds?: QueueBounds;
}): Promise<Bot> {
  const { clock, folder, addresses, fake, pace = FAST_PACE, log = silentLog, commands = COMMANDS } = options;
  const storage = await openStorage({ file: join(folder, 'easel.sqlite'), clock });
  const cluster = openCluster({ addresses, local: {}, clock, log });
  const { token, api } = fake;
  const origins = [new URL(api).origin];
  const intake = createPictureIntake({ ...storage, origins, signal: new AbortController().signal });
  const jobs = await startJobService({
    ...storage,
    cluster,
    intake,
    pictures: openPictureStore({ folder: join(folder, 'pictures') }),
    clock,
    log,
    randomSeed: () => randomInt(2 ** 32),
    newJobId: () => randomUUID(),
    bounds: options.bounds ?? { memberMax: 10, totalMax: 100 },
  });
  const presets = createPresetService({ ...storage, words: jobs.rules.words, cluster, clock });
  const rooms = [jobs, cluster, storage];
  try {
    const { drafts, starts } = storage;
    const keys = await openApiKeys({ store: storage.apiKeys, clock });
    const services = { jobs, cluster, presets, intake, clock, log, drafts, starts, keys };
    const discord = await startDiscord({ token, api, ...services, pace, commands, ...options.operator });
    return { storage, cluster, jobs, discord };
  } catch (thrown) {
    for (const room of rooms) await room.close();
    throw thrown;
  }
}
