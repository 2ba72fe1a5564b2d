import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openApiKeys } from '#bot/api/api-keys.ts';
import { membersBy } from '#bot/api/members.ts';
import { type ApiOptions, startApi } from '#bot/api/start-api.ts';
import { type OwnCluster, openCluster } from '#bot/cluster/cluster.ts';
import { findLocalDevices } from '#bot/cluster/local-devices.ts';
import { localEndpoint } from '#bot/cluster/local-endpoint.ts';
import type { LocalProgram } from '#bot/cluster/local-program.ts';
import type { Discord } from '#bot/discord/start-discord.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { type RunningJobService, startJobService } from '#bot/jobs/job-service.ts';
import { keepingFor } from '#bot/jobs/keeping.ts';
import { type DiscordPresence, joinDiscord } from '#bot/join-discord.ts';
import type { DiscordCondition } from '#bot/operation/bot-metrics.ts';
import { type Operation, startOperation } from '#bot/operation/operation.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { withReserve } from '#bot/storage/disk-reserve.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { createPreviewStore } from '#bot/storage/preview-store.ts';
import { openSketchStore } from '#bot/storage/sketch-store.ts';
import { openStorage, type Storage } from '#bot/storage/storage.ts';
import { type ElsewhereOptions, startStudio } from '#bot/studio/server/studio.ts';
import { startStylePictures } from '#bot/style-pictures/style-pictures.ts';
import { failure, say as sentence } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { localRendererEnvironment } from '#shared/config/child-environment.ts';
import type { Environment } from '#shared/config/renderer.ts';
import { readRendererAuth } from '#shared/config/renderer-auth.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

/** The renderer is another program: known here by the path of its entry point alone. */
const RENDERER_ENTRY = fileURLToPath(new URL('../renderer/main.ts', import.meta.url));

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
  /** Where other programs come in; null = they do not. */
  readonly apiAddress: string | null;
  /** Where health and metrics are read; null = nowhere. */
  readonly operationAddress: string | null;
  /** Resolves once Discord shows the bot as ready, or at once when there is no token; rejects when the token is refused. */
  readonly onDiscord: Promise<void>;
  /** Rejects with the sentence for the operator when Discord refuses the bot for good, at the start or later. */
  readonly refused: Promise<never>;
  /** Stops in order: no new orders, ends shown, renders let go, renderers ended, ledger closed. */
  close(): Promise<void>;
  /** Tells renderers that were started here to end, and waits for nothing. */
  endNow(): void;
}

/** Builds every room and wires them together. Throws one Failure for the operator when something is in the way. */
export async function startEasel({ config, environment, clock, log, say }: EaselOptions): Promise<Easel> {
  const inData = (name: string) => join(config.dataFolder, name);
  const storage = await withReserve(
    inData('reserve'),
    () => openStorage({ file: inData('easel.sqlite'), clock, log }),
    log,
  );
  const cluster = await openOurCluster({ config, environment, clock, log }, storage);
  const open: { close(): Promise<void> }[] = [storage, cluster];
  const closeAll = async () => {
    for (const room of open.splice(0).reverse()) await room.close();
  };
  try {
    const intake = openIntake({ storage, config, open });
    const pictures = openPictureStore({ folder: inData('pictures'), log });
    const jobs = await startJobs({ config, clock, log }, { storage, intake, pictures, cluster });
    open.push(jobs);
    const presence = absent();
    const presets = createPresetService({ ...storage, cluster, clock });
    const { drafts, stars, starts } = storage;
    const keys = config.api ? { keys: await openApiKeys({ store: storage.apiKeys, clock }) } : {};
    const services = { jobs, presets, intake, drafts, stars, starts, cluster, log, clock, ...keys };
    const discord = config.discordToken === null ? null : conditionOf(presence);
    const studio = await startStudio({
      ...{ ...config.studio, ...services, previews: createPreviewStore(pictures) },
      sketchStore: openSketchStore({ folder: inData('sketches'), log }),
      ...{ ...(discord && { discord }), directory: () => presence.directory },
      elsewhere: await elsewhereFor(config, storage),
    });
    open.push(studio);
    say(`studio at ${studio.address}`);
    if (studio.otherAddress) say(`others come to ${config.elsewhere?.url} by way of ${studio.otherAddress}`);
    const apiAddress = await openDoors({ config, services, presence, open, say });
    const postToChannel = await channelPost(config);
    const operation = await startOperation({ config, postToChannel, jobs, cluster, discord, clock, log });
    open.push(operation);
    if (operation.address) say(`health and metrics at ${operation.address}`);
    open.push(startStylePictures({ ...services, store: storage.presets, pictures: storage.presetPictures }));
    const closing = new AbortController();
    const joined = joinDiscord({ config, services, presence, open, say, signal: closing.signal });
    const onDiscord = joined.then(() => {});
    onDiscord.catch(() => {}); // whoever listens hears it all the same
    return {
      studioAddress: studio.address,
      apiAddress,
      operationAddress: operation.address,
      onDiscord,
      refused: refusalOf(joined, operation),
      async close() {
        closing.abort(failure('cancelled', 'job.stopping'));
        await onDiscord.catch(() => {});
        await closeAll();
      },
      endNow: cluster.endNow,
    };
  } catch (thrown) {
    await closeAll();
    throw thrown;
  }
}

function startJobs(
  { config, clock, log }: Pick<EaselOptions, 'config' | 'clock' | 'log'>,
  {
    storage,
    ...rooms
  }: {
    storage: Storage;
    intake: ReturnType<typeof openIntake>;
    pictures: ReturnType<typeof openPictureStore>;
    cluster: OwnCluster;
  },
): Promise<RunningJobService> {
  return startJobService({
    ...storage,
    ...rooms,
    clock,
    log,
    randomSeed: () => randomInt(SEEDS),
    newJobId: () => randomBytes(9).toString('hex'),
    bounds: config.jobs,
    keeping: keepingFor(config.keeping),
  });
}

/** Renderers at the addresses of the configuration, or, where there are none, those of this machine. */
async function openOurCluster(
  { config, environment, clock, log }: Omit<EaselOptions, 'say'>,
  { dispatcher }: Pick<Storage, 'dispatcher'>,
): Promise<OwnCluster> {
  const { rendererAddresses: addresses, dataFolder } = config;
  const local = addresses.length > 0 ? {} : await localPrograms(environment, dataFolder);
  return openCluster({ addresses, auth: readRendererAuth(environment), dispatcher, local, clock, log });
}

/** How others come to the studio; null = nobody does. */
async function elsewhereFor(
  { elsewhere, discordClient, discordApi }: BotConfig,
  { grants, servers }: Pick<Storage, 'grants' | 'servers'>,
): Promise<ElsewhereOptions | null> {
  if (!elsewhere) return null;
  const { login: level, url, host, port } = elsewhere;
  const own = { url: new URL(url), host, port, grants, servers: () => servers.entered('discord') };
  if (!discordClient) return { ...own, login: null, activity: null };
  const { id: clientId, secret: clientSecret } = discordClient;
  const { createMemberLogin } = await import('#bot/discord/member-login.ts');
  const login = createMemberLogin({ clientId, clientSecret, ...(discordApi && { api: discordApi }) });
  const activity = elsewhere.activity ? { ...login, clientId } : null;
  return { ...own, login: level && { ...login, level }, activity };
}

/** Where a stand-in for Discord is tried, members' files are on it, too. */
function openIntake({
  storage,
  config,
  open,
}: {
  readonly storage: Storage;
  readonly config: BotConfig;
  readonly open: { close(): Promise<void> }[];
}): ReturnType<typeof createPictureIntake> {
  const ending = new AbortController();
  open.push({ close: async () => ending.abort(failure('cancelled', 'job.stopping')) });
  const origins = config.discordApi === null ? {} : { origins: [new URL(config.discordApi).origin] };
  return createPictureIntake({ ...storage, ...origins, signal: ending.signal });
}

/** What writes into the operator's channel; null without one, or without a token. */
async function channelPost({ alertChannel: channelId, discordToken: token, discordApi: api }: BotConfig) {
  if (channelId === null || token === null) return null;
  // discord.js is most of the start time.
  const { postsInto } = await import('#bot/discord/alert-channel.ts');
  return postsInto({ channelId, token, api });
}

/** Lets other programs in where the operator wants that; the address, or null. */
async function openDoors({
  config: { api: doors },
  services: { keys, ...services },
  presence,
  open,
  say,
}: {
  readonly config: Pick<BotConfig, 'api'>;
  readonly services: Omit<ApiOptions, keyof NonNullable<BotConfig['api']> | 'keys' | 'members'> & {
    readonly keys?: ApiKeys;
  };
  readonly presence: DiscordPresence;
  readonly open: { close(): Promise<void> }[];
  readonly say: (line: string) => void;
}): Promise<string | null> {
  if (!doors || !keys) return null;
  const members = membersBy({ memberOf: (key) => presence.memberOf(key) });
  const api = await startApi({ ...services, ...doors, keys, members });
  open.push(api);
  say(`other programs come in at ${api.address}`);
  return api.address;
}

/** Before Discord has answered. */
function absent(): DiscordPresence {
  return {
    connected: false,
    readRefusedRequests: () => 0,
    memberOf: async () => {
      throw failure('unavailable', 'api.discord-away');
    },
    directory: null,
  };
}

/** What is read of it is what holds then. */
function conditionOf(presence: DiscordPresence): DiscordCondition {
  return {
    get connected() {
      return presence.connected;
    },
    get refusedRequests() {
      return presence.readRefusedRequests();
    },
  };
}

/** Rejects when Discord refuses the bot for good, which the operator is told at once. */
function refusalOf(joined: Promise<Discord | null>, operation: Pick<Operation, 'tell'>): Promise<never> {
  const refused = joined.then(async (discord): Promise<never> => {
    throw await (discord?.refused ?? new Promise<never>(() => {}));
  });
  refused.catch((thrown) => {
    const { code, said } = Failure.from(thrown);
    if (code !== 'cancelled') operation.tell(sentence('operation.token-refused', { why: said }));
  });
  return refused;
}

/** One renderer for each GPU of this machine, or one on its CPU. */
async function localPrograms(environment: Environment, dataFolder: string): Promise<Record<string, LocalProgram>> {
  const inherited = localRendererEnvironment(environment);
  const devices = await findLocalDevices();
  return Object.fromEntries(
    devices.map((device) => {
      const endpoint = localEndpoint(device.id, { dataFolder });
      const own = { ...inherited, ...device.environment, ...endpoint.environment, EASEL_NAME: device.name };
      return [device.id, { ...endpoint, entry: RENDERER_ENTRY, args: [], environment: own }];
    }),
  );
}
