import { unsettled } from '#bot/commands/all-problems.ts';
import { AREA_OPTION } from '#bot/commands/area-option.ts';
import { defineCommand } from '#bot/commands/command.ts';
import { submitOrder } from '#bot/commands/imagine.ts';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { TAKE_OPTION, takeLikes } from '#bot/commands/like-pictures.ts';
import { OTHER_WORDS } from '#bot/commands/picture-source.ts';
import { ratioOf } from '#bot/commands/sizes.ts';
import { failureOf, say } from '#bot/text/say.ts';

/** What pictures are blended by where nobody says anything: the words of IP-Adapter's own examples. */
const USUAL_WORDS = 'best quality, high quality';

const picture = { kind: 'picture', description: say('command.blend.image') } as const;
const numbered = (number: number) => ({ ...picture, called: say('option.image-number', { number }) }) as const;
const required = (number: number) => ({ ...numbered(number), required: true }) as const;
const area = (number: number) =>
  ({
    ...AREA_OPTION,
    description: say('command.blend.area'),
    called: say('option.area-number', { number }),
  }) as const;
const mask = (number: number) =>
  ({
    kind: 'picture',
    description: say('command.blend.mask'),
    called: say('option.mask-number', { number }),
  }) as const;

/** Several pictures become one that is like all of them, each where it shall act. */
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
    take: TAKE_OPTION,
    ...{ area1: area(1), area2: area(2), area3: area(3), area4: area(4), area5: area(5) },
    ...{ mask1: mask(1), mask2: mask(2), mask3: mask(3), mask4: mask(4), mask5: mask(5) },
  },
  who: 'everybody',
  answers: 'panel',
  async run({ prompt = USUAL_WORDS, style, size, count, strength, take = 'all', ...pictures }, context) {
    const order = {
      prompt,
      ...(style !== undefined && { style }),
      ...(count !== undefined && { count }),
      ...ratioOf(size),
    };
    const given = NUMBERS.map((number) => ({
      name: `image${number}`,
      picture: pictures[`image${number}`],
      scope: take,
      area: pictures[`area${number}`],
      mask: pictures[`mask${number}`],
    }));
    const { like, problems } = await takeLikes(given, { intake: context.intake, strength });
    if (problems.length > 0) throw failureOf('invalid', [...problems, ...(await unsettled(order, context))]);
    return submitOrder({ ...order, like }, context);
  },
});

const NUMBERS = [1, 2, 3, 4, 5] as const;
