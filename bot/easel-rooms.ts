import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import type { ApiOptions } from '#bot/api/start-api.ts';
import type { OwnCluster } from '#bot/cluster/cluster.ts';
import { createPictureIntake } from '#bot/image/picture-intake.ts';
import { type RunningJobService, startJobService } from '#bot/jobs/job-service.ts';
import { keepingFor } from '#bot/jobs/keeping.ts';
import { type DiscordPresence, joinDiscord, refusalOf } from '#bot/join-discord.ts';
import type { DiscordCondition } from '#bot/operation/bot-metrics.ts';
import { startOperation } from '#bot/operation/operation.ts';
import type { ApiKeys } from '#bot/ports/api-keys.ts';
import type { KeepCredit, PictureSigner } from '#bot/ports/picture-signer.ts';
import { createPresetService } from '#bot/presets/preset-service.ts';
import { withGivenCredit } from '#bot/provenance/kept-credit.ts';
import { openSigner } from '#bot/provenance/open-signer.ts';
import { openPictureStore } from '#bot/storage/picture-store.ts';
import { createPreviewStore } from '#bot/storage/preview-store.ts';
import { openSketchStore } from '#bot/storage/sketch-store.ts';
import type { Storage } from '#bot/storage/storage.ts';
import { type ElsewhereOptions, startStudio } from '#bot/studio/server/studio.ts';
import { startStylePictures } from '#bot/style-pictures/style-pictures.ts';
import { failure } from '#bot/text/say.ts';
import type { Clock } from '#shared/clock.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { SEEDS } from '#shared/contract/bounds.ts';
import type { Log } from '#shared/log.ts';

export interface RoomsOptions {
  readonly config: BotConfig;
  readonly storage: Storage;
  readonly cluster: OwnCluster;
  /** What is to be closed in the end, in the order in which it was opened; all that is opened here is added. */
  readonly open: { close(): Promise<void> }[];
  readonly clock: Clock;
  readonly log: Log;
  /** One line for the operator. */
  readonly say: (line: string) => void;
}

/** What the rooms have to say of themselves. */
export interface Rooms {
  readonly studioAddress: string;
  /** Where other programs come in; null = they do not. */
  readonly apiAddress: string | null;
  /** Where health and metrics are read; null = nowhere. */
  readonly operationAddress: string | null;
  /** Resolves once Discord shows the bot as ready, or at once when there is no token; rejects when the token is refused. */
  readonly onDiscord: Promise<void>;
  /** Rejects with the sentence for the operator when Discord refuses the bot for good, at the start or later. */
  readonly refused: Promise<never>;
  /** Tries no more to reach Discord; resolves when nothing of that goes on. */
  leave(): Promise<void>;
}

/** Opens every room over the ledger and the renderers, and wires them together. Throws what is in the way of one. */
export async function openRooms({ config, storage, cluster, open, clock, log, say }: RoomsOptions): Promise<Rooms> {
  const inData = (name: string) => join(config.dataFolder, name);
  const intake = openIntake({ storage, config, open });
  const pictures = openPictureStore({ folder: inData('pictures'), log });
  const { manifests, dataFolder } = config;
  const signing = manifests ? { signer: openSigner({ ...manifests, dataFolder, clock }) } : {};
  const saying = { keepCredit: withGivenCredit, ...signing };
  const jobs = await startJobs({ config, clock, log }, { storage, intake, pictures, cluster, ...saying });
  open.push(jobs);
  const presence = absent();
  const presets = createPresetService({ ...storage, words: jobs.rules.words, cluster, clock });
  const { drafts, stars, starts } = storage;
  const keys = config.api ? { keys: await openKeys(storage, clock) } : {};
  const services = { jobs, presets, intake, drafts, stars, starts, cluster, log, clock, ...keys };
  const discord = config.discordToken === null ? null : conditionOf(presence);
  const studio = await startStudio({
    ...{ ...config.studio, ...services, previews: createPreviewStore(pictures) },
    sketchStore: openSketchStore({ folder: inData('sketches'), log }),
    ...{ ...(discord && { discord }), directory: () => presence.directory },
    elsewhere: await elsewhereFor(config, storage, presence),
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
    async leave() {
      closing.abort(failure('cancelled', 'job.stopping'));
      await onDiscord.catch(() => {});
    },
  };
}

function startJobs(
  { config, clock, log }: Pick<RoomsOptions, 'config' | 'clock' | 'log'>,
  {
    storage,
    ...rooms
  }: {
    storage: Storage;
    intake: ReturnType<typeof openIntake>;
    pictures: ReturnType<typeof openPictureStore>;
    cluster: OwnCluster;
    signer?: PictureSigner;
    keepCredit: KeepCredit;
  },
): Promise<RunningJobService> {
  return startJobService({
    ...storage,
    panelLeadership: config.discordToken === null ? null : storage.panelLeadership,
    ...rooms,
    clock,
    log,
    randomSeed: () => randomInt(SEEDS),
    newJobId: () => randomBytes(9).toString('hex'),
    bounds: config.jobs,
    keeping: keepingFor(config.keeping),
  });
}

/** How others come to the studio; null = nobody does. */
async function elsewhereFor(
  { elsewhere, discordClient, discordApi, discordToken: token }: BotConfig,
  { grants, servers }: Pick<Storage, 'grants' | 'servers'>,
  presence: DiscordPresence,
): Promise<ElsewhereOptions | null> {
  if (!elsewhere) return null;
  const { login: level, url, host, port } = elsewhere;
  const own = { url: new URL(url), host, port, grants, servers: () => servers.entered('discord') };
  if (!discordClient) return { ...own, login: null, activity: null };
  const { id: clientId, secret: clientSecret } = discordClient;
  const { createMemberLogin } = await import('#bot/discord/member-login.ts');
  const at = discordApi ? { api: `${discordApi}/v10` } : {};
  const login = createMemberLogin({ clientId, clientSecret, ...at });
  const { createActivities } = await import('#bot/discord/activities.ts');
  const memberOf: DiscordPresence['memberOf'] = (key) => presence.memberOf(key);
  const activities = token && elsewhere.activity ? createActivities({ clientId, token, ...at, memberOf }) : null;
  const activity = activities && { ...login, ...activities, clientId };
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

/** Read where other programs are let in: a start would wait for it. */
async function openKeys({ apiKeys: store }: Pick<Storage, 'apiKeys'>, clock: Clock): Promise<ApiKeys> {
  const { openApiKeys } = await import('#bot/api/api-keys.ts');
  return openApiKeys({ store, clock });
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
  const { membersBy } = await import('#bot/api/members.ts');
  const { startApi } = await import('#bot/api/start-api.ts');
  const members = membersBy({ memberOf: (key) => presence.memberOf(key) });
  const api = await startApi({ ...services, ...doors, keys, members });
  open.push(api);
  say(`other programs come in at ${api.address}`);
  if (api.localAddress) say(`programs of this machine come in at ${api.localAddress} without a key`);
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
