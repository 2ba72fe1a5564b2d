import { looked, refusalsOf } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { PICTURE_SOURCE, pictureWish } from '#bot/commands/picture-source.ts';
import { failureOf, say } from '#bot/text/say.ts';
import { CANNY, PREPROCESS_METHODS } from '#shared/contract/preprocess-methods.ts';

/** What a ControlNet would read of a picture, before anything is drawn with it. */
export const preview = defineCommand({
  name: 'preview',
  description: say('command.preview'),
  options: {
    method: {
      kind: 'choice',
      description: say('command.preview.method'),
      called: say('option.method'),
      required: true,
      choices: PREPROCESS_METHODS.map((value) => ({ value, label: say(`preprocess.${value}`) })),
    },
    ...PICTURE_SOURCE,
    low: {
      kind: 'number',
      description: say('command.preview.low', { usual: CANNY.low }),
      called: say('option.low'),
      min: 0,
      max: CANNY.max,
    },
    high: {
      kind: 'number',
      description: say('command.preview.high', { usual: CANNY.high }),
      called: say('option.high'),
      min: 0,
      max: CANNY.max,
    },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ method, low, high, ...source }, context) {
    const hasThresholds = low !== undefined || high !== undefined;
    const thresholds = hasThresholds ? { low: low ?? CANNY.low, high: high ?? CANNY.high } : { low: 0, high: 0 };
    const { jobs, requestKey, place, member } = context;
    const found = await looked(() => pictureWish(source, context));
    const isStray = hasThresholds && method !== 'canny';
    const stray = isStray ? [say('preprocess.no-thresholds', { method })] : [];
    if (!found.ok || isStray) throw failureOf('invalid', [...stray, ...refusalsOf([found])]);
    const wish = { ...found.value, method, ...thresholds };
    return jobs.preprocess(wish, { requestKey, place, member });
  },
});
