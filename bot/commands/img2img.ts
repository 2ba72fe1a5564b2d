import { defineCommand } from '#bot/commands/command.ts';
import { imagineProblems, submitImagine } from '#bot/commands/imagine.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { say } from '#bot/text/say.ts';

const { prompt, image, mask, strength, negative, style, steps, guidance, seed, count } = IMAGINE_OPTIONS;
const theImage = { ...image, required: true } as const;
const theMask = { ...mask, required: true } as const;
const rest = { negative, style, steps, guidance, seed, count };

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

/** What is white in a mask is drawn anew from words; all else stays. */
export const inpaint = defineCommand({
  name: 'inpaint',
  description: say('command.inpaint'),
  options: { prompt, image: theImage, mask: theMask, strength, ...rest },
  who: 'everybody',
  answers: 'panel',
  problemsBeside: (rest, context) => imagineProblems(rest, context),
  run: (input, context) => submitImagine(input, context),
});
