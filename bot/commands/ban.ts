import { type CommandGroup, defineCommand, ruleAsker } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';
import { bansCard, dayOf } from '#bot/views/rule-cards.ts';

/** `/ban`: who may not draw in a server. They stay its members. */
const BAN: CommandGroup = { name: 'ban', description: say('command.ban') };

const MEMBER = {
  kind: 'member',
  description: say('command.ban.member'),
  called: say('option.member'),
  required: true,
} as const;

/** Keeps a member from drawing here, for some days or for good. */
export const addBan = defineCommand({
  group: BAN,
  name: 'add',
  description: say('command.ban.add'),
  options: {
    member: MEMBER,
    reason: {
      kind: 'text',
      description: say('command.ban.reason'),
      called: say('option.reason'),
      required: true,
      charactersMax: 200,
    },
    days: { kind: 'integer', description: say('command.ban.days'), called: say('option.days'), min: 1, max: 3650 },
  },
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'sentence',
  async run({ member, reason, days }, context) {
    const { id: memberId, name: memberName } = member;
    const said = { memberId, memberName, reason, ...(days === undefined ? {} : { days }) };
    const { until } = await context.jobs.rules.bans.add(ruleAsker(context), said);
    return say('ban.added', { name: memberName, until: until === null ? '' : dayOf(until) });
  },
});

/** Who may not draw here now, why, and until when. */
export const listBans = defineCommand({
  group: BAN,
  name: 'list',
  description: say('command.ban.list'),
  options: {},
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'card',
  async run(_, { jobs, place, reader }) {
    return { card: bansCard(await jobs.rules.bans.list(place.serverId), reader), notices: [] };
  },
});

/** Lets a member draw again. */
export const removeBan = defineCommand({
  group: BAN,
  name: 'remove',
  description: say('command.ban.remove'),
  options: { member: MEMBER },
  who: 'moderate',
  only: 'discord',
  onlyInServers: true,
  answers: 'sentence',
  async run({ member }, context) {
    await context.jobs.rules.bans.remove(ruleAsker(context), member.id);
    return say('ban.removed', { name: member.name });
  },
});
