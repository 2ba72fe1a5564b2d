import { defineCommand } from '#bot/commands/command.ts';
import { CONTROL_OPTIONS } from '#bot/commands/control-picture.ts';
import { imagineProblems, submitImagine } from '#bot/commands/imagine.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import type { Input } from '#bot/commands/option.ts';
import type { GivenPicture } from '#bot/ports/picture-intake.ts';
import { say } from '#bot/text/say.ts';

const { prompt, style, size, negative, steps, guidance, seed, count } = IMAGINE_OPTIONS;
const first = CONTROL_OPTIONS['control-image'];
const more = CONTROL_OPTIONS['control-image-2'];
const numbered = (number: number) => ({ ...more, called: say('option.image-number', { number }) }) as const;

const OPTIONS = {
  prompt,
  image1: { ...first, called: say('option.image-number', { number: 1 }), required: true },
  image2: numbered(2),
  image3: numbered(3),
  image4: numbered(4),
  control: CONTROL_OPTIONS.control,
  'control-weight': CONTROL_OPTIONS['control-weight'],
  guess: { kind: 'boolean', description: say('command.follow.guess'), called: say('option.guess') },
  ...{ style, size, negative, steps, guidance, seed, count },
} as const;

/** A picture is drawn along others: as many as a render can follow, which /imagine has no room for on Discord. */
export const follow = defineCommand({
  name: 'follow',
  description: say('command.follow'),
  options: OPTIONS,
  who: 'everybody',
  answers: 'panel',
  problemsBeside: (input, context) => imagineProblems(asImagine(input), context),
  run: (input, context) => submitImagine({ ...asImagine(input), prompt: input.prompt }, context),
});

/** The same as /imagine is given it. */
function asImagine({ image1, image2, image3, image4, guess, control, ...said }: Partial<Input<typeof OPTIONS>>) {
  const given = {
    'control-image': image1,
    'control-image-2': image2,
    'control-image-3': image3,
    'control-image-4': image4,
  };
  const pictures = Object.entries(given).filter((one): one is [string, GivenPicture] => one[1] !== undefined);
  const named = [...(control === undefined ? [] : [control]), ...(guess ? ['guess'] : [])].join(', ');
  return { ...said, ...Object.fromEntries(pictures), ...(named && { control: named }) };
}
