import { besideOrder, looked, refusalsOf } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { OTHER_WORDS, PICTURE_SOURCE, pictureWish } from '#bot/commands/picture-source.ts';
import { OUTPAINTINGS } from '#bot/ports/job-service.ts';
import { say } from '#bot/text/say.ts';

/** More is drawn round a picture. */
export const outpaint = defineCommand({
  name: 'outpaint',
  description: say('command.outpaint'),
  options: {
    how: {
      kind: 'choice',
      description: say('command.outpaint.how'),
      called: say('option.how'),
      required: true,
      choices: OUTPAINTINGS.map((value) => ({ value, label: say(`vary.${value}`) })),
    },
    ...PICTURE_SOURCE,
    prompt: OTHER_WORDS,
  },
  who: 'everybody',
  answers: 'panel',
  problemsBeside: async ({ how: _how, prompt, ...source }, context) =>
    refusalsOf([await looked(() => besideOrder(wordsOf(prompt), context, () => pictureWish(source, context)))]),
  run: ({ how, prompt, ...source }, context) =>
    besideOrder(wordsOf(prompt), context, async () => {
      const { jobs, requestKey, place, member } = context;
      const picked = { ...(await pictureWish(source, context)), ...wordsOf(prompt) };
      return jobs.vary({ ...picked, variation: how }, { requestKey, place, member });
    }),
});

function wordsOf(prompt: string | undefined) {
  return prompt === undefined ? null : { prompt };
}
