import { REST, type RESTOptions } from 'discord.js';
import { giveUpUnanswered } from '#bot/discord/gateway/give-up-unanswered.ts';
import { heedKnownLimits } from '#bot/discord/gateway/known-limits.ts';
import { requestInOnePiece } from '#bot/discord/gateway/request-in-one-piece.ts';

/** Interactions are exempt from the bot's global limit; this many a second is as good as none. */
const WEBHOOKS_PER_SECOND = 5000;
/** Discord bans an address for ten minutes after 10,000 refused requests in ten minutes. */
const REFUSED_REQUESTS_WARNING = 500;
/** discord.js keeps a queue for each interaction's token, for an hour where nothing else is said: thousands on a busy day. */
const QUEUES_SWEPT_EVERY_MS = 30_000;

/** How clients ask Discord: there, or at another address without a version. Those with one result share what they know of limits. */
export function restOptions(api: string | undefined): Partial<RESTOptions> {
  const makeRequest = heedKnownLimits(giveUpUnanswered(requestInOnePiece));
  const usual = {
    invalidRequestWarningInterval: REFUSED_REQUESTS_WARNING,
    handlerSweepInterval: QUEUES_SWEPT_EVERY_MS,
    makeRequest,
  };
  return { ...usual, ...(api === undefined ? {} : { api }) };
}

/** Two clients of their own for messages: one for interactions, which knows no token, and one with the bot's. */
export function openRest({ token, options }: { readonly token: string; readonly options: Partial<RESTOptions> }) {
  const writes = { ...options, retries: 0, rejectOnRateLimit: isMessageWrite };
  const webhooks = new REST({ ...writes, globalRequestsPerSecond: WEBHOOKS_PER_SECOND });
  const bot = new REST(writes).setToken(token);
  return {
    webhooks,
    bot,
    /** Their timers hold all that they know of limits. */
    stopSweeping() {
      for (const rest of [webhooks, bot]) {
        rest.clearHashSweeper();
        rest.clearHandlerSweeper();
      }
    },
  };
}

/** What must not wait inside discord.js, where it would be sent when it is old news: PanelSync waits itself. */
function isMessageWrite({ method, route }: { readonly method: string; readonly route: string }): boolean {
  return method === 'PATCH' || (method === 'POST' && route === '/channels/:id/messages');
}
