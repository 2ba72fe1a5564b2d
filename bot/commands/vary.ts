import { defineCommand } from '#bot/commands/command.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { OTHER_WORDS, PICTURE_SOURCE, pictureWish } from '#bot/commands/picture-source.ts';
import { PICTURE_AREAS } from '#bot/ports/picture-intake.ts';
import { failure, say } from '#bot/text/say.ts';

const AREAS = PICTURE_AREAS.map((value) => ({ value, label: say(`area.${value}`) }));
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
    area: { kind: 'choice', description: say('command.vary.area'), called: say('option.area'), choices: AREAS },
    prompt: OTHER_WORDS,
  },
  who: 'everybody',
  answers: 'panel',
  async run({ how, mask, area, prompt, ...source }, context) {
    const { jobs, requestKey, place, member } = context;
    const part = mask ?? area;
    const isTwice = mask !== undefined && area !== undefined;
    if ((how === 'region') !== (part !== undefined) || isTwice)
      throw failure('invalid', 'vary.mask', { isRegion: how === 'region' });
    const picked = { ...(await pictureWish(source, context)), ...(prompt === undefined ? {} : { prompt }) };
    const wish = how === 'region' ? { ...picked, variation: how, mask: part! } : { ...picked, variation: how };
    return jobs.vary(wish, { requestKey, place, member });
  },
});
