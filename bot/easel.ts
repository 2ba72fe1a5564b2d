import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openCluster } from '#bot/cluster/cluster.ts';
import { findLocalDevices } from '#bot/cluster/local-devices.ts';
import type { LocalProgram } from '#bot/cluster/local-renderer.ts';
import { startJobService } from '#bot/jobs/job-service.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { startStudio } from '#bot/studio/server/studio.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { localRendererEnvironment } from '#shared/config/child-environment.ts';
import type { Environment } from '#shared/config/renderer.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** The renderer is another program: known here by the path of its entry point alone. */
const RENDERER_ENTRY = fileURLToPath(new URL('../renderer/main.ts', import.meta.url));

/** Between tries to reach Discord when it did not answer at the start. Milliseconds. */
const DISCORD_RETRY_MS = 10_000;

export interface EaselOptions {
  readonly config: BotConfig;
  /** What renderers that are started here may know of it is passed on; see localRendererEnvironment. */
  readonly environment: Environment;
  readonly clock: Clock;
  readonly log: Log;
  /** One line for the operator. */
  readonly say: (line: string) => void;
}

/** The whole bot, running. */
export interface Easel {
  readonly studioAddress: string;
  /** Resolves once Discord shows the bot as ready, or at once when there is no token; rejects when the token is refused. */
  readonly onDiscord: Promise<void>;
  /** Stops in order: no new orders, ends shown, renders let go, renderers ended, ledger closed. */
  close(): Promise<void>;
}

/** Builds every room and wires them together. Throws one Failure for the operator when something is in the way. */
export async function startEasel({ config, environment, clock, log, say }: EaselOptions): Promise<Easel> {
  const storage = await openStorage({ file: join(config.dataFolder, 'easel.sqlite'), clock, log });
  const cluster = openCluster({
    addresses: config.rendererAddresses,
    local: config.rendererAddresses.length > 0 ? {} : await localPrograms(environment),
    clock,
    log,
  });
  const open: { close(): Promise<void> }[] = [storage, cluster];
  const closeAll = async () => {
    for (const room of open.splice(0).reverse()) await room.close();
  };
  try {
    const jobs = await startJobService({
      ...storage,
      pictures: openPictureStore({ folder: join(config.dataFolder, 'pictures'), log }),
      cluster,
      clock,
      log,
      randomSeed: () => randomInt(SEEDS),
      newJobId: () => randomBytes(9).toString('hex'),
      bounds: config.jobs,
    });
    open.push(jobs);
    const presence = { connected: false };
    const presets = createPresetService({ ...storage, cluster, clock });
    const services = { jobs, presets, cluster, log, clock };
    const studio = await startStudio({
      ...config.studio,
      ...services,
      ...(config.discordToken && { discord: presence }),
    });
    open.push(studio);
    say(`studio at ${studio.address}`);
    const closing = new AbortController();
    const onDiscord = joinDiscord({ config, services, presence, open, say, signal: closing.signal });
    return {
      studioAddress: studio.address,
      onDiscord,
      async close() {
        closing.abort(failure('cancelled', 'job.stopping'));
        await onDiscord.catch(() => {});
        await closeAll();
      },
    };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

/** One renderer for each GPU of this machine, or one on its CPU. */
async function localPrograms(environment: Environment): Promise<Record<string, LocalProgram>> {
  const inherited = localRendererEnvironment(environment);
  const devices = await findLocalDevices();
  return Object.fromEntries(
    devices.map((device) => {
      const own = { ...inherited, ...device.environment, EASEL_NAME: device.name };
      return [device.id, { entry: RENDERER_ENTRY, args: [], environment: own }];
    }),
  );
}

interface Joining {
  readonly config: BotConfig;
  readonly services: Omit<Parameters<typeof import('#bot/discord/start-discord.ts').startDiscord>[0], 'token'>;
  readonly presence: { connected: boolean };
  readonly open: { close(): Promise<void> }[];
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Discord may be away when we start: that is no reason to stop. A refused token is. */
async function joinDiscord({ config, services, presence, open, say, signal }: Joining): Promise<void> {
  const { discordToken: token, discordApi: api } = config;
  if (token === null) {
    say('without DISCORD_TOKEN the studio runs alone; the README says how to add the bot to a server');
    return;
  }
  // Loaded only when wanted: discord.js is most of the start time.
  const { startDiscord } = await import('#bot/discord/start-discord.ts');
  while (true) {
    signal.throwIfAborted();
    try {
      const discord = await startDiscord({ ...services, token, ...(api && { api }) });
      open.push(discord);
      presence.connected = true;
      say(`on Discord as ${discord.readyAs}; invite it with ${discord.inviteUrl}`);
      return;
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.code !== 'unavailable') throw failure;
      say(`${failure.message}; trying again in ${DISCORD_RETRY_MS / 1000} s`);
      await services.clock.sleep(DISCORD_RETRY_MS, signal);
    }
  }
}
