import type { Discord, DiscordOptions } from '#bot/discord/start-discord.ts';
import type { Members } from '#bot/ports/api-keys.ts';
import type { ServerDirectory } from '#bot/ports/server-directory.ts';
import { writerOf } from '#bot/text/languages.ts';
import { say as sentence } from '#bot/text/say.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import type { BotConfig } from '#shared/config/bot.ts';
import { Failure } from '#shared/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Between tries to log in. Each costs one of the thousand starts that Discord allows in a day. */
const RETRY = { firstMs: 10_000, longestMs: 10 * 60_000 };

/** How the bot stands with Discord, as it changes. */
export interface DiscordPresence {
  connected: boolean;
  /** In the last ten minutes. */
  readRefusedRequests: () => number;
  /** Throws `unavailable` until the bot is there. */
  memberOf: Members['memberOf'];
  /** Null until it was there once. */
  directory: ServerDirectory | null;
}

/** What joining Discord takes. */
export interface Joining {
  readonly config: Pick<BotConfig, 'discordToken' | 'discordApi' | 'discordShards' | 'outsideServers' | 'elsewhere'>;
  readonly services: Omit<DiscordOptions, 'token'>;
  /** Follows the connection. */
  readonly presence: DiscordPresence;
  /** What is to be closed in the end; the bot on Discord is added. */
  readonly open: { close(): Promise<void> }[];
  /** One line for the operator. */
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Brings the bot to Discord; null without a token. Discord may be away when we start: that is no reason to stop, and it
 * is tried again at growing pauses. A refused token is one: throws its sentence.
 */
export async function joinDiscord({ config, services, presence, open, say, signal }: Joining): Promise<Discord | null> {
  const { discordToken: token, discordApi: api, discordShards: shards, outsideServers } = config;
  if (token === null) {
    say('without DISCORD_TOKEN the studio runs alone; the README says how to add the bot to a server');
    return null;
  }
  // Loaded only when wanted: discord.js is most of the start time.
  const { startDiscord } = await import('#bot/discord/start-discord.ts');
  const pauses = createBackoff(RETRY);
  while (true) {
    signal.throwIfAborted();
    try {
      const discord = await startDiscord({
        ...services,
        token,
        outsideServers,
        hasActivity: config.elsewhere?.activity ?? false,
        shards,
        ...(api && { api }),
        connected: (is) => {
          presence.connected = is;
        },
        tellOperator: ({ message }) => say(message),
      });
      open.push(discord);
      presence.readRefusedRequests = discord.countRefused;
      presence.memberOf = discord.memberOf;
      presence.directory = discord.directory;
      say(`on Discord as ${discord.readyAs}; invite it with ${discord.inviteUrl}`);
      if (discord.memberUrl) say(`members add it for themselves with ${discord.memberUrl}`);
      return discord;
    } catch (thrown) {
      const failure = Failure.from(thrown);
      if (failure.code !== 'unavailable' && failure.code !== 'exhausted') throw failure;
      say(writerOf('en').say(sentence('discord.again', { why: failure.said, seconds: pauses.nextMs / 1000 })));
      if (!(await pauses.wait(services.clock, signal))) signal.throwIfAborted();
    }
  }
}

/** Rejects when Discord refuses the bot for good, which the operator is told at once. */
export function refusalOf(
  joined: Promise<Pick<Discord, 'refused'> | null>,
  operation: { readonly tell: (message: Message) => void },
): Promise<never> {
  const refused = joined.then(async (discord): Promise<never> => {
    throw await (discord?.refused ?? new Promise<never>(() => {}));
  });
  refused.catch((thrown) => {
    const { code, said } = Failure.from(thrown);
    if (code !== 'cancelled') operation.tell(sentence('operation.token-refused', { why: said }));
  });
  return refused;
}
