import { takenFor } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';

/** What is in a picture, as prompts that would draw something like it. */
export const describe = defineCommand({
  name: 'describe',
  description: say('command.describe'),
  options: {
    image: {
      kind: 'picture',
      description: say('command.describe.image'),
      called: say('option.image'),
      required: true,
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image: given }, { jobs, intake, requestKey, place, member }) {
    const { image } = await takenFor('describe', given, { jobs, intake, missing: say('order.no-describer') });
    const words = 'name' in given ? given.name : '';
    return jobs.look({ task: 'describe', image, words }, { requestKey, place, member });
  },
});
