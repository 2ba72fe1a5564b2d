import { describe, expect, it } from 'vitest';
import { editModal } from '#bot/discord/modals/edit-modal.ts';
import type { JobView, Order } from '#bot/domain/job.ts';
import { NOTHING_SETTLED } from '#bot/presets/ready-made.ts';
import { plainMessage } from '#shared/text/message.ts';

type Field = { type: number; custom_id: string; value?: string; options?: { value: string; default: boolean }[] };

function fieldsOf(order: Order, styles: readonly string[] = ['ink', 'storybook']) {
  const view = { job: { id: 'job-7', settled: { order } } } as JobView;
  const presets = styles.map((name) => ({ ...NOTHING_SETTLED, name, description: plainMessage('') }));
  const modal = editModal({ view, styles: presets }, { language: 'en' });
  const fields = (modal.components as { component: Field }[]).map(({ component }) => component);
  return Object.fromEntries(
    fields.map(({ custom_id, value, options }) => [
      custom_id,
      options ? `chosen ${options.filter((each) => each.default).map((each) => each.value)}` : (value ?? ''),
    ]),
  );
}

const EMPTY = { negative: '', style: 'chosen *', size: 'chosen usual', settings: '' };

describe('editModal()', () => {
  it.each<[string, Order, Record<string, string>]>([
    ['only the words', { prompt: 'a cat' }, { prompt: 'a cat' }],
    [
      'options of the command',
      { prompt: 'a cat', negative: 'fog', style: 'ink', ratio: { width: 3, height: 2 }, steps: 4, seed: 7, count: 2 },
      { negative: 'fog', style: 'chosen ink', size: 'chosen 3:2', settings: '--seed 7 --steps 4 --count 2' },
    ],
    [
      'flags in the prompt',
      { prompt: 'a cat --steps 4 --ar 2:3 --no hands --style ink --model tiny' },
      { negative: 'hands', style: 'chosen ink', size: 'chosen 2:3', settings: '--steps 4 --model tiny' },
    ],
    ['an option before a flag', { prompt: 'a cat --steps 4', steps: 9 }, { settings: '--steps 9' }],
    ['a ratio that is in no list', { prompt: 'a cat --ar 5:7' }, { settings: '--ar 5:7' }],
    ['sides in pixels', { prompt: 'a cat', width: 512, height: 768 }, { settings: '--width 512 --height 768' }],
    ['no style at all', { prompt: 'a cat', style: 'plain' }, { style: 'chosen plain' }],
    ['a style that is gone', { prompt: 'a cat', style: 'lost' }, { style: 'lost' }],
  ])('is filled in with %s', (_, order, expected) => {
    expect(fieldsOf(order)).toEqual({ ...EMPTY, prompt: 'a cat', ...expected });
  });

  it('asks which pictures stay, in the place of the size, which is among the settings then', () => {
    const image = { sha256: 'a', bytes: 1, mime: 'image/png' };
    const order: Order = { prompt: 'a cat --ar 3:2', start: { image, width: 3, height: 2 }, control: [{ image }] };
    const { kept, size, settings } = fieldsOf(order);
    expect({ kept, size, settings }).toEqual({ kept: 'chosen start,control', size: undefined, settings: '--ar 3:2' });
  });

  it('asks for the name of a style where a list would be too long', () => {
    const many = Array.from({ length: 24 }, (_, index) => `style-${index}`);
    expect(fieldsOf({ prompt: 'a cat', style: 'style-3' }, many).style).toBe('style-3');
    expect(fieldsOf({ prompt: 'a cat', style: 'style-3' }, many.slice(0, 23)).style).toBe('chosen style-3');
  });
});
