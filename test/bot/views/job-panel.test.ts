import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JobState, StoredPicture } from '#bot/domain/job.ts';
import { panelOf } from '#bot/views/job-panel.ts';
import { aboutText, plainMessage } from '#shared/text/message.ts';
import { asMarkdown } from '#test/bot/text/in-english.ts';
import { someView, TIMINGS } from '#test/bot/views/some-view.ts';

const FOOTER = '4 steps · guidance 1 · 512×512 · seed 7 · style storybook · sampler lcm · model demo';
const RENDERING: JobState = { kind: 'rendering', attempt: 1, rendererId: 'one' };
const PREVIEW = { step: 2, data: new Uint8Array([1]), mime: 'image/webp', width: 8, height: 8 };

const picture = (index: number): StoredPicture => ({
  index,
  seed: 7 + index,
  file: `job-${index}.png`,
  bytes: 1,
  sha256: null,
  mime: 'image/png',
  alpha: false,
  width: 512,
  height: 512,
});
const done = (count: number): JobState => ({
  kind: 'done',
  attempt: 1,
  result: { kind: 'pictures', pictures: Array.from({ length: count }, (_, i) => picture(i)) },
  timings: TIMINGS,
});

const DISCORD = { language: 'en', platform: 'discord' } as const;
const STUDIO = { language: 'en', platform: 'studio' } as const;
const shown = (view: ReturnType<typeof someView>, reader: Parameters<typeof panelOf>[1] = DISCORD) =>
  asMarkdown(panelOf(view, reader));
const actions = (view: ReturnType<typeof someView>) => shown(view).buttons.map((button) => button.action);
const status = (view: ReturnType<typeof someView>) => shown(view).status;

describe('a queued job', () => {
  it('shows its place and what to expect', () => {
    expect(shown(someView({ progress: { position: 2, etaMs: 8_200 } }))).toEqual({
      tone: 'waiting',
      heading: '**a red house** · Ada',
      status: 'Third in line · about 8 s',
      fraction: null,
      pictures: [],
      notices: [],
      footer: FOOTER,
      buttons: [{ action: 'cancel', label: 'Cancel', emoji: '❌', tone: 'secondary' }],
      menu: null,
    });
  });
  it.each([
    [{ position: 0 }, 'Next in line'],
    [{ position: 1, etaMs: 120_000 }, 'Second in line · about 2 min'],
    [{ position: 11 }, '12th in line'],
    [{ position: null }, 'In the queue'],
    [{ position: 0, waitingFor: plainMessage('no renderer is connected') }, 'Waiting: no renderer is connected'],
    [{ position: 2, etaMs: 9000, waitingFor: plainMessage('no') }, 'Third in line · about 9 s\nWaiting: no'],
  ])('%j: %s', (progress, expected) => expect(status(someView({ progress }))).toBe(expected));
  it('says when it is back in line', () => {
    const back = (position: number | null) => status(someView({ job: { attempts: 1 }, progress: { position } }));
    expect(back(0)).toBe('Back in line, as the last try came to nothing · Next in line');
    expect(back(null)).toBe('Back in line, as the last try came to nothing');
  });
});

describe('a job that is drawn', () => {
  it('shows its step, a bar and the newest preview', () => {
    const progress = { step: 2, steps: 4, etaMs: 900, preview: PREVIEW, rendererName: 'gpu-0' };
    expect(shown(someView({ state: RENDERING, progress }))).toEqual({
      tone: 'working',
      heading: '**a red house** · Ada',
      status: 'Step 2 of 4 · about 1 s',
      fraction: 0.5,
      pictures: [
        { kind: 'preview', data: PREVIEW.data, mime: 'image/webp', alt: 'Preview at step 2 of 4: a red house' },
      ],
      notices: [],
      footer: FOOTER,
      buttons: [{ action: 'cancel', label: 'Cancel', emoji: '❌', tone: 'secondary' }],
      menu: null,
    });
  });
  it.each([
    [{}, 'Getting ready', 0],
    [{ step: 1, steps: 4 }, 'Step 1 of 4', 0.25],
    [{ step: 1, steps: 4, waitingFor: plainMessage('nothing new') }, 'Waiting: nothing new', 0.25],
    [{ step: 4, steps: 4 }, 'Finishing', 1],
    [{ step: 9, steps: 4 }, 'Finishing', 1],
  ])('%j: %s', (progress, expected, fraction) => {
    expect(shown(someView({ state: RENDERING, progress }))).toMatchObject({ status: expected, fraction });
  });

  it('says when it is drawn a second time', () => {
    expect(shown(someView({ state: { ...RENDERING, attempt: 2 }, job: { attempts: 2 } })).notices).toEqual([
      'The last try came to nothing, so it is drawn again with the same seed',
    ]);
  });
});

describe('a job that is done', () => {
  it('shows its picture, its settings and what can be done with it', () => {
    expect(shown(someView({ state: done(1) }))).toEqual({
      tone: 'done',
      heading: '**a red house** · Ada',
      status: 'Drawn in 0.14 s',
      fraction: null,
      pictures: [{ kind: 'stored', file: 'job-0.png', alt: 'a red house' }],
      notices: [],
      footer: FOOTER,
      buttons: [
        { action: 'reroll', label: 'Reroll', emoji: '🔁', tone: 'primary' },
        { action: 'vary', label: 'Vary', emoji: '✨', tone: 'secondary' },
        { action: 'edit', label: 'Edit', emoji: '✏️', tone: 'secondary' },
        { action: 'delete', label: 'Delete', emoji: '❌', tone: 'secondary' },
      ],
      menu: {
        label: 'More',
        choices: [
          { action: 'region', label: 'Draw a part of it anew' },
          { action: 'hires', label: 'Draw it 1.5 times larger, with more detail' },
          { action: 'info', label: 'Show settings and where it came from' },
          { action: 'report', label: 'Report' },
        ],
      },
    });
  });

  it('shows those of several that are there, with what each shows', () => {
    const arrived = [{ data: new Uint8Array([1]), mime: 'image/png' }];
    const view = someView({ state: RENDERING, spec: { count: 2 }, progress: { step: 4, steps: 4, arrived } });
    expect(shown(view)).toMatchObject({
      status: '1 of 2 pictures drawn',
      fraction: 1,
      pictures: [{ kind: 'preview', ...arrived[0], alt: 'Picture 1 of 2: a red house' }],
    });
  });

  it('numbers several pictures', () => {
    const panel = shown(someView({ state: done(3), spec: { count: 3 } }));
    expect(panel.status).toBe('3 pictures drawn in 0.14 s');
    expect(panel.pictures.map((each) => each.alt)).toEqual([
      'Picture 1 of 3: a red house',
      'Picture 2 of 3: a red house',
      'Picture 3 of 3: a red house',
    ]);
    expect(panel.footer).toContain('seeds 7–9');
  });

  it('says when its pictures are gone', () => {
    expect(status(someView({ state: done(0) }))).toBe('The pictures are not stored any more');
  });
});

describe('a job that ended otherwise', () => {
  const failed = (code: Extract<JobState, { kind: 'failed' }>['code'], reason: string): JobState => ({
    kind: 'failed',
    code,
    reason: plainMessage(reason),
  });
  it.each([
    [
      failed('invalid', 'Cannot use this seed: it must be 0, given 1'),
      'failed',
      'This did not work: Cannot use this seed: it must be 0, given 1. Change it with ✏️ Edit.',
    ],
    [
      failed('unavailable', 'The engine died.'),
      'failed',
      'This did not work: The engine died. Wait a moment, then use 🔁 Try again.',
    ],
    [
      failed('internal', 'Something *went* wrong'),
      'failed',
      'This did not work: Something \\*went\\* wrong. 🔁 Try again may help; the operator finds the details in the log.',
    ],
    [failed('denied', 'You may not'), 'failed', 'This did not work: You may not.'],
    [{ kind: 'cancelled', byId: 'ada' } as const, 'stopped', 'Cancelled'],
    [{ kind: 'cancelled', byId: 'mod' } as const, 'stopped', 'Cancelled by a moderator'],
  ])('%j', (state, tone, expected) => {
    const view = someView({ state });
    expect(shown(view)).toMatchObject({ tone, status: expected, fraction: null, pictures: [], footer: FOOTER });
    expect(shown(view).buttons.map((button) => button.label)).toEqual(['Try again', 'Edit', 'Delete']);
    expect(actions(view)).toEqual(['reroll', 'edit', 'delete']);
  });

  it('shows nothing of what was deleted', () => {
    expect(shown(someView({ state: { kind: 'deleted' } }))).toEqual({
      tone: 'stopped',
      heading: 'This picture was deleted',
      status: 'Deleted',
      fraction: null,
      pictures: [],
      notices: [],
      footer: [],
      buttons: [],
      menu: null,
    });
  });
});

describe('words of members', () => {
  it('are shown as they are', () => {
    const view = someView({
      settled: { order: { prompt: '**@everyone**\n> [x](https://x.y) `z`' } },
      job: { ownerName: '_A_' },
    });
    expect(shown(view).heading).toBe('**\\*\\*@\u200beveryone\\*\\* > \\[x\\](https\\://x.y) \\`z\\`** · \\_A\\_');
  });

  it('are cut where they are long, between what a reader takes for characters', () => {
    const heading = shown(someView({ settled: { order: { prompt: '👩🏽‍🚀'.repeat(100) } } })).heading;
    expect(heading).toBe(`**${'👩🏽‍🚀'.repeat(34)}…** · Ada`);
  });

  it('stay within a code block in notices', () => {
    const notices = [
      aboutText(plainMessage('Odd *word*'), { text: 'a *b*', from: 2, to: 3 }),
      plainMessage('Steps lowered to 50'),
    ];
    expect(shown(someView({ settled: { notices } })).notices).toEqual([
      'Odd \\*word\\*\n```\na *b*\n  ^\n```',
      'Steps lowered to 50',
    ]);
  });

  it('never make a heading longer than a message takes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary-ascii', maxLength: 3000 }), (prompt) => {
        const { heading } = shown(someView({ settled: { order: { prompt } } }));
        expect(heading.length).toBeLessThan(600);
        expect(heading).not.toMatch(/\n|@everyone/);
      }),
    );
  });
});

describe('the footer', () => {
  it.each([
    [
      { guidance: 7.5, steps: 1 },
      '1 step · guidance 7.5 · 512×512 · seed 7 · style storybook · sampler lcm · model demo',
    ],
    [
      { sampler: 'dpmpp_2m', karras: true },
      '4 steps · guidance 1 · 512×512 · seed 7 · style storybook · sampler dpmpp\\_2m karras · model demo',
    ],
    [
      { count: 2, seed: 2 ** 32 - 1 },
      '4 steps · guidance 1 · 512×512 · seeds 4294967295–0 · style storybook · sampler lcm · model demo',
    ],
  ])('has the settings of %j', (spec, footer) => expect(shown(someView({ spec })).footer).toBe(footer));

  it('leaves out a style where there was none', () => {
    expect(shown(someView({ settled: { style: null } })).footer).not.toContain('style');
  });

  it('has a hint about the demo model in the studio alone', () => {
    expect(shown(someView(), STUDIO).footer).toBe(
      `${FOOTER}\nThe demo model draws scenes of stickers only; /help says how to add a real one`,
    );
    expect(shown(someView({ spec: { model: 'dreamlike' } }), STUDIO).footer).not.toContain('\n');
  });
});

describe('the button that makes a picture larger', () => {
  const offered = (view: ReturnType<typeof someView>) =>
    panelOf(view, DISCORD, { upscale: true }).buttons.map(({ action }) => action);
  const upscaled = {
    kind: 'upscale',
    image: { sha256: '0', bytes: 1, mime: 'image/png' },
    model: '',
    scale: 0,
  } as const;

  it('is there where a renderer can, one for each of several pictures', () => {
    expect(actions(someView({ job: { state: done(1) } }))).toEqual(['reroll', 'vary', 'edit', 'delete']);
    expect(offered(someView({ job: { state: done(1) } }))).toEqual(['reroll', 'vary', 'upscale', 'edit', 'delete']);
    const grid = panelOf(someView({ job: { state: done(2) } }), DISCORD, { upscale: true });
    expect(grid.buttons.map(({ label, picture }) => [label, picture])).toEqual([
      ['U1', 0],
      ['U2', 1],
      ['Reroll', undefined],
      ['V1', 0],
      ['V2', 1],
      ['Edit', undefined],
    ]);
    expect(grid.menu?.choices.map(({ action }) => action)).toEqual(['vary', 'region', 'info', 'report', 'delete']);
    expect(actions(someView({ job: { state: done(2) } }))).toEqual(['reroll', 'variation', 'variation', 'edit']);
    expect(offered(someView({ job: { state: RENDERING } }))).toEqual(['cancel']);
  });

  it('is under a picture that was made larger, too; there are no words of it to edit or draw again', () => {
    const view = someView({ job: { state: done(1) } });
    const larger = { ...view, job: { ...view.job, settled: { ...view.job.settled, task: upscaled } } };
    expect(offered(larger)).toEqual(['upscale', 'delete']);
    expect(asMarkdown(panelOf(larger, DISCORD)).footer).toBe('upscale');
  });
});
