import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';

/** How who asks wants to be told that a picture is there which took long. */
export const notify = defineCommand({
  name: 'notify',
  description: say('command.notify'),
  options: {
    how: {
      kind: 'choice',
      description: say('command.notify.how'),
      called: say('option.how'),
      required: true,
      choices: [
        { value: 'off', label: say('notify.off') },
        { value: 'ping', label: say('notify.ping') },
        { value: 'message', label: say('notify.message') },
      ],
    },
  },
  who: 'everybody',
  only: 'discord',
  answers: 'sentence',
  async run({ how }, { jobs, member }) {
    await jobs.delivery.setReminder(member.id, how);
    return say('notify.done', { how });
  },
});
