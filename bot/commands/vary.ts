import { besideOrder, type Looked, looked, refusalsOf } from '#bot/commands/all-problems.ts';
import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import { OTHER_WORDS, PICTURE_SOURCE, pictureWish } from '#bot/commands/picture-source.ts';
import { PICTURE_AREAS, type PictureArea } from '#bot/domain/picture-area.ts';
import type { PictureVaryWish, PictureWish } from '#bot/ports/job-service.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { failureOf, say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

const AREAS = PICTURE_AREAS.map((value) => ({ value, label: say(`area.${value}`) }));
const HOW = ['subtle', 'strong', 'region'] as const;

const OPTIONS = {
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
} as const;

type Given = Input<typeof OPTIONS>;

/** A picture is drawn differently: a little, a lot, or in one part. */
export const vary = defineCommand({
  name: 'vary',
  description: say('command.vary'),
  options: OPTIONS,
  who: 'everybody',
  answers: 'panel',
  problemsBeside: async (given, context) =>
    refusalsOf([await looked(() => besideOrder(wordsOf(given), context, () => wishOf(given, context)))]),
  run: (given, context) =>
    besideOrder(wordsOf(given), context, async () => {
      const { jobs, requestKey, place, member } = context;
      const { how, prompt } = given;
      const { source, part } = await wishOf(given, context);
      const picked = { ...source, ...(prompt === undefined ? {} : { prompt }) };
      const wish: PictureVaryWish =
        how === 'region' ? { ...picked, variation: how, mask: part! } : { ...picked, variation: how };
      return jobs.vary(wish, { requestKey, place, member });
    }),
});

function wordsOf({ prompt }: Partial<Given>) {
  return prompt === undefined ? null : { prompt };
}

/** Which picture, and which part of it. Throws everything that is wrong with them. */
async function wishOf(
  { how, mask, area, prompt: _prompt, ...source }: Partial<Given>,
  context: RunContext,
): Promise<{ readonly source: PictureWish; readonly part: GivenPicture | PictureArea | undefined }> {
  const found = await looked(() => pictureWish(source, context));
  const part: Looked<GivenPicture | PictureArea | undefined> =
    mask === undefined ? { ok: true, value: area } : await looked(() => takenMask(mask, context));
  const problems = [...partProblems(how, [mask, area]), ...refusalsOf([found, part])];
  if (found.ok && part.ok && problems.length === 0) return { source: found.value, part: part.value };
  throw found.ok || problems.length > 1 ? failureOf('invalid', problems) : found.refusal;
}

async function takenMask(mask: GivenPicture, { intake }: RunContext): Promise<GivenPicture> {
  const { image } = await intake.take(mask);
  return { sha256: image.sha256 };
}

/** A part is one area or one mask, and only where a part is drawn anew. */
function partProblems(how: Given['how'] | undefined, parts: readonly unknown[]): readonly Message[] {
  const given = parts.filter((each) => each !== undefined).length;
  const isRight = how === undefined || given === (how === 'region' ? 1 : 0);
  return isRight ? [] : [say('vary.mask', { isRegion: how === 'region' })];
}
