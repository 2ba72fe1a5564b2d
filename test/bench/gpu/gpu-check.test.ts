import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cardChoice } from '#test/bench/gpu/card-facts.ts';
import { readCheckOrder } from '#test/bench/gpu/check-order.ts';
import { gpuCheck, tableRows } from '#test/bench/gpu/run-gpu-check.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

describe('gpu:check', () => {
  it('checks networks and times steps, here on the CPU', async () => {
    const json = join(scratchFolder(), 'check.json');
    const { code, text } = await gpuCheck(['--provider', 'cpu', '--quick', '--json', json]);
    expect(code, text).toBe(0);
    expect(text).toContain('Provider: cpu (asked for)');
    expect(text).toMatch(/Matrix products 256³: [\d.]+ TFLOP\/s/);
    const table = tableRows(text);
    expect(table.filter((cells) => cells.includes('right'))).toHaveLength(8);
    const steps = table.filter(([, name]) => name === 'tiny 256×256');
    expect(steps.map((cells) => cells[2])).toEqual(['1', '2']);
    for (const cells of steps) for (const cell of cells.slice(3, 6)) expect(Number(cell)).toBeGreaterThan(0);
    const written = JSON.parse(await readFile(json, 'utf8')) as { parity: readonly object[]; rows: readonly object[] };
    expect(written).toMatchObject({ provider: 'cpu', reason: 'asked for', precision: 'float32', coldStart: null });
    expect(written.parity).toHaveLength(8);
    expect(written.rows).toMatchObject([1, 2].map((batch) => ({ name: 'tiny 256×256', batch, areFinite: true })));
  });

  it('refuses a provider that it does not know', async () => {
    const { code, text } = await gpuCheck(['--provider', 'tpu']);
    expect(code).toBe(2);
    expect(text).toContain('--provider must be one of auto, cuda, webgpu, cpu, given tpu');
  });
});

describe('what gpu:check is asked for', () => {
  it('is everything that computes here, unless something is said', () => {
    const usual = { provider: 'auto', isQuick: false, only: null, withVariants: false, withSteps: true };
    expect(readCheckOrder([], ['vae'])).toEqual({ ...usual, matrixSeconds: null, json: null });
    const said = ['--matrix', '--budget-s', '60', '--only', 'vae', '--json', 'a.json', '--provider', 'webgpu'];
    const asked = { provider: 'webgpu', only: ['vae'], withSteps: false, matrixSeconds: 60, json: 'a.json' };
    expect(readCheckOrder(said, ['vae', 'unet'])).toEqual({ ...usual, ...asked });
    expect(readCheckOrder(['--matrix'], [])).toMatchObject({ matrixSeconds: 330 });
  });

  it.each([
    ['--only vae,uent', '--only must be one of vae, unet, given uent'],
    ['--only=', '--only must be one of vae, unet, given nothing'],
    ['--budget-s 60', '--budget-s must be beside --matrix, given alone'],
    ['--matrix --budget-s soon', '--budget-s must be a number from 0 to 86400, given "soon"'],
    ['--matrix --skip-steps', '--skip-steps must be without --matrix, given with it'],
    ['--fast', "Unknown option '--fast'"],
  ])('cannot be %s', (words, sentence) => {
    expect(() => readCheckOrder(words.split(' '), ['vae', 'unet'])).toThrow(sentence);
  });
});

it.each([
  [undefined, []],
  ['', []],
  ['GPU-77aa,GPU-1d2f', ['--id=GPU-77aa']],
  ['1', ['--id=1']],
])('asks about the card that CUDA may see: %s', (visible, words) => {
  expect(cardChoice(visible)).toEqual(words);
});
