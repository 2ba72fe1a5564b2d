import { looked, refusalsOf, takenFor } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { chooseUpscaler } from '#bot/presets/choose-upscaler.ts';
import { failureOf, say } from '#bot/text/say.ts';

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
    by: {
      kind: 'text',
      description: say('command.upscale.by'),
      called: say('option.by'),
      charactersMax: 100,
      completes: 'upscaler',
    },
    denoise: {
      kind: 'number',
      description: say('command.upscale.denoise'),
      called: say('option.denoise'),
      min: 0,
      max: 1,
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image, scale, by, denoise }, { jobs, intake, cluster, requestKey, place, member }) {
    const taken = await looked(() => takenFor('upscale', image, { jobs, intake, missing: say('order.no-upscaler') }));
    const chosen = await looked(async () => jobs.offers('upscale') && chooseUpscaler({ by, denoise }, cluster));
    if (!taken.ok || !chosen.ok) throw failureOf('invalid', refusalsOf([taken, chosen]));
    const words = 'name' in image ? image.name : '';
    const wish = { image: taken.value.image, words, scale: scale === undefined ? 0 : Number(scale), by, denoise };
    return jobs.upscale(wish, { requestKey, place, member });
  },
});
