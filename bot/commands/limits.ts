import { type CommandGroup, defineCommand } from '#bot/commands/command.ts';
import type { Input } from '#bot/commands/option.ts';
import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import type { PresetService } from '#bot/presets/preset-service.ts';
import { failure, failureOf, say } from '#bot/text/say.ts';
import { roleLimitsCard } from '#bot/views/limit-cards.ts';

/** `/limits`: what the roles of a server let their members draw. Servers and roles are Discord's, so the studio has none. */
const LIMITS: CommandGroup = { name: 'limits', description: say('command.limits') };

/** Roles of one server that can say something. */
const ROLES_MAX = 100;

const ROLE = {
  kind: 'role',
  description: say('command.limits.role'),
  called: say('option.role'),
  required: true,
} as const;

const SET_OPTIONS = {
  role: ROLE,
  jobs: { kind: 'integer', description: say('command.limits.jobs'), called: say('option.jobs'), min: 0, max: 1000 },
  steps: { kind: 'integer', description: say('command.limits.steps'), called: say('option.steps'), min: 1, max: 1000 },
  pixels: {
    kind: 'integer',
    description: say('command.limits.pixels'),
    called: say('option.pixels'),
    min: 4096,
    max: 2 ** 28,
  },
  models: {
    kind: 'text',
    description: say('command.limits.models'),
    called: say('option.models'),
    charactersMax: 1000,
    completes: 'model',
  },
  seconds: {
    kind: 'integer',
    description: say('command.limits.seconds'),
    called: say('option.seconds'),
    min: 0,
    max: 86_400,
  },
  training: {
    kind: 'integer',
    description: say('command.limits.training'),
    called: say('option.training'),
    min: 0,
    max: 86_400,
  },
} as const;

/** Says what members of a role may draw, in place of what was said of it before. */
export const setLimits = defineCommand({
  group: LIMITS,
  name: 'set',
  description: say('command.limits.set'),
  options: SET_OPTIONS,
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'card',
  async run({ role, ...given }, { jobs, presets, place, member, reader }) {
    const limits = await limitsIn(given, presets);
    const { serverId } = place;
    const said = {
      serverId,
      roleId: role.id,
      roleName: role.name,
      limits,
      authorId: member.id,
      authorName: member.name,
    };
    await jobs.roleLimits.put(said, { rolesMax: ROLES_MAX });
    return { card: roleLimitsCard(await jobs.roleLimits.list(serverId), reader), notices: [] };
  },
});

/** All roles of this server that say something. */
export const listLimits = defineCommand({
  group: LIMITS,
  name: 'list',
  description: say('command.limits.list'),
  options: {},
  who: 'everybody',
  onlyInServers: true,
  only: 'discord',
  answers: 'card',
  async run(_, { jobs, place, member, reader }) {
    const day = await jobs.dayOf({ place, member });
    const notices = day === null ? [] : [say('role-limit.your-day', { ...day })];
    return { card: roleLimitsCard(await jobs.roleLimits.list(place.serverId), reader), notices };
  },
});

/** Takes back everything that was said of a role. */
export const removeLimits = defineCommand({
  group: LIMITS,
  name: 'remove',
  description: say('command.limits.remove'),
  options: { role: ROLE },
  who: 'manage server',
  onlyInServers: true,
  only: 'discord',
  answers: 'sentence',
  async run({ role }, { jobs, place, member }) {
    if (await jobs.roleLimits.remove(place.serverId, role.id, member))
      return say('role-limit.removed', { role: role.name });
    throw failure('not-found', 'role-limit.nothing-said', { role: role.name });
  },
});

async function limitsIn(
  { models: named, seconds, training, ...numbers }: Omit<Input<typeof SET_OPTIONS>, 'role'>,
  presets: PresetService,
): Promise<DrawLimits> {
  const models = await knownModels(named ?? '', presets);
  const limits = {
    ...numbers,
    ...(models.length > 0 && { models }),
    ...(seconds !== undefined && { secondsADay: seconds }),
    ...(training !== undefined && { trainingSeconds: training }),
  };
  if (Object.keys(limits).length === 0) throw failure('invalid', 'role-limit.none-given');
  return limits;
}

async function knownModels(named: string, presets: PresetService): Promise<readonly string[]> {
  const known = ((await presets.offer())?.models ?? []).map(({ name }) => name);
  const names = named.split(',').map((name) => name.trim());
  const typed = names.filter((name) => name !== '');
  const spelt = (name: string) => known.find((one) => one.toLowerCase() === name.toLowerCase());
  const problems = typed.flatMap((name) => (spelt(name) ? [] : [say('role-limit.model-unknown', { name, known })]));
  if (problems.length > 0) throw failureOf('not-found', problems);
  return typed.flatMap((name) => spelt(name) ?? []);
}
