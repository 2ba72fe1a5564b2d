import { z } from 'zod';
import { type Environment, LOG_LEVELS, parseEnvironment, wholeNumber } from '#shared/config/renderer.ts';
import { failure } from '#shared/text/failure.ts';
import { rule } from '#shared/text/rule.ts';

const addresses = z
  .string()
  .transform((list) =>
    list
      .split(',')
      .map((address) => address.trim())
      .filter((address) => address !== ''),
  )
  .refine((list) => list.every((address) => /^(unix:.+|(dns:\/\/\/)?[^:\s/]+:\d+)$/.test(address)), {
    error: rule('rule.addresses', { example: 'gpu1:50551,gpu2:50551' }),
  });

/** Web pages, as a browser names where they come from. */
const origins = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((origin) => origin !== ''))
  .refine((list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin), {
    error: rule('rule.origins', { example: 'https://draw.example' }),
  });

/** Names of machines, without ports. */
const hosts = z
  .string()
  .transform((list) => list.split(/[\s,]+/).filter((name) => name !== ''))
  .refine((list) => list.every((name) => /^[A-Za-z0-9.\-_]+$/.test(name)), {
    error: rule('rule.hosts', { example: 'draw.example' }),
  });

/** Where other programs come in when nothing but "on" is said. */
const DEFAULT_API = '127.0.0.1:8430';

/** Where A1111 listens, and so where programs that were written for it look. */
const A1111_PORT = 7860;

/** What a member of a server may do in the studio who logs in with Discord. */
const LOGINS = ['off', 'look', 'draw'] as const;

const schema = z.object({
  DISCORD_TOKEN: z.string().trim().optional(),
  EASEL_DISCORD_API: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
  EASEL_OUTSIDE_SERVERS: z.enum(['on', 'off'], rule('rule.one-of', { known: ['on', 'off'] })).default('on'),
  EASEL_DISCORD_SHARDS: z
    .string()
    .regex(/^(auto|[1-9]\d{0,2})$/, rule('rule.auto-or-number', { max: 999 }))
    .default('auto'),
  EASEL_DATA: z.string().min(1).default('data'),
  EASEL_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: rule('rule.database') }).optional(),
  EASEL_REDIS_URL: z.url({ protocol: /^rediss?$/, error: rule('rule.redis') }).optional(),
  EASEL_RENDERERS: addresses.default([]),
  EASEL_STUDIO_HOST: z.string().min(1).default('127.0.0.1'),
  EASEL_STUDIO_PORT: wholeNumber({ min: 0, max: 65_535, otherwise: 8420 }),
  EASEL_STUDIO_URL: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
  EASEL_STUDIO_URL_LISTEN: z
    .string()
    .regex(/^\S+:\d{1,5}$/, rule('rule.host-port', { example: '127.0.0.1:8421' }))
    .default('127.0.0.1:8421'),
  EASEL_STUDIO_LOGIN: z.enum(LOGINS, rule('rule.one-of', { known: LOGINS })).default('off'),
  EASEL_ACTIVITY: z.enum(['on', 'off'], rule('rule.one-of', { known: ['on', 'off'] })).default('off'),
  DISCORD_CLIENT_ID: z.string().trim().optional(),
  DISCORD_CLIENT_SECRET: z.string().trim().optional(),
  EASEL_C2PA: z.enum(['on', 'off'], rule('rule.one-of', { known: ['on', 'off'] })).default('on'),
  EASEL_C2PA_KEY: z.string().optional(),
  EASEL_C2PA_CERTIFICATES: z.string().optional(),
  EASEL_JOBS_PER_MEMBER: wholeNumber({ min: 1, max: 1000, otherwise: 10 }),
  EASEL_JOBS_MAX: wholeNumber({ min: 1, max: 100_000, otherwise: 1000 }),
  EASEL_KEEP_DAYS: wholeNumber({ min: 0, max: 36_500, otherwise: 180 }),
  EASEL_LEFT_SERVER_DAYS: wholeNumber({ min: 0, max: 3650, otherwise: 30 }),
  EASEL_API: z
    .string()
    .regex(/^(off|on|\S+:\d{1,5})$/, rule('rule.off-or-listen', { example: DEFAULT_API }))
    .default('off'),
  EASEL_API_DISCONNECT: z
    .enum(['cancel', 'finish'], rule('rule.one-of', { known: ['cancel', 'finish'] }))
    .default('cancel'),
  EASEL_API_HOSTS: hosts.default([]),
  EASEL_API_ORIGINS: origins.default([]),
  EASEL_API_LOCAL_KEY: z.string().trim().optional(),
  EASEL_API_LOCAL_PORT: wholeNumber({ min: 0, max: 65_535, otherwise: A1111_PORT }),
  EASEL_OPERATION_LISTEN: z
    .string()
    .regex(/^\S+:\d{1,5}$/, rule('rule.host-port', { example: '127.0.0.1:9464' }))
    .optional(),
  EASEL_ALERT_WEBHOOK: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
  EASEL_ALERT_CHANNEL: z
    .string()
    .regex(/^\d{17,20}$/, rule('rule.channel-id'))
    .optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: rule('rule.link') }).optional(),
  EASEL_LOG_LEVEL: z.enum(LOG_LEVELS, rule('rule.one-of', { known: LOG_LEVELS })).default('warn'),
});

/** What an operator can set for the bot; deploy/env.example explains each name. */
export interface BotConfig {
  /** Null = no Discord; the studio alone. */
  readonly discordToken: string | null;
  /** Another Discord than Discord's own, for trying the bot against a stand-in. */
  readonly discordApi: string | null;
  /** Whether members may use the bot in conversations, and bring it to servers that it is not in. */
  readonly outsideServers: boolean;
  /** Connections that share the servers; auto = as many as Discord advises. */
  readonly discordShards: number | 'auto';
  readonly dataFolder: string;
  /** A PostgreSQL database that several bots may share, in place of the data folder's own; null = that. A secret. */
  readonly databaseUrl: string | null;
  /** A Redis or Valkey that tells several bots how far jobs are; null = the database does. A secret. */
  readonly redisUrl: string | null;
  /** Empty = start renderers on this machine. */
  readonly rendererAddresses: readonly string[];
  readonly studio: { readonly host: string; readonly port: number };
  /** How others reach the studio; null = they do not. */
  readonly elsewhere: {
    /** What they open, by way of a proxy that keeps the name and comes to the port below. */
    readonly url: string;
    readonly host: string;
    readonly port: number;
    /** What members may do who log in with Discord; null = they come by links alone. */
    readonly login: 'look' | 'draw' | null;
    /** The studio is an Activity inside Discord, too. */
    readonly activity: boolean;
  } | null;
  /** The application, for logins; null = not said. The secret is one. */
  readonly discordClient: { readonly id: string; readonly secret: string } | null;
  /** Whether pictures get a manifest of C2PA, and the PEM files it is signed with, null = a key of our own; null = none. */
  readonly manifests: { readonly files: { readonly key: string; readonly certificates: string } | null } | null;
  readonly jobs: { readonly memberMax: number; readonly totalMax: number };
  /** How long pictures of Discord are kept, null = for ever, and what is kept of a server that the bot has left. */
  readonly keeping: { readonly days: number | null; readonly leftServerDays: number };
  /** Where other programs come in with a key; null = they do not. */
  readonly api: {
    readonly host: string;
    readonly port: number;
    /** What becomes of a job whose program has gone away. */
    readonly disconnect: 'cancel' | 'finish';
    /** Names besides by which it may be called: a proxy's, say. */
    readonly names: readonly string[];
    /** Web pages of other sites whose scripts may ask; none as a rule. */
    readonly origins: readonly string[];
    /** A key that stands for programs of this machine that send none to A1111's API, and their port; null = none does. A secret. */
    readonly local: { readonly key: string; readonly port: number } | null;
  } | null;
  /** Where spans go, by OTLP; null = nowhere. */
  readonly traceEndpoint: string | null;
  /** Where health and numbers can be read; null = nowhere. */
  readonly operation: { readonly host: string; readonly port: number } | null;
  /** Where trouble is told; null = in the log alone. A secret. */
  readonly alertWebhook: string | null;
  /** A channel on Discord where trouble is told, too; null = in none. */
  readonly alertChannel: string | null;
  readonly logLevel: string;
}

/** Reads the environment; throws one Failure that lists every problem. */
export function readBotConfig(env: Environment): BotConfig {
  const settings = parseEnvironment(schema, env);
  return {
    discordToken: settings.DISCORD_TOKEN || null,
    discordApi: settings.EASEL_DISCORD_API ?? null,
    outsideServers: settings.EASEL_OUTSIDE_SERVERS === 'on',
    discordShards: settings.EASEL_DISCORD_SHARDS === 'auto' ? 'auto' : Number(settings.EASEL_DISCORD_SHARDS),
    dataFolder: settings.EASEL_DATA,
    databaseUrl: settings.EASEL_DATABASE_URL ?? null,
    redisUrl: redisIn(settings),
    rendererAddresses: settings.EASEL_RENDERERS,
    studio: { host: settings.EASEL_STUDIO_HOST, port: settings.EASEL_STUDIO_PORT },
    elsewhere: elsewhereIn(settings),
    discordClient: clientIn(settings),
    manifests: manifestsIn(settings),
    jobs: { memberMax: settings.EASEL_JOBS_PER_MEMBER, totalMax: settings.EASEL_JOBS_MAX },
    keeping: { days: settings.EASEL_KEEP_DAYS || null, leftServerDays: settings.EASEL_LEFT_SERVER_DAYS },
    api: apiIn(settings),
    traceEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    operation: settings.EASEL_OPERATION_LISTEN === undefined ? null : splitAddress(settings.EASEL_OPERATION_LISTEN),
    alertWebhook: settings.EASEL_ALERT_WEBHOOK ?? null,
    alertChannel: settings.EASEL_ALERT_CHANNEL ?? null,
    logLevel: settings.EASEL_LOG_LEVEL,
  };
}

type Settings = z.output<typeof schema>;

/** Throws for an address that others could be listened to at on the way, and for a login that nobody could answer. */
function elsewhereIn(settings: Settings): BotConfig['elsewhere'] {
  const { EASEL_STUDIO_URL: url, EASEL_STUDIO_URL_LISTEN: listen, EASEL_STUDIO_LOGIN: login } = settings;
  const activity = settings.EASEL_ACTIVITY === 'on';
  if ((login !== 'off' || activity) && (url === undefined || clientIn(settings) === null))
    throw failure('invalid', 'config.needs-client');
  if (activity && !settings.DISCORD_TOKEN) throw failure('invalid', 'config.activity-needs-bot');
  if (url === undefined) return null;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && hostname !== 'localhost') throw failure('invalid', 'config.must-secure', { given: url });
  return { url, ...splitAddress(listen), login: login === 'off' ? null : login, activity };
}

/** Throws for a key that stands for programs where none are let in. */
function apiIn({
  EASEL_API: api,
  EASEL_API_DISCONNECT: disconnect,
  EASEL_API_HOSTS: names,
  EASEL_API_ORIGINS: origins,
  EASEL_API_LOCAL_KEY: key,
  EASEL_API_LOCAL_PORT: port,
}: Settings): BotConfig['api'] {
  if (api === 'off' && key !== undefined) throw failure('invalid', 'config.local-key-alone');
  if (api === 'off') return null;
  const local = key === undefined ? null : { key, port };
  return { ...splitAddress(api === 'on' ? DEFAULT_API : api), disconnect, names, origins, local };
}

/** Throws for one without a database that bots share: there is nobody to tell. */
function redisIn({ EASEL_REDIS_URL: url, EASEL_DATABASE_URL: database }: Settings): string | null {
  if (url !== undefined && database === undefined) throw failure('invalid', 'config.redis-alone');
  return url ?? null;
}

/** Throws for a key without certificates, and the other way round. */
function manifestsIn({
  EASEL_C2PA: wanted,
  EASEL_C2PA_KEY: key,
  EASEL_C2PA_CERTIFICATES: certificates,
}: Settings): BotConfig['manifests'] {
  if ((key === undefined) !== (certificates === undefined)) throw failure('invalid', 'config.needs-c2pa-both');
  if (wanted === 'off') return null;
  return { files: key === undefined || certificates === undefined ? null : { key, certificates } };
}

function clientIn({ DISCORD_CLIENT_ID: id, DISCORD_CLIENT_SECRET: secret }: Settings): BotConfig['discordClient'] {
  return id && secret ? { id, secret } : null;
}

function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const at = address.lastIndexOf(':');
  return { host: address.slice(0, at).replace(/^\[(.*)\]$/, '$1'), port: Number(address.slice(at + 1)) };
}
