import { askRenderer } from '#bot/cluster/try-renderer.ts';
import { checkToken } from '#bot/discord/check-token.ts';
import { checkDatabase } from '#bot/storage/postgres/check-database.ts';
import { checkRedis } from '#bot/storage/redis/check-redis.ts';
import { type BotConfig, readBotConfig } from '#shared/config/bot.ts';
import type { Environment } from '#shared/config/renderer.ts';
import { NO_AUTH, type RendererAuth, readRendererAuth } from '#shared/config/renderer-auth.ts';
import { Failure } from '#shared/failure.ts';
import { checkFolder, checkNode, checkPort, type ReadFreeMib } from '#shared/preflight/check-machine.ts';
import { doubtful, type Finding, right, wrong } from '#shared/preflight/finding.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

const OF_STUDIO = ['EASEL_STUDIO_URL', 'EASEL_STUDIO_LOGIN', 'EASEL_ACTIVITY'];
const OF_C2PA = ['EASEL_C2PA_KEY', 'EASEL_C2PA_CERTIFICATES'];
const OF_REDIS = ['EASEL_REDIS_URL'];
const OF_LOCAL_KEY = ['EASEL_API_LOCAL_KEY'];

/** Settings that are refused together, by the sentence that says so; without them the others can be read. */
const TOGETHER = new Map([
  ['config.needs-client', OF_STUDIO],
  ['config.activity-needs-bot', OF_STUDIO],
  ['config.must-secure', OF_STUDIO],
  ['config.needs-c2pa-both', OF_C2PA],
  ['config.redis-alone', OF_REDIS],
  ['config.local-key-alone', OF_LOCAL_KEY],
]);
const ALL_TOGETHER = [...OF_STUDIO, ...OF_C2PA, ...OF_REDIS, ...OF_LOCAL_KEY];

/** What a look before a start works with. */
export interface BotCheck {
  readonly environment: Environment;
  /** Whether Discord is asked about the token. */
  readonly askDiscord: boolean;
  /** Looks at what computes on this machine; asked only where the bot starts renderers itself. */
  readonly checkDevices: () => Promise<readonly Finding[]>;
  readonly readFreeMib: ReadFreeMib;
}

/** Everything that the bot needs, looked at in one run; a setting that cannot be read hides none of the others. */
export async function checkBot(check: BotCheck): Promise<readonly Finding[]> {
  const { environment, askDiscord, checkDevices, readFreeMib } = check;
  const { config, problems } = readableConfig(environment);
  const { auth, refused } = readableAuth(environment);
  const { discordToken, discordApi: api, dataFolder, databaseUrl, redisUrl, rendererAddresses } = config;
  const found = await Promise.all([
    [checkNode(), ...[...problems, ...refused].map(wrong)],
    checkFolder(dataFolder, 'EASEL_DATA', readFreeMib),
    checkToken(discordToken, { ask: askDiscord, api }),
    checkPorts(config),
    databaseUrl === null ? [] : checkDatabase(databaseUrl),
    redisUrl === null ? [] : checkRedis(redisUrl),
    rendererAddresses.length > 0 ? checkRenderers(rendererAddresses, auth) : checkDevices(),
  ]);
  return found.flat();
}

/** What can be read of the settings, and what is wrong with the others. */
function readableConfig(environment: Environment): { config: BotConfig; problems: readonly Message[] } {
  try {
    return { config: readBotConfig(environment), problems: [] };
  } catch (thrown) {
    const { said, code } = Failure.from(thrown);
    if (code !== 'invalid') throw thrown;
    const named = said.key === 'config.unreadable' ? (said.values.problems as readonly Message[]) : [];
    const together = TOGETHER.get(said.key) ?? ALL_TOGETHER;
    const left = new Set(named.length > 0 ? named.map(({ values }) => String(values.name)) : together);
    const others = Object.entries(environment).filter(([name]) => !left.has(name));
    const { config, problems } = readableConfig(Object.fromEntries(others));
    return { config, problems: [said, ...problems] };
  }
}

function readableAuth(environment: Environment): { auth: RendererAuth; refused: readonly Message[] } {
  try {
    return { auth: readRendererAuth(environment), refused: [] };
  } catch (thrown) {
    return { auth: NO_AUTH, refused: [Failure.from(thrown).said] };
  }
}

function checkPorts({ studio, elsewhere, api, operation }: BotConfig): Promise<readonly Finding[]> {
  const wanted = [
    { ...studio, setting: 'EASEL_STUDIO_PORT' },
    ...(elsewhere ? [{ ...elsewhere, setting: 'EASEL_STUDIO_URL_LISTEN' }] : []),
    ...(api ? [{ ...api, setting: 'EASEL_API' }] : []),
    ...(api?.local ? [{ host: '127.0.0.1', port: api.local.port, setting: 'EASEL_API_LOCAL_PORT' }] : []),
    ...(operation ? [{ ...operation, setting: 'EASEL_OPERATION_LISTEN' }] : []),
  ];
  return Promise.all(wanted.map(({ host, port, setting }) => checkPort(host, port, setting)));
}

/** One that is away is waited for by the bot; without any there is nobody who draws. */
async function checkRenderers(addresses: readonly string[], auth: RendererAuth): Promise<readonly Finding[]> {
  const found = await Promise.all(addresses.map((address) => checkRenderer(address, auth)));
  const nobody = found.every(({ state }) => state !== 'right');
  return nobody ? [...found, wrong(message('preflight.renderers-none'))] : found;
}

async function checkRenderer(address: string, auth: RendererAuth): Promise<Finding> {
  try {
    const { name, device } = await askRenderer(address, auth);
    return right(message('preflight.renderer', { address, name, device: device?.provider ?? '' }));
  } catch (thrown) {
    const { code, said } = Failure.from(thrown);
    if (code === 'denied') return doubtful(message('preflight.renderer-secret', { address }));
    return doubtful(code === 'unavailable' ? message('preflight.renderer-away', { address }) : said);
  }
}
