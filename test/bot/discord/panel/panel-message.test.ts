import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprint, panelMessage, sentenceMessage } from '#bot/discord/panel/panel-message.ts';
import type { Panel } from '#bot/views/panel.ts';
import { plainNode, type RichText, rich, strong } from '#shared/text/rich.ts';

const MIB = 1024 * 1024;
const PANEL: Panel = {
  tone: 'done',
  heading: rich`${strong('a lighthouse')} · Ada`,
  status: rich`Drawn in 1.2 s`,
  fraction: null,
  pictures: [],
  notices: [],
  footer: rich`4 steps · seed 7`,
  menu: null,
  buttons: [
    { action: 'reroll', label: 'Reroll', emoji: '🔁', tone: 'primary' },
    { action: 'delete', label: 'Delete', emoji: '❌', tone: 'secondary' },
  ],
};
const PREVIEW = { kind: 'preview', data: new Uint8Array([1, 2]), mime: 'image/webp', alt: 'a preview' } as const;

type Options = Parameters<typeof panelMessage>[1];

function messageOf(change: Partial<Panel> = {}, options: Partial<Options> = {}) {
  const stored: Options['stored'] = new Map();
  return panelMessage(
    { ...PANEL, ...change },
    { jobId: 'job-7', stored, preview: null, bytesMax: 10 * MIB, sizeRefused: false, language: 'en', ...options },
  );
}

type Component = { type: number; content?: string; components?: Component[]; [key: string]: unknown };

function allOf(components: readonly unknown[]): Component[] {
  return (components as Component[]).flatMap((one) => [one, ...allOf(one.components ?? [])]);
}

const textOf = (message: ReturnType<typeof messageOf>) =>
  allOf(message.body.components).flatMap((one) => one.content ?? []);

function stored(sizes: Readonly<Record<string, number>>) {
  const entries = Object.entries(sizes);
  return {
    pictures: entries.map(([file]) => ({ kind: 'stored', file, alt: `alt of ${file}` }) as const),
    files: new Map(
      entries.map(
        ([file, bytes]) => [file, { data: new Uint8Array(bytes), mime: 'image/png', pngBytes: bytes }] as const,
      ),
    ),
  };
}

describe('panelMessage()', () => {
  it('makes one container of heading, status, footer and buttons', () => {
    const { body, files } = messageOf();
    expect(body.flags).toBe(1 << 15);
    expect(body.allowed_mentions).toEqual({ parse: [] });
    expect(files).toEqual([]);
    expect(body.components).toEqual([
      {
        type: 17,
        accent_color: null,
        components: [
          { type: 10, content: '**a lighthouse** · Ada' },
          { type: 10, content: 'Drawn in 1.2 s' },
          { type: 10, content: '-# 4 steps · seed 7' },
          {
            type: 1,
            components: [
              { type: 2, style: 1, label: 'Reroll', emoji: { name: '🔁' }, custom_id: 'e1:reroll:job-7' },
              { type: 2, style: 2, label: 'Delete', emoji: { name: '❌' }, custom_id: 'e1:delete:job-7' },
            ],
          },
        ],
      },
    ]);
  });

  it.each([
    [0, '▱▱▱▱▱▱▱▱▱▱▱▱'],
    [0.5, '▰▰▰▰▰▰▱▱▱▱▱▱'],
    [1, '▰▰▰▰▰▰▰▰▰▰▰▰'],
    [7, '▰▰▰▰▰▰▰▰▰▰▰▰'],
  ])('draws a bar at %d', (fraction, bar) => {
    expect(textOf(messageOf({ fraction }))).toContain(`Drawn in 1.2 s\n${bar}`);
  });

  it('shows a preview as a file that the gallery names', () => {
    const { body, files } = messageOf({ pictures: [PREVIEW] });
    expect(files).toMatchObject([{ name: 'preview.webp', contentType: 'image/webp' }]);
    expect(body.attachments).toEqual([{ id: '0', filename: 'preview.webp', description: 'a preview' }]);
    const gallery = allOf(body.components).find((one) => one.type === 12);
    expect(gallery?.items).toEqual([{ media: { url: 'attachment://preview.webp' }, description: 'a preview' }]);
  });

  it('shows stored pictures in order, each with its own name and description', () => {
    const { pictures, files } = stored({ 'b.png': 3, 'a.png': 4 });
    const message = messageOf({ pictures }, { stored: files });
    expect(message.files.map(({ name, data }) => [name, (data as Buffer).length])).toEqual([
      ['easel-job-7-1.png', 3],
      ['easel-job-7-2.png', 4],
    ]);
    expect(message.body.attachments.map(({ description }) => description)).toEqual(['alt of b.png', 'alt of a.png']);
  });

  it('says when a picture is gone from the store', () => {
    const { pictures } = stored({ 'a.png': 1 });
    expect(textOf(messageOf({ pictures }))).toContain('1 picture is no longer in the store.');
  });

  it('shows the preview instead of a picture that is too large, and says both sizes', () => {
    const { pictures, files } = stored({ 'a.png': 12 * MIB });
    const message = messageOf({ pictures }, { stored: files, preview: PREVIEW });
    expect(message.files.map(({ name }) => name)).toEqual(['preview.webp']);
    expect(textOf(message)).toContain(
      '1 picture is too large to show here: this channel takes files up to 10.0 MiB, the largest is 12.0 MiB.' +
        ' The last preview stands in. The operator of this bot keeps a.png.',
    );
  });

  it('keeps the pictures that fit when another one does not', () => {
    const { pictures, files } = stored({ 'a.png': 12 * MIB, 'b.png': MIB });
    const message = messageOf({ pictures }, { stored: files, preview: PREVIEW });
    expect(message.files.map(({ name }) => name)).toEqual(['easel-job-7-2.png']);
    expect(textOf(message).join()).toContain('1 picture is too large to show here');
  });

  it('stays below what one request may carry', () => {
    const { pictures, files } = stored({ 'a.png': 9 * MIB, 'b.png': 9 * MIB, 'c.png': 9 * MIB });
    const message = messageOf({ pictures }, { stored: files });
    expect(message.files).toHaveLength(2);
    expect(textOf(message).join()).toContain('1 picture is too large to show here: one message takes 24.0 MiB');
  });

  it('says that a picture is shown as another kind of file, and has a button for the PNG itself', () => {
    const { pictures } = stored({ 'a.png': 1 });
    const webp = { data: new Uint8Array(MIB), mime: 'image/webp', pngBytes: 11 * MIB } as const;
    const message = messageOf({ pictures }, { stored: new Map([['a.png', webp]]) });
    expect(message.files.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['easel-job-7-1.webp', 'image/webp'],
    ]);
    expect(textOf(message)).toContain(
      '1 picture is shown at full size as WebP, as the PNG is too large: ' +
        'this channel takes files up to 10.0 MiB, the largest is 11.0 MiB.',
    );
    const buttons = allOf(message.body.components).filter(({ type }) => type === 2);
    expect(buttons.at(-1)).toMatchObject({ label: 'PNG', custom_id: 'e1:original:job-7' });
  });

  it('leaves out whole notices, never half a code block', () => {
    const excerpt = { kind: 'excerpt', text: 'x'.repeat(300), from: 100, to: 101 } as const;
    const notices = Array.from(
      { length: 9 },
      (_, index) => rich`problem ${String(index)} ${'y'.repeat(250)}${excerpt}`,
    );
    const text = textOf(messageOf({ notices })).join('\n');
    expect((text.match(/```/g) ?? []).length % 2).toBe(0);
    expect(text).toContain('-# … and 5 more');
  });

  it('stays within the limits of Discord whatever the panel says', () => {
    const plain = (text: string): RichText => [plainNode(text)];
    const text = fc.string({ unit: 'grapheme', maxLength: 6000 }).map(plain);
    const panels = fc.record({
      heading: text,
      status: text,
      footer: text,
      notices: fc.array(fc.string({ maxLength: 900 }).map(plain), { maxLength: 30 }),
      fraction: fc.option(fc.double({ noNaN: true })),
      buttons: fc.array(fc.constantFrom(...PANEL.buttons), { maxLength: 12 }),
      pictures: fc.array(fc.constant(PREVIEW), { maxLength: 14 }),
    });
    fc.assert(
      fc.property(panels, (change) => {
        const { body, files } = messageOf(change);
        const components = allOf(body.components);
        const texts = components.flatMap((one) => one.content ?? []);
        expect(texts.join('').length).toBeLessThanOrEqual(4000);
        expect(texts.every((each) => each.trim() !== '')).toBe(true);
        expect(texts.join('').isWellFormed()).toBe(true);
        expect(components.length).toBeLessThanOrEqual(40);
        expect(files.length).toBeLessThanOrEqual(10);
        expect(components.filter((one) => one.type === 1).every((row) => row.components!.length <= 5)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('fingerprint()', () => {
  it('is the same for the same look and another for other bytes', () => {
    const other = { ...PREVIEW, data: new Uint8Array([1, 3]) };
    expect(fingerprint(messageOf({ pictures: [PREVIEW] }))).toBe(fingerprint(messageOf({ pictures: [PREVIEW] })));
    expect(fingerprint(messageOf({ pictures: [PREVIEW] }))).not.toBe(fingerprint(messageOf({ pictures: [other] })));
  });
});

describe('sentenceMessage()', () => {
  it('says one thing and mentions nobody', () => {
    expect(sentenceMessage('Wait a moment.').body).toEqual({
      flags: 1 << 15,
      components: [{ type: 10, content: 'Wait a moment.' }],
      attachments: [],
      allowed_mentions: { parse: [] },
    });
  });
});
