import { describe, expect, it } from 'vitest';
import type { RendererSnapshot } from '#bot/ports/cluster.ts';
import { rendererBoard } from '#bot/views/renderer-board.ts';
import type { RendererState } from '#shared/contract/messages.ts';
import { plainMessage } from '#shared/text/message.ts';
import { DEMO, LIMITS, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';

const READER = { language: 'en', platform: 'discord' } as const;

const STATE: RendererState = {
  phase: 'RENDERER_PHASE_READY',
  resident: [],
  rendering: 0,
  waiting: 0,
  memoryMib: 0,
  engineStarts: 1,
};

const snapshot = (said: Partial<RendererSnapshot>): RendererSnapshot => ({
  id: 'one',
  address: '10.0.0.1:7000',
  up: true,
  downReason: null,
  description: {
    name: 'gpu_0',
    version: '1',
    device: { provider: 'cuda', reason: '', threads: 0 },
    models: [DEMO],
    samplers: SAMPLERS,
    limits: LIMITS,
    tasks: ['draw'],
  },
  state: STATE,
  ...said,
});

function check(said: Partial<RendererSnapshot>, field: { name: string; value: string }) {
  expect(asMarkdown(rendererBoard([snapshot(said)], READER)).fields).toEqual([field]);
}

describe('rendererBoard()', () => {
  it('shows a renderer that is ready', () => check({}, { name: 'gpu\\_0', value: 'Ready, on CUDA' }));

  it('shows what it draws and what it holds', () =>
    check(
      {
        state: {
          ...STATE,
          rendering: 2,
          waiting: 1,
          memoryMib: 2048,
          engineStarts: 2,
          resident: [
            { model: 'demo', adapters: [{ name: 'lcm', weight: 1 }], stepMs: 12.4 },
            { model: 'big', adapters: [], stepMs: 2100 },
            { model: 'new', adapters: [], stepMs: 0 },
          ],
        },
      },
      {
        name: 'gpu\\_0',
        value: [
          'Draws 2 jobs, 1 waiting, on CUDA',
          '-# demo + lcm: 12 ms a step',
          '-# big: 2.1 s a step',
          '-# new',
          '-# 2048 MiB of memory',
          '-# Its engine was started 2 times',
        ].join('\n'),
      },
    ));

  it.each([
    [
      { up: false, downReason: plainMessage('connection refused'), description: null, state: null },
      'Not connected: connection refused',
    ],
    [{ up: false, downReason: null, description: null, state: null }, 'Not connected'],
    [{ description: null, state: null }, 'Connected'],
    [{ description: null, state: { ...STATE, phase: 'RENDERER_PHASE_STARTING' as const } }, 'Starting'],
    [
      { description: null, up: false, maintenance: { renderer: 'one', reason: 'a new fan *soon*', since: 0 } },
      'In maintenance, takes nothing new: a new fan \\*soon\\*',
    ],
    [{ description: null, quarantine: plainMessage('lost 5 times') }, 'Set aside: lost 5 times'],
    [
      { description: null, state: { ...STATE, phase: 'RENDERER_PHASE_DRAINING' as const } },
      'Finishing what it has; takes nothing new',
    ],
  ])('%j', (said, value) => check(said, { name: '10.0.0.1:7000', value }));

  it('counts who is there', () => {
    expect(asMarkdown(rendererBoard([snapshot({}), snapshot({ up: false })], READER)).paragraphs).toEqual([
      '1 of 2 renderers connected.',
    ]);
    expect(asMarkdown(rendererBoard([], READER)).paragraphs).toEqual(['No renderer is set up yet.']);
    expect(
      asMarkdown(
        rendererBoard(
          Array.from({ length: 30 }, () => snapshot({})),
          READER,
        ),
      ),
    ).toMatchObject({
      paragraphs: ['30 of 30 renderers connected.', 'The first 20 are shown.'],
      fields: { length: 20 },
    });
  });
});
