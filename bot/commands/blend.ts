import { unsettled } from '#bot/commands/all-problems.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { submitOrder } from '#bot/commands/imagine.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { OTHER_WORDS } from '#bot/commands/picture-source.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import { takePictures } from '#bot/commands/take-pictures.ts';
import { failureOf, say } from '#bot/text/say.ts';

/** What pictures are blended by where nobody says anything: the words of IP-Adapter's own examples. */
const USUAL_WORDS = 'best quality, high quality';

const picture = { kind: 'picture', description: say('command.blend.image') } as const;
const numbered = (number: number) => ({ ...picture, called: say('option.image-number', { number }) }) as const;
const required = (number: number) => ({ ...numbered(number), required: true }) as const;

/** Several pictures become one that is like all of them. */
export const blend = defineCommand({
  name: 'blend',
  description: say('command.blend'),
  options: {
    image1: required(1),
    image2: required(2),
    image3: numbered(3),
    image4: numbered(4),
    image5: numbered(5),
    prompt: { ...OTHER_WORDS, description: say('command.blend.prompt') },
    style: IMAGINE_OPTIONS.style,
    size: IMAGINE_OPTIONS.size,
    count: IMAGINE_OPTIONS.count,
    strength: { ...IMAGINE_OPTIONS.strength, description: say('command.imagine.like-strength') },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ image1, image2, image3, image4, image5, prompt = USUAL_WORDS, size, strength, ...said }, context) {
    const given = [image1, image2, image3, image4, image5].filter((each) => each !== undefined);
    const taken = await takePictures(given, context.intake);
    if (!taken.ok) {
      const order = { ...said, prompt, ...ratioOf(size) };
      throw failureOf('invalid', [...taken.problems, ...(await unsettled(order, context))]);
    }
    const like = taken.pictures.map(
      ({ image }) => ({ image, scope: 'all', ...(strength === undefined ? {} : { strength }) }) as const,
    );
    return submitOrder({ ...said, prompt, ...ratioOf(size), like }, context);
  },
});
