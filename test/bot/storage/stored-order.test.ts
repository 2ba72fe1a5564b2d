import { describe, expect, it } from 'vitest';
import type { SettledOrder } from '#bot/domain/job.ts';
import { readOrder, writeOrder } from '#bot/storage/stored-order.ts';
import { plainMessage } from '#shared/text/message.ts';
import { inEnglish } from '#test/bot/text/in-english.ts';
import { drawIn, settledOrder } from '#test/fakes/new-job.ts';
import { SOME_TASKS } from '#test/fakes/some-tasks.ts';
import { tinyPng } from '#test/fakes/tiny-png.ts';

const ORDER = {
  ...{ prompt: 'a cat', negative: 'dogs', style: 'ink', width: 64, height: 96, ratio: { width: 2, height: 3 } },
  ...{ steps: 4, guidance: 1.5, seed: 0, count: 1 },
  like: [{ image: { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' }, scope: 'style', strength: 0.5 }],
} as const;

describe('a settled order that is written', () => {
  it.each(SOME_TASKS.map((task) => [task.kind, task] as const))('is read as it was: %s', (_, task) => {
    const settled: SettledOrder = { order: ORDER, style: 'ink', task, notices: [plainMessage('steps lowered to 50')] };
    expect(readOrder(writeOrder(settled))).toEqual({ settled, inline: [] });
  });
  it('keeps every word about the picture that it starts from', () => {
    const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
    const margins = { left: 0.5, top: 0, right: 0, bottom: 0 };
    const start = { image, width: 8, height: 9, frames: 2, mask: image, margins, strength: 0.5 };
    const settled = { ...settledOrder(), order: { ...ORDER, start } };
    expect(readOrder(writeOrder(settled)).settled.order).toEqual({ ...ORDER, start });
  });
  it('keeps its control pictures, also the only one that older programs knew', () => {
    const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
    const control = [{ image, network: 'canny', weight: 0.5, from: 0, to: 0.5 }, { network: 'inpaint' }];
    const settled = { ...settledOrder(), order: { ...ORDER, control, controlGuess: true } };
    const written = writeOrder(settled);
    expect(readOrder(written).settled.order).toEqual(settled.order);
    const old = JSON.parse(written);
    old.order.control = { image, network: 'canny' };
    expect(readOrder(JSON.stringify(old)).settled.order.control).toEqual([{ image, network: 'canny' }]);
  });
  it('is not written with what could not be read again', () => {
    const order = { ...ORDER, colour: 'red' };
    expect(() => writeOrder({ ...settledOrder(), order })).toThrow(/colour/);
  });
  it('has a version', () => {
    expect(JSON.parse(writeOrder(settledOrder()))).toMatchObject({ v: 2, task: { kind: 'draw' } });
  });
});

/** What the program wrote before jobs were tasks. */
function oldRow(change: Record<string, unknown> = {}, rest: Record<string, unknown> = {}): string {
  const { kind: _, ...spec } = settledOrder().task;
  return JSON.stringify({
    order: { prompt: 'a cat' },
    style: null,
    notices: [],
    spec: { ...spec, ...change },
    ...rest,
  });
}

describe('a settled order of before', () => {
  const told = { originalWidth: 1024, originalHeight: 768, cropLeft: 8, cropTop: 0, aesthetic: null };
  const cases: [string, string, (settled: SettledOrder) => unknown, unknown][] = [
    ['is a task to draw', oldRow(), ({ task }) => task, settledOrder().task],
    ['says told for the size conditioning', oldRow({ told }), (s) => drawIn(s).sizeConditioning, told],
    ['may have told nothing', oldRow({ told: null }), (s) => drawIn(s).sizeConditioning, null],
    ['may start from no picture', oldRow({ source: null }), (s) => drawIn(s).source, null],
    ['has notices in words', oldRow({}, { notices: ['a'] }), ({ notices }) => inEnglish(notices), ['a']],
  ];
  it.each(cases)('%s', (_, row, look, expected) => expect(look(readOrder(row).settled)).toEqual(expected));

  it('had its files inside; they come out with the references that stand for them', () => {
    const png = tinyPng({ width: 8, height: 8, seed: 1 });
    const source = { image: png, strength: 0.5, mask: Buffer.alloc(0), margins: null, imageGuidance: 0 };
    const { settled, inline } = readOrder(oldRow({ source }));
    expect(inline).toHaveLength(1);
    const { ref, data } = inline[0]!;
    expect(Buffer.from(data).equals(png)).toBe(true);
    expect(ref).toMatchObject({ bytes: png.length, mime: 'image/png' });
    expect(drawIn(settled).source).toEqual({ ...source, image: ref, mask: null });
  });
});

describe('a notice', () => {
  it('may be a message with a key, or words', () => {
    const notices = [{ key: 'job.gone', values: {} }, 'words'];
    const row = JSON.stringify({ v: 2, ...settledOrder(), notices });
    expect(inEnglish(readOrder(row).settled.notices)).toEqual(['This picture is not there any more', 'words']);
  });
});

describe('what nobody wrote', () => {
  const { task, ...rest } = settledOrder();
  const wrong: [string, string][] = [
    ['no JSON', '{'],
    ['another thing', '[]'],
    ['a version of later', JSON.stringify({ v: 3, ...rest, task })],
    ['no task', JSON.stringify({ v: 2, ...rest })],
    ['a kind that is not known', JSON.stringify({ v: 2, ...rest, task: { ...task, kind: 'sing' } })],
    ['a field of another type', JSON.stringify({ v: 2, ...rest, task: { ...task, steps: '4' } })],
    ['a field that is not known', JSON.stringify({ v: 2, ...rest, task: { ...task, told: null } })],
    ['a field too few', JSON.stringify({ v: 2, ...rest, task: { ...task, sampler: undefined } })],
    ['a notice that is no sentence', JSON.stringify({ v: 2, ...rest, task, notices: [7] })],
    ['bytes where a reference belongs', oldRow({ source: { image: 'x', mask: 'y' } })],
  ];
  it.each(wrong)('is refused: %s', (_, row) => expect(() => readOrder(row)).toThrow());
});
