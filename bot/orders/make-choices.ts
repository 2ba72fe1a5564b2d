import type { Order } from '#bot/domain/job.ts';
import type { PresetSettings } from '#bot/domain/preset.ts';
import { hasChoices, readChoices } from '#bot/prompt/choices.ts';
import { choose } from '#bot/prompt/choose.ts';
import { readFlags } from '#bot/prompt/flags.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { problemNotice } from '#bot/prompt/problems.ts';
import { CHARACTERS_READ_MAX } from '#bot/prompt/read-prompt.ts';
import { seededChance } from '#bot/prompt/seeded-chance.ts';
import { NO_LISTS, type WordLists } from '#bot/prompt/word-lists.ts';
import { beginning } from '#shared/text/cut.ts';
import type { Message } from '#shared/text/message.ts';

/** An order that leaves nothing open, and what became of what it left. */
export interface MadeChoices {
  readonly order: Order;
  /** The seed that it is drawn with; the same one makes the same choices. */
  readonly seed: number;
  /** The prompt as it is read; null where it left nothing open. */
  readonly chosen: string | null;
  readonly problems: readonly Message[];
}

/** What choices are made with. */
interface ChoiceSources {
  readonly lists?: WordLists;
  readonly randomSeed: () => number;
}

/** Makes the choices of prompt and negative prompt by the order's own seed. Of `{a, b}` the first counts. */
export function makeChoices(order: Order, { lists = NO_LISTS, randomSeed }: ChoiceSources): MadeChoices {
  const typed = beginning(order.prompt, CHARACTERS_READ_MAX);
  const seed = order.seed ?? readFlags(typed).flags.seed ?? randomSeed();
  const chance = seededChance(seed);
  const { texts, count } = permutations(typed, 1);
  const prompt = choose(texts[0]!, { chance, lists, each: 'one' });
  const negative = choose(order.negative ?? '', { chance, lists, each: 'letters' });
  const isOpen = prompt.isChosen || count > 1;
  return {
    order: {
      ...order,
      ...(isOpen && { prompt: prompt.text }),
      ...(negative.isChosen && { negative: negative.text }),
    },
    seed,
    chosen: isOpen ? prompt.text : null,
    problems: [
      ...prompt.problems.map((problem) => problemNotice(texts[0]!, problem)),
      ...negative.problems.map((problem) => problemNotice(order.negative ?? '', problem)),
    ],
  };
}

/** A style's words, chosen by the seed of the picture, which randomSeed says here. */
export function choosePresetWords(
  preset: Pick<PresetSettings, 'template' | 'negative'> | null,
  { lists = NO_LISTS, order, randomSeed }: ChoiceSources & { readonly order: Order },
): Pick<PresetSettings, 'template' | 'negative'> & { readonly problems: readonly Message[] } {
  const { template, negative } = preset ?? PLAIN;
  if (!mayBeOpen(template) && !mayBeOpen(negative)) return { template, negative, problems: [] };
  // Another start than the prompt's: two texts with the same options would choose alike.
  const chance = seededChance((order.seed ?? readFlags(order.prompt).flags.seed ?? randomSeed()) + 1);
  const [first, second] = [template, negative].map((text) => choose(text, { chance, lists, each: 'letters' }));
  return {
    template: first!.text,
    negative: second!.text,
    problems: [
      ...first!.problems.map((problem) => problemNotice(template, problem)),
      ...second!.problems.map((problem) => problemNotice(negative, problem)),
    ],
  };
}

const PLAIN = { template: '{prompt}', negative: '' };

function mayBeOpen(text: string): boolean {
  return hasChoices(readChoices(text));
}
