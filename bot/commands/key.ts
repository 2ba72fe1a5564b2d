import { type CommandGroup, defineCommand, type RunContext } from '#bot/commands/command.ts';
import { type ApiKeys, KEY_SCOPES, type KeyOwner } from '#bot/ports/api-keys.ts';
import { failure, say } from '#bot/text/say.ts';
import { keyCard, keysCard } from '#bot/views/key-cards.ts';

/** `/key`: keys with which other programs draw in a member's name. Only who asks sees any answer. */
const KEY: CommandGroup = { name: 'key', description: say('command.key') };

/** Requests of a key in a minute where nothing is said. */
const REQUESTS_PER_MINUTE = 60;

const NAME = {
  kind: 'text',
  description: say('command.key.name'),
  called: say('option.name'),
  required: true,
  charactersMin: 1,
  charactersMax: 40,
} as const;

const CREATE_OPTIONS = {
  name: NAME,
  scope: {
    kind: 'choice',
    description: say('command.key.scope'),
    called: say('option.scope'),
    choices: [
      { value: 'all', label: say('key.scope.all') },
      { value: 'draw', label: say('key.scope.draw') },
      { value: 'look', label: say('key.scope.look') },
      { value: 'jobs', label: say('key.scope.jobs') },
    ],
  },
  requests: {
    kind: 'integer',
    description: say('command.key.requests'),
    called: say('option.requests'),
    min: 1,
    max: 6000,
  },
  seconds: {
    kind: 'integer',
    description: say('command.key.seconds'),
    called: say('option.seconds'),
    min: 1,
    max: 86_400,
  },
  days: { kind: 'integer', description: say('command.key.days'), called: say('option.days'), min: 1, max: 3650 },
} as const;

/** Makes a key and shows it this once. */
export const createKey = defineCommand({
  group: KEY,
  name: 'create',
  description: say('command.key.create'),
  options: CREATE_OPTIONS,
  who: 'everybody',
  answers: 'card',
  async run({ name, scope = 'all', requests = REQUESTS_PER_MINUTE, seconds = null, days = null }, context) {
    const { keys, owner } = await keysFor(context);
    if (name.trim() === '') throw failure('invalid', 'input.missing', { name: 'name' });
    const { settings } = context.jobs.rules;
    if (!(await settings.of(context.place)).keys) throw failure('denied', 'api.server-off');
    const { key, token } = await keys.create(owner, {
      name: name.trim(),
      scopes: scope === 'all' ? KEY_SCOPES : [scope],
      requestsPerMinute: requests,
      secondsPerDay: seconds,
      days,
    });
    return { card: keyCard(key, token, context.reader), notices: [] };
  },
});

/** The keys of who asks, in this server; never the keys themselves. */
export const listKeys = defineCommand({
  group: KEY,
  name: 'list',
  description: say('command.key.list'),
  options: {},
  who: 'everybody',
  answers: 'card',
  async run(_, context) {
    const { keys, owner } = await keysFor(context);
    return { card: keysCard(keys.list(owner), context.reader), notices: [] };
  },
});

/** Takes a key back: what is under way with it is given up. */
export const revokeKey = defineCommand({
  group: KEY,
  name: 'revoke',
  description: say('command.key.revoke'),
  options: { name: NAME },
  who: 'everybody',
  answers: 'sentence',
  async run({ name }, context) {
    const { keys, owner } = await keysFor(context);
    await keys.revoke(owner, name.trim());
    return say('key.revoked', { name: name.trim() });
  },
});

/** Throws where there are none, and for guests of a studio: a key would let them in for longer than their link. */
async function keysFor({
  keys,
  member,
  place,
  mayManageServer,
}: RunContext): Promise<{ readonly keys: ApiKeys; readonly owner: KeyOwner }> {
  if (!keys) throw failure('unsupported', 'key.off');
  if (place.platform === 'studio' && !mayManageServer) throw failure('denied', 'access.operators-own');
  return { keys, owner: { member, place } };
}
