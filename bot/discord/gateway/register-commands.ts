import { createHash } from 'node:crypto';
import { type REST, type RESTPostAPIApplicationCommandsJSONBody, Routes } from 'discord.js';

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
 * fields that hold nothing.
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
  return value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}
