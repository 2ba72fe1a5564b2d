import { defineCommand } from '#bot/commands/command.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { OTHER_WORDS, PICTURE_SOURCE, pictureWish } from '#bot/commands/picture-source.ts';
import { failure, say } from '#bot/text/say.ts';

const HOW = ['subtle', 'strong', 'region'] as const;

/** A picture is drawn differently: a little, a lot, or in one part. */
export const vary = defineCommand({
  name: 'vary',
  description: say('command.vary'),
  options: {
    how: {
      kind: 'choice',
      description: say('command.vary.how'),
      called: say('option.how'),
      required: true,
      choices: HOW.map((value) => ({ value, label: say(`vary.${value}`) })),
    },
    ...PICTURE_SOURCE,
    mask: IMAGINE_OPTIONS.mask,
    prompt: OTHER_WORDS,
  },
  who: 'everybody',
  answers: 'panel',
  async run({ how, mask, prompt, ...source }, context) {
    const { jobs, requestKey, place, member } = context;
    if ((how === 'region') !== (mask !== undefined))
      throw failure('invalid', 'vary.mask', { isRegion: how === 'region' });
    const picked = { ...(await pictureWish(source, context)), ...(prompt === undefined ? {} : { prompt }) };
    const wish = how === 'region' ? { ...picked, variation: how, mask: mask! } : { ...picked, variation: how };
    return jobs.vary(wish, { requestKey, place, member });
  },
});
