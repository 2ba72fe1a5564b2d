import { defineCommand } from '#bot/commands/command.ts';
import { NO_PREFERENCES } from '#bot/ports/preferences.ts';
import { say } from '#bot/text/say.ts';

/** Deletes everything that who asks has had drawn, after they said that they are sure. */
export const forget = defineCommand({
  name: 'forget',
  description: say('command.forget'),
  options: {
    where: {
      kind: 'choice',
      description: say('command.forget.where'),
      called: say('option.where'),
      only: 'discord',
      choices: [
        { value: 'here', label: say('forget.here') },
        { value: 'everywhere', label: say('forget.everywhere') },
      ],
    },
    sure: { kind: 'boolean', description: say('command.forget.sure'), called: say('option.sure') },
  },
  who: 'everybody',
  answers: 'sentence',
  async run({ where = 'here', sure = false }, { jobs, member, place: { platform, serverId } }) {
    const which = { platform, ...(where === 'here' ? { serverId } : {}) };
    if (!sure) return say('forget.sure', { count: await jobs.countOf(member, which), where });
    if (where === 'everywhere') await jobs.preferences.put(platform, member.id, NO_PREFERENCES);
    const count = await jobs.removeAllOf(member, which);
    return count === 0 ? say('forget.nothing', { where }) : say('forget.done', { count });
  },
});
