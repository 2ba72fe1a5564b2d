import { takenFor } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { say } from '#bot/text/say.ts';

/** Times that the sides get longer. */
const SCALES = ['2', '3', '4'] as const;

/** A picture becomes larger. */
export const upscale = defineCommand({
  name: 'upscale',
  description: say('command.upscale'),
  options: {
    image: {
      kind: 'picture',
      description: say('command.upscale.image'),
      called: say('option.image'),
      required: true,
    },
    scale: {
      kind: 'choice',
      description: say('command.upscale.scale'),
      called: say('option.scale'),
      choices: SCALES.map((value) => ({ value, label: say('upscale.times', { times: Number(value) }) })),
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image, scale }, { jobs, intake, requestKey, place, member }) {
    const taken = await takenFor('upscale', image, { jobs, intake, missing: say('order.no-upscaler') });
    const words = 'name' in image ? image.name : '';
    const wish = { image: taken.image, words, scale: scale === undefined ? 0 : Number(scale) };
    return jobs.upscale(wish, { requestKey, place, member });
  },
});
