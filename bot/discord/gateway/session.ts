import {
  type APIGatewayBotInfo,
  Client,
  DiscordAPIError,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayCloseCodes,
  GatewayIntentBits,
  Options,
  Partials,
  type RESTOptions,
  Routes,
} from 'discord.js';
import { createStartBudget, keepToBudget, minutes } from '#bot/discord/gateway/start-budget.ts';
import { closeUnconnectedShards } from '#bot/discord/gateway/unconnected-shards.ts';
import type { StartBook } from '#bot/ports/starts.ts';
import { failure } from '#bot/text/say.ts';
import { startTimeout, within } from '#shared/async/timer.ts';
import type { Clock } from '#shared/clock.ts';
import { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

const READY_WITHIN_MS = 30_000;
/** As Discord lets a bot begin sessions, and a moment. */
const STARTS_EVERY_MS = 5_500;

/** Discord resets the token of a bot that has used up its starts of a day; the last ones are kept for the operator. */
const STARTS_KEPT = 10;

/**
 * A client that hears of servers, of reactions, and of messages that are deleted. It is told of every message for that,
 * without what is written in it, and keeps none. With partials a reaction to a message from before a restart comes
 * through.
 */
export function createClient(rest: Partial<RESTOptions>, log: Log): Client {
  const client = new Client({
    shards: 'auto',
    intents: [
      GatewayIntentBits.Guilds,
      GatewayIntentBits.GuildMessages,
      GatewayIntentBits.GuildMessageReactions,
      GatewayIntentBits.DirectMessageReactions,
    ],
    makeCache: Options.cacheWithLimits({ ...Options.DefaultMakeCacheSettings, MessageManager: 0 }),
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
    allowedMentions: { parse: [], repliedUser: false },
    rest,
  });
  closeUnconnectedShards(client);
  client.on(Events.Error, (error) => log.error({ err: error }, 'discord: error'));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, 'discord: the connection failed'));
  client.on(Events.Warn, (message) => log.warn({ message }, 'discord: warning'));
  client.on(Events.ShardReconnecting, () => log.info('discord: connecting again'));
  client.on(Events.ShardResume, () => log.info('discord: connected again'));
  client.rest.on('invalidRequestWarning', ({ count }) => log.warn({ count }, 'discord: many refused requests'));
  return client;
}

/** How a bot logs in. */
export interface LoginOptions {
  readonly token: string;
  readonly clock: Clock;
  readonly api: string | undefined;
  /** Connections that share the servers; auto = as many as Discord advises. */
  readonly shards: number | 'auto';
  readonly starts: StartBook;
  readonly tellOperator: (trouble: Failure) => void;
}

/** Logs in and waits until all servers are there. Throws a Failure for the operator; the client is closed then. */
export async function logIn(client: Client, options: LoginOptions): Promise<Client<true>> {
  const { token, clock, api } = options;
  const { shards, atOnce } = await prepareShards(client, options);
  const ready = new Promise<Client<true>>((resolve) => client.once(Events.ClientReady, resolve));
  const refused = new Promise<never>((_, reject) => {
    client.once(Events.ShardDisconnect, ({ code }) => reject(new GatewayRefusal(code)));
  });
  const tooLong = Promise.withResolvers<never>();
  const readyWithinMs = READY_WITHIN_MS + (Math.ceil(shards / atOnce) - 1) * STARTS_EVERY_MS;
  const timeout = startTimeout(clock, readyWithinMs, () =>
    tooLong.reject(failure('unavailable', 'discord.login-slow', { seconds: readyWithinMs / 1000 })),
  );
  try {
    return await Promise.race([client.login(token).then(() => ready), refused, tooLong.promise]);
  } catch (error) {
    await leave(client, clock);
    throw loginFailure(error, api);
  } finally {
    timeout.stop();
    refused.catch(() => {});
  }
}

const LEAVES_WITHIN_MS = 5000;

/**
 * Closes every connection, within five seconds: a shard that is closed while it waits for Discord's word closes itself
 * a second time, and the first never ends (@discordjs/ws 1.2.3).
 */
export async function leave(client: Client, clock: Clock): Promise<void> {
  await within(client.destroy(), { ms: LEAVES_WITHIN_MS, clock });
  client.removeAllListeners();
  client.ws.removeAllListeners();
  // What the socket still says must not end the process.
  client.on(Events.Error, () => {});
}

/** Finds out how many shards there are to be, and that there are starts left for them. Throws as `logIn`. */
async function prepareShards(
  client: Client,
  { token, api, shards: wanted, starts, clock, tellOperator }: LoginOptions,
) {
  try {
    const bare = token.replace(/^(Bot|Bearer)\s*/i, ''); // as discord.js reads it
    const gateway = (await client.rest.setToken(bare).get(Routes.gatewayBot())) as APIGatewayBotInfo;
    const { remaining, reset_after: resetAfterMs, max_concurrency: atOnce } = gateway.session_start_limit;
    const shards = wanted === 'auto' ? gateway.shards : wanted;
    if (remaining - shards < STARTS_KEPT)
      throw failure('exhausted', 'discord.starts-used', { remaining, minutes: Math.ceil(resetAfterMs / 60_000) });
    const budget = createStartBudget({ book: starts, shards, clock, tellOperator });
    const waitMs = await budget.waitMs(shards);
    if (waitMs > 0) throw failure('exhausted', 'discord.starts-an-hour', { max: budget.max, minutes: minutes(waitMs) });
    Object.assign(client.options, { shardCount: shards, shards: Array.from({ length: shards }, (_, id) => id) });
    keepToBudget(client, budget);
    return { shards, atOnce };
  } catch (error) {
    await leave(client, clock);
    throw loginFailure(error, api);
  }
}

/**
 * Tells how it goes on: whether every shard is connected, at each change, and once the sentence for the operator when
 * Discord's gateway refuses it for good, as after a token was revoked.
 */
export function followConnection(
  client: Client,
  { connected, refused }: { readonly connected: (is: boolean) => void; readonly refused: (why: Failure) => void },
): void {
  const away = new Set<number>();
  const tell = () => connected(away.size === 0);
  const isBack = (shard: number) => {
    away.delete(shard);
    tell();
  };
  const isGone = (shard: number) => {
    away.add(shard);
    tell();
  };
  client.on(Events.ShardReconnecting, isGone);
  client.on(Events.ShardResume, isBack);
  client.on(Events.ShardReady, isBack);
  client.on(Events.ShardDisconnect, ({ code }, shard) => {
    isGone(shard);
    refused(loginFailure(new GatewayRefusal(code), undefined));
  });
}

class GatewayRefusal extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`The gateway closed with ${code}`);
    this.code = code;
  }
}

function loginFailure(error: unknown, api: string | undefined): Failure {
  if (error instanceof Failure) return error;
  const cause = { cause: error };
  if (isRefusedToken(error)) return failure('invalid', 'discord.token-refused', cause);
  if (error instanceof GatewayRefusal) {
    return failure('invalid', 'discord.gateway-closed', { code: error.code }, cause);
  }
  const where = api ?? 'discord.com';
  return failure('unavailable', 'discord.unreachable', { where }, cause);
}

function isRefusedToken(error: unknown): boolean {
  if (error instanceof DiscordjsError) return error.code === DiscordjsErrorCodes.TokenInvalid;
  if (error instanceof DiscordAPIError) return error.status === 401;
  return error instanceof GatewayRefusal && error.code === GatewayCloseCodes.AuthenticationFailed;
}
