import { takenFor } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';

/** A picture moves. */
export const animate = defineCommand({
  name: 'animate',
  description: say('command.animate'),
  options: {
    image: {
      kind: 'picture',
      description: say('command.animate.image'),
      called: say('option.image'),
      required: true,
    },
    motion: {
      kind: 'number',
      description: say('command.animate.motion'),
      called: say('option.motion'),
      min: 0.01,
      max: 1,
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image, motion = 0 }, { jobs, intake, requestKey, place, member }) {
    const picture = await takenFor('animate', image, { jobs, intake, missing: say('order.no-animator') });
    const words = 'name' in image ? image.name : '';
    return jobs.animate({ picture, words, motion }, { requestKey, place, member });
  },
});
