import { readFile, writeFile } from 'node:fs/promises';
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

  it.each([
    ['81559', '1234', 'Card: NVIDIA H100 80GB HBM3, driver 580.65.06, 81559 MiB, 1234 of them in use', 81_559],
    ['[N/A]', '[N/A]', 'Card: NVIDIA H100 80GB HBM3, driver 580.65.06, ? MiB, ? of them in use', null],
  ])('says what nvidia-smi tells of the card: %s MiB', async (memory, used, line, memoryMib) => {
    const folder = scratchFolder();
    await writeNvidiaSmi(folder, { memory, used });
    const json = join(folder, 'check.json');
    const wish = ['--provider', 'cpu', '--quick', '--skip-steps', '--only', 'taesd', '--json', json];
    const { code, text } = await gpuCheck(wish, { PATH: `${folder}:${process.env.PATH}`, CUDA_VISIBLE_DEVICES: '1' });
    expect(code, text).toBe(0);
    expect(text.split('\n')).toContain(line);
    const { card } = JSON.parse(await readFile(json, 'utf8')) as { card: unknown };
    expect(card).toEqual({ name: 'NVIDIA H100 80GB HBM3', driver: '580.65.06', memoryMib });
  });

  it('refuses a provider that it does not know', async () => {
    const { code, text } = await gpuCheck(['--provider', 'tpu']);
    expect(code).toBe(2);
    expect(text).toContain('--provider must be one of auto, cuda, webgpu, cpu, given tpu');
  });
});

/** A program that answers as NVIDIA's does about card 1 of a machine, and fails when it is asked otherwise. */
async function writeNvidiaSmi(folder: string, { memory, used }: Readonly<Record<string, string>>): Promise<void> {
  const lines = [
    '#!/bin/sh',
    '[ "$1 $3" = "--id=1 --format=csv,noheader,nounits" ] || exit 6',
    'case "$2" in',
    `--query-gpu=name,driver_version,memory.total) echo 'NVIDIA H100 80GB HBM3, 580.65.06, ${memory}' ;;`,
    `--query-gpu=memory.used) echo '${used}' ;;`,
    '*) exit 2 ;;',
    'esac',
  ];
  await writeFile(join(folder, 'nvidia-smi'), `${lines.join('\n')}\n`, { mode: 0o755 });
}

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
