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
    const own = { ...(where === 'here' ? { serverId } : {}) };
    // What a member's other programs have drawn is the member's, too.
    const which = [{ platform, ...own } as const, { platform: 'api', ...own } as const];
    const counted = await Promise.all(which.map((each) => jobs.countOf(member, each)));
    if (!sure) return say('forget.sure', { count: sum(counted), where });
    await jobs.delivery.forgetThreads(member.id, ...(where === 'here' ? [serverId] : []));
    if (where === 'everywhere') await jobs.delivery.setReminder(member.id, 'off');
    if (where === 'everywhere') await jobs.preferences.put(platform, member.id, NO_PREFERENCES);
    const count = sum(await Promise.all(which.map((each) => jobs.removeAllOf(member, each))));
    return count === 0 ? say('forget.nothing', { where }) : say('forget.done', { count });
  },
});

function sum(counts: readonly number[]): number {
  return counts.reduce((all, count) => all + count, 0);
}
