import { createHash } from 'node:crypto';
import { RateLimitError, type REST, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';
import { classifyDiscordError, loggable } from '#bot/discord/gateway/discord-error.ts';
import { failure } from '#bot/text/say.ts';
import { createBackoff } from '#shared/async/backoff.ts';
import type { Clock } from '#shared/clock.ts';
import type { Failure } from '#shared/failure.ts';
import type { Log } from '#shared/log.ts';

const PAUSES = { firstMs: 5_000, longestMs: 10 * 60_000 };

/**
 * Tells Discord the commands, and the operator when Discord does not take them: the bot stays, with the commands that
 * Discord has. Where Discord only cannot for now, it is asked again, at growing pauses. `first` resolves after the first
 * try, `done` when nothing more will be tried. Neither rejects.
 */
export function tellCommands(
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  options: {
    readonly rest: REST;
    readonly applicationId: string;
    readonly clock: Clock;
    readonly log: Log;
    readonly signal: AbortSignal;
    readonly tellOperator: (trouble: Failure) => void;
  },
): { readonly first: Promise<void>; readonly done: Promise<void> } {
  const { clock, log, signal, tellOperator } = options;
  const pauses = createBackoff(PAUSES);
  const attempt = async (): Promise<'again' | 'over'> => {
    try {
      log.info({ commandsTold: await registerCommands(commands, options) }, 'on Discord');
      return 'over';
    } catch (error) {
      const isRefused = classifyDiscordError(error).kind !== 'broken' && !(error instanceof RateLimitError);
      const seconds = isRefused ? null : pauses.nextMs / 1000;
      const why = String(loggable(error));
      if (!signal.aborted) {
        const code = isRefused ? 'invalid' : 'unavailable';
        tellOperator(failure(code, 'discord.commands-refused', { why, seconds }, { cause: error }));
      }
      return isRefused ? 'over' : 'again';
    }
  };
  const first = attempt();
  const tryOn = async () => {
    let next = await first;
    while (next === 'again' && (await pauses.wait(clock, signal))) next = await attempt();
  };
  return { first: first.then(() => {}), done: tryOn() };
}

/** Tells Discord the commands, only when it knows other ones: it counts how often a bot does. True when it was told. */
export async function registerCommands(
  commands: readonly RESTPostAPIApplicationCommandsJSONBody[],
  { rest, applicationId }: { readonly rest: REST; readonly applicationId: string },
): Promise<boolean> {
  const route = Routes.applicationCommands(applicationId);
  // Without this Discord leaves other languages out of its answer, and the commands would seem to differ at every start.
  const registered = await rest.get(route, { query: new URLSearchParams({ with_localizations: 'true' }) });
  if (commandsHash(registered) === commandsHash(commands)) return false;
  await rest.put(route, { body: commands });
  return true;
}

/**
 * A hash of what the commands say, whatever order Discord answers them in and whatever it adds: ids, versions, and
 * fields that hold nothing, as the description of a menu's command.
 */
export function commandsHash(commands: unknown): string {
  const texts = (Array.isArray(commands) ? commands : []).map((command) => JSON.stringify(essence(command, 'command')));
  return createHash('sha256').update(texts.sort().join('\n')).digest('hex');
}

/** What Discord adds to a command of ours. */
const ADDED = new Set([
  'id',
  'application_id',
  'guild_id',
  'version',
  'default_permission',
  'dm_permission',
  'handler',
]);
/** A slash command; the kind that a command is when it says nothing. */
const CHAT_INPUT = 1;

function essence(value: unknown, depth: 'command' | 'inside'): unknown {
  if (Array.isArray(value)) return value.map((each) => essence(each, 'inside'));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, each]) => {
        if (depth === 'command' && (ADDED.has(key) || (key === 'type' && each === CHAT_INPUT))) return false;
        return !isNothing(each);
      })
      .map(([key, each]) => [key, essence(each, 'inside')] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function isNothing(value: unknown): boolean {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  return value === null || value === undefined || value === false || isEmpty;
}
