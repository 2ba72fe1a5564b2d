import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IMAGINE_OPTIONS } from '#bot/commands/imagine-options.ts';
import { readInput } from '#bot/commands/read-input.ts';
import { cardMessage } from '#bot/discord/card-message.ts';
import { editModal } from '#bot/discord/modals/edit-modal.ts';
import { panelMessage } from '#bot/discord/panel/panel-message.ts';
import { readAdapters } from '#bot/presets/adapters.ts';
import { completeLast, completions } from '#bot/presets/completion.ts';
import { unknownName } from '#bot/presets/names.ts';
import { NOTHING_SETTLED } from '#bot/presets/ready-made.ts';
import { readPrompt } from '#bot/prompt/read-prompt.ts';
import { unknownWords, unknownWordsMessage } from '#bot/prompt/unknown-words.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { plainMessage } from '#shared/text/message.ts';
import { plainNode } from '#shared/text/rich.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { someView } from '#test/bot/views/some-view.ts';

/** Every one is two units or more, so that a careless cut goes through one of them half of the time. */
const EMOJI = ['🎨', '👍🏽', '👩🏽‍🚀', '👨‍👩‍👧‍👦', '🇩🇪', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '✏️'];
const emoji = fc.array(fc.constantFrom(...EMOJI), { minLength: 1, maxLength: 60 });
const text = fc
  .tuple(fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 9 }), emoji)
  .map(([a, b]) => a + b.join(''));

const LONE = /\\ud[89a-f][0-9a-f]{2}/i;
/** U+200D and U+FE0F beside something that they belong to no more. */
const TORN = /\u200d(?!\p{Emoji})|(?<![\p{Emoji}])\ufe0f/u;

const LANGUAGE = { language: 'en', platform: 'discord' } as const;
const PANEL = {
  jobId: 'job',
  stored: new Map(),
  preview: null,
  bytesMax: 1,
  sizeRefused: false,
  language: 'en',
} as const;

function refusal(values: Readonly<Record<string, unknown>>, platform: 'discord' | 'studio'): readonly string[] {
  const read = readInput(IMAGINE_OPTIONS, { values, platform });
  return read.ok ? [] : inEnglish(read.problems);
}

/** Everything that Discord is told and that cuts what somebody typed. */
const PLACES: Readonly<Record<string, (typed: string) => unknown>> = {
  completions: (typed) => completions([{ name: 'n'.repeat(32), description: typed }], ''),
  'the last of several completions': (typed) => completeLast([{ name: typed }], `ink, ${typed.slice(0, 1)}`),
  'a name that nobody knows': (typed) => inEnglish([unknownName('style', { name: typed, known: [] })]),
  'a seed that is none': (typed) => refusal({ prompt: 'a cat', seed: typed }, 'discord'),
  'an option that there is not': (typed) => refusal({ prompt: 'a cat', [typed]: 1 }, 'studio'),
  'a choice that is none': (typed) => refusal({ prompt: 'a cat', size: typed }, 'discord'),
  'an adapter too strong': (typed) =>
    inEnglish(readAdapters(`${typed}:99`, { offer: { models: [] }, model: null, adaptersMax: 9 }).problems),
  'flags of a prompt': (typed) =>
    inEnglish(
      readPrompt(`a cat --steps ${typed} --ar ${typed} --${typed} (b:${typed}) AND c :99`).problems.map(
        ({ message }) => message,
      ),
    ),
  'words that a model does not know': (typed) =>
    inEnglish([unknownWordsMessage(unknownWords(`wort ${'𝒜'.repeat(50)} ${typed}`, ['cat']), { name: 'demo' })]),
  'a form': (typed) =>
    editModal(
      {
        view: someView({ settled: { order: { prompt: typed, style: typed } } }),
        styles: [{ ...NOTHING_SETTLED, name: typed, description: plainMessage(typed) }],
      },
      LANGUAGE,
    ).components,
  'a panel': (typed) =>
    panelMessage(
      panelOf(someView({ settled: { order: { prompt: typed.repeat(9) } }, job: { ownerName: typed } }), LANGUAGE),
      PANEL,
    ).body,
  'a card': (typed) =>
    cardMessage({ heading: [plainNode(typed.repeat(4))], paragraphs: [], fields: [] }, { language: 'en' }).body,
};

describe('what Discord is told', () => {
  it.each(Object.entries(PLACES))('has no half of an emoji in it: %s', (_, said) => {
    fc.assert(
      fc.property(text, (typed) => {
        const told = JSON.stringify(said(typed));
        expect(told).not.toMatch(LONE);
        expect(told).not.toMatch(TORN);
      }),
      { numRuns: 60 },
    );
  });
});
