import { describe, expect, it } from 'vitest';
import type { JobState } from '#bot/domain/job.ts';
import { readyMadePresets } from '#bot/presets/ready-made.ts';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import type { Reader } from '#bot/text/languages.ts';
import { say } from '#bot/text/say.ts';
import { helpCard } from '#bot/views/help-card.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { queueCard } from '#bot/views/queue-card.ts';
import { rendererBoard } from '#bot/views/renderer-board.ts';
import { styleCard, styleList } from '#bot/views/style-cards.ts';
import type { FailureCode } from '#shared/failure.ts';
import { DEMO, LIMITS, SAMPLERS } from '#test/bot/presets/some-offer.ts';
import { somePreset } from '#test/bot/presets/some-preset.ts';
import { textsIn, unbracketed } from '#test/bot/text/unbracketed.ts';
import { someView, TIMINGS } from '#test/bot/views/some-view.ts';

const READERS: readonly Reader[] = (['discord', 'studio'] as const).map((platform) => ({
  language: 'en-XA',
  platform,
}));

/** What a test's people and machines are called. */
const DATA = ['a red house', 'Ada', 'gpu_0', 'demo', 'lcm', '{prompt}', 'detail', 'ink', 'CUDA'];

/** Fixed text in a view, by the platform it is for. */
function fixedIn(show: (reader: Reader) => unknown, data: readonly string[] = DATA): readonly string[] {
  return READERS.flatMap((reader) => textsIn(show(reader)).map((text) => unbracketed(text, data))).filter(Boolean);
}

const CODES: Readonly<Record<FailureCode, true>> = {
  invalid: true,
  denied: true,
  'not-found': true,
  'already-exists': true,
  exhausted: true,
  superseded: true,
  unavailable: true,
  unsupported: true,
  cancelled: true,
  internal: true,
};
const FILE = { file: 'x.png', bytes: 1, sha256: '', mime: 'image/png' };
const picture = (index: number) => ({ ...FILE, index, seed: 7, width: 64, height: 64, alpha: false });
const done = (count: number): JobState => ({
  kind: 'done',
  attempt: 1,
  result: { kind: 'pictures', pictures: Array.from({ length: count }, (_, index) => picture(index)) },
  timings: TIMINGS,
});
const STATES: readonly JobState[] = [
  { kind: 'queued' },
  { kind: 'rendering', attempt: 2, rendererId: 'one' },
  done(0),
  done(1),
  done(3),
  { kind: 'cancelled', byId: 'ada' },
  { kind: 'cancelled', byId: 'mod' },
  { kind: 'deleted' },
  ...Object.keys(CODES).map(
    (code) => ({ kind: 'failed', code: code as FailureCode, reason: say('job.gone') }) as const,
  ),
];
const PREVIEW = { step: 1, data: new Uint8Array([1]), mime: 'image/webp', width: 8, height: 8 };

describe('in a language of brackets nothing is fixed', () => {
  it.each(STATES)('in the panel of a job that is %j', (state) => {
    const settled = { notices: [say('order.negative-and')] };
    for (const attempts of [0, 2]) {
      const idle = someView({ state, settled, job: { attempts } });
      const busy = someView({ state, settled, progress: { step: 1, steps: 4, etaMs: 900, preview: PREVIEW } });
      const waiting = someView({ state, progress: { waitingFor: say('waiting.none-connected') } });
      for (const view of [idle, busy, waiting]) expect(fixedIn((reader) => panelOf(view, reader))).toEqual([]);
    }
  });

  it('in help, which names only what is typed', () => {
    for (const demonstration of [true, false]) {
      expect(fixedIn((reader) => helpCard({ demonstration, reader }), SUGGESTIONS)).toEqual([]);
    }
  });

  it('in the queue', () => {
    const elsewhere = { platform: 'discord', serverId: 'other', channelId: 'channel' } as const;
    const views = [...Array.from({ length: 12 }, () => someView()), someView({ job: { place: elsewhere } })];
    const mayRead = ({ place }: { place: { serverId: string } }) => place.serverId === 'server';
    for (const shown of [views, views.slice(-1), []]) {
      expect(fixedIn((reader) => queueCard(shown, { renderers: [], serverId: 'server', mayRead, reader }))).toEqual([]);
    }
  });

  it('in a style and in lists of styles', () => {
    const ink = somePreset({
      name: 'ink',
      model: 'demo',
      adapters: [{ name: 'detail', weight: 0.8 }],
      sampler: 'lcm',
      karras: true,
      steps: 4,
      guidance: 2,
      width: 64,
      clipSkip: 1,
      negative: 'ink',
    });
    const readyMade = readyMadePresets([DEMO]);
    const names = [...DATA, ...readyMade.map(({ name }) => name)];
    for (const style of [ink, ...readyMade]) {
      const words = [...names, 'pixel art of', 'watercolor painting', 'style', 'dpmpp_2m'];
      expect(fixedIn((reader) => styleCard(style, reader), words)).toEqual([]);
    }
    const many = Array.from({ length: 45 }, () => ink);
    for (const presets of [[], readyMade, many]) {
      for (const defaultStyle of [null, 'ink'])
        expect(fixedIn((reader) => styleList(presets, { defaultStyle, reader }), names)).toEqual([]);
    }
  });

  it('in the board of renderers', () => {
    const phases = ['UNSPECIFIED', 'STARTING', 'READY', 'DRAINING'] as const;
    const snapshots = phases.flatMap((phase) =>
      [0, 2].map((rendering) => ({
        id: 'one',
        address: 'gpu_0',
        up: true,
        downReason: null,
        description: {
          name: 'gpu_0',
          version: '1',
          device: { provider: rendering === 0 ? ('cpu' as const) : ('cuda' as const), reason: '', threads: 1 },
          models: [DEMO],
          samplers: SAMPLERS,
          tasks: ['draw' as const],
          limits: LIMITS,
        },
        state: {
          phase: `RENDERER_PHASE_${phase}` as const,
          resident: [12, 2000, 0].map((stepMs) => ({ model: 'demo', adapters: [], stepMs })),
          rendering,
          waiting: rendering,
          memoryMib: 100,
          engineStarts: 3,
        },
      })),
    );
    const down = snapshots.map((each) => ({
      ...each,
      up: false,
      downReason: say('link.starting', { renderer: '1' }),
    }));
    for (const shown of [[], snapshots, down, Array.from({ length: 30 }, () => snapshots[0]!)]) {
      expect(fixedIn((reader) => rendererBoard(shown, reader))).toEqual([]);
    }
  });
});
