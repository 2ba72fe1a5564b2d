import { unsettled } from '#bot/commands/all-problems.ts';
import { AREA_OPTION, areaNamed } from '#bot/commands/area-option.ts';
import { defineCommand, type RunContext } from '#bot/commands/command.ts';
import { imagineProblems, submitImagine } from '#bot/commands/imagine.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { EVERY_PART } from '#bot/commands/job-actions.ts';
import type { Input } from '#bot/commands/option.ts';
import { takePictures } from '#bot/commands/take-pictures.ts';
import type { JobView } from '#bot/domain/job.ts';
import { PICTURE_AREAS } from '#bot/domain/picture-area.ts';
import type { GivenPicture, TakenPicture } from '#bot/ports/picture-intake.ts';
import { writerOf } from '#bot/text/languages.ts';
import { failureOf, say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

const { prompt, image, mask, strength, negative, style, steps, guidance, seed, count } = IMAGINE_OPTIONS;
const theImage = { ...image, required: true } as const;
const rest = { negative, style, steps, guidance, seed, count };
const IN_ITS_PLACE = { prompt, strength, ...rest };

/** A picture is drawn anew from words. */
export const img2img = defineCommand({
  name: 'img2img',
  description: say('command.img2img'),
  options: { prompt, image: theImage, strength, ...rest },
  who: 'everybody',
  answers: 'panel',
  problemsBeside: (rest, context) => imagineProblems(rest, context),
  run: (input, context) => submitImagine(input, context),
});

/** A part of a picture is drawn anew from words: what is white in a mask, a part that has a name, or a thing in it. */
export const inpaint = defineCommand({
  name: 'inpaint',
  description: say('command.inpaint'),
  options: { prompt, image: theImage, area: AREA_OPTION, mask, strength, ...rest },
  who: 'everybody',
  answers: 'panel',
  problemsBeside: async ({ area, ...input }, context) => [
    ...whereProblems(area, input.mask),
    ...(await imagineProblems(input, context)),
  ],
  async run({ area, mask: given, ...input }, context) {
    const nowhere = whereProblems(area, given);
    if (nowhere.length > 0) throw failureOf('invalid', [...nowhere, ...(await imagineProblems(input, context))]);
    if (area === undefined) return submitImagine({ ...input, ...(given && { mask: given }) }, context);
    const taken = await takePictures([input.image], context.intake);
    // What is wrong with the picture is told with everything else.
    if (!taken.ok) return submitImagine(input, context);
    const picture = taken.pictures[0]!;
    const part = areaNamed(area);
    const { image: _image, ...said } = input;
    if (part === undefined) return findThings({ ...said, what: area, picture }, context);
    const { image: found } = await context.intake.areaMask(part, picture);
    const same = { sha256: picture.image.sha256 };
    return submitImagine({ ...input, image: same, mask: { sha256: found.sha256 } }, context);
  },
});

function whereProblems(area: string | undefined, mask: GivenPicture | undefined): readonly Message[] {
  return (area === undefined) === (mask === undefined) ? [say('inpaint.where')] : [];
}

/** Numbers what is in the picture, so that who asks presses the number of what they mean; nothing here knows by words. */
async function findThings(
  { what, picture, strength, ...order }: Input<typeof IN_ITS_PLACE> & FoundBy,
  { jobs, requestKey, place, member, reader }: RunContext,
): Promise<JobView> {
  if (!jobs.offers('segment')) {
    const known = PICTURE_AREAS.map((each) => writerOf(reader.language).say(say(`area.${each}`)));
    const noThing = say('inpaint.no-thing', { given: what, known });
    throw failureOf('invalid', [noThing, ...(await unsettled(order, { jobs, place, member }))]);
  }
  await jobs.plan(order, { place, member });
  const replacing = { order, picture, what, ...(strength === undefined ? {} : { strength }) };
  const wish = { ...EVERY_PART, image: picture.image, words: order.prompt, replacing };
  return jobs.look(wish, { requestKey, place, member });
}

interface FoundBy {
  readonly what: string;
  readonly picture: TakenPicture;
}
