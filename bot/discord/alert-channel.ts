import { DiscordAPIError, MessageFlags, REST, Routes } from 'discord.js';
import { restOptions } from '#bot/discord/gateway/rest-clients.ts';
import { cut } from '#shared/text/cut.ts';

const CONTENT_CHARS_MAX = 2000;

/**
 * Writes texts for the operator into a channel of the bot's, mentioning nobody, also while the bot is not connected.
 * What is refused will always be: the channel is gone, the bot may not write there, or its token is worth nothing.
 */
export function postsInto({ channelId, token, api }: { channelId: string; token: string; api: string | null }) {
  const rest = new REST({ ...restOptions(api ?? undefined), retries: 0 }).setToken(token);
  return async (text: string, signal: AbortSignal): Promise<'sent' | 'refused' | 'failed'> => {
    const content = cut(text, CONTENT_CHARS_MAX);
    const body = { content, flags: MessageFlags.SuppressEmbeds, allowed_mentions: { parse: [] } };
    try {
      await rest.post(Routes.channelMessages(channelId), { body, signal });
      return 'sent';
    } catch (error) {
      return error instanceof DiscordAPIError && error.status < 500 ? 'refused' : 'failed';
    } finally {
      // Its timers would keep the process alive; they come anew with the next text.
      rest.clearHashSweeper();
      rest.clearHandlerSweeper();
    }
  };
}
