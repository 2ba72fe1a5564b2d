import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { attentionKernels } from '#test/bench/gpu/attention-kernels.ts';
import { type ColdStart, readColdStart } from '#test/bench/gpu/cold-start.ts';
import { type FirstPicture, firstPictureSentence } from '#test/bench/gpu/first-picture.ts';
import type { MatrixRow } from '#test/bench/gpu/matrix.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { MATRIX_HEADER, matrixLine } from '#test/bench/gpu/matrix-table.ts';
import { gpuCheck, tableRows } from '#test/bench/gpu/run-gpu-check.ts';
import { runtimeWays } from '#test/bench/gpu/runtime-ways.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const WAYS = ['C API', 'bound', 'bound, recorded', 'binding'];

describe('gpu:check --variants', () => {
  it('checks what nobody has by itself where that is asked for', async () => {
    const wish = ['--provider', 'cpu', '--skip-steps', '--only', 'unet sd15_layers1', '--variants'];
    const { code, text } = await gpuCheck(wish);
    expect(code, text).toBe(0);
    const variants = ['', ', fp8', ', int8', ', 8-bit MatMulNBits'];
    expect(tableRows(text).map(([, name, , , , verdict]) => [name, verdict])).toEqual(
      variants.map((variant) => [`unet sd15_layers1${variant}`, 'right']),
    );
  });
});

describe('gpu:check --matrix', () => {
  it('compares the ways to ONNX Runtime, with and without a LoRA, and writes what it prints', {
    timeout: 200_000,
  }, async () => {
    const json = join(scratchFolder(), 'matrix.json');
    const wish = ['--provider', 'cpu', '--quick', '--only', 'taesd', '--matrix', '--json', json];
    // As on a lent machine, the processes that it starts included.
    const onlyPacked = `--import ${new URL('only-packed.ts', import.meta.url).href}`;
    const { code, text } = await gpuCheck(wish, { NODE_OPTIONS: onlyPacked });
    expect(code, text).toBe(0);
    const rows = tableRows(text).filter(([, name]) => name === 'tiny 256×256');
    expect(rows.map((cells) => cells.slice(2, 5))).toEqual([
      ...WAYS.flatMap((way) => [1, 2].map((count) => ['none', way, String(count)])),
      ...WAYS.map((way) => ['rank 16', way, '1']),
      ...['C API', 'bound'].map((way) => ['rank 16, merged', way, '1']),
    ]);
    const replays = rows.filter((cells) => cells[3] === 'bound, recorded').map((cells) => cells.at(-4));
    expect(replays).toEqual(['same', 'same', 'same']);
    const variants = tableRows(text).filter(([, name]) => name?.startsWith('tiny 256×256, '));
    expect(variants.map((cells) => [cells[1], cells.at(-2)])).toEqual([
      ['tiny 256×256, int8', expect.stringMatching(/^[\d.]+e-\d of 0\.1$/)],
      ['tiny 256×256, fp8', expect.stringMatching(/^[\d.]+e-\d of 0\.2$/)],
      ['tiny 256×256, 8-bit MatMulNBits', expect.stringMatching(/^[\d.]+e-\d of 0\.1$/)],
      ['tiny 256×256, half accumulation', expect.stringMatching(/^[\d.]+e-\d of 0\.1$/)],
    ]);
    const written = JSON.parse(readFileSync(json, 'utf8')) as {
      rows: readonly MatrixRow[];
      coldStart: ColdStart;
      firstPicture: FirstPicture;
    };
    const { processMs, providerMs, openMs, firstStepMs, totalMs } = written.coldStart;
    expect(Math.min(processMs, providerMs, openMs, firstStepMs)).toBeGreaterThan(0);
    expect(processMs + providerMs + openMs + firstStepMs).toBeLessThan(totalMs);
    expect(text).toContain(`Cold start to the first step: ${Math.round(totalMs)} ms`);
    const { firstPictureMs, ...parts } = written.firstPicture;
    const { readyMs, loadMs, denoiseMs, decodeMs } = parts;
    expect(Math.min(...Object.values(parts))).toBeGreaterThan(0);
    expect(readyMs + loadMs + denoiseMs + decodeMs).toBeLessThan(firstPictureMs);
    expect(text).toContain(firstPictureSentence('quick', written.firstPicture));
    expect(written.rows).toHaveLength(rows.length + variants.length);
    for (const { lora, ms, switchMs, difference, way, replaysExactly } of written.rows) {
      expect(ms).toBeGreaterThan(0);
      expect(switchMs !== null, lora).toBe(lora.endsWith('merged'));
      expect(difference ?? 0).toBeLessThan(1e-5);
      expect(replaysExactly).toBe(way === 'bound, recorded' ? true : null);
    }
  });

  it('tells in a row which attention kernels ran, where CUDA was asked', () => {
    const times = { name: 'sdxl', lora: 'none', way: 'C API', rows: 2, openMs: 1, warmUpMs: 2, ms: 3 } as const;
    const none = { share: null, memoryMib: null, switchMs: null, difference: null, replaysExactly: null, golden: null };
    const line = (kernels: readonly string[] | null) => matrixLine({ ...times, ...none, kernels });
    expect(line(['CUDNN_FLASH_ATTENTION', 'MATH'])).toContain('| CUDNN_FLASH_ATTENTION, MATH |');
    expect(tableRows(line(null))[0]).toHaveLength(MATRIX_HEADER.split('\n')[1]!.split('|').length);
    expect(tableRows(matrixLine({ ...times, trouble: 'no time was left' }))[0]).toHaveLength(16);
  });

  it('asks for them in a process of its own, where a CPU tells nothing', async () => {
    const folder = scratchFolder();
    const one = { name: 'tiny 256×256', lora: 'none', way: 'C API', rows: 1, folder } as const;
    const asked = (name: string) =>
      attentionKernels({ ...one, name, options: { provider: 'cpu', threads: 1 } }, 60_000);
    expect(await asked('tiny 256×256')).toEqual([]);
    await expect(asked('large')).rejects.toThrow('no unit is called large');
  });

  it('asks of every way that is about attention, and of the step of SDXL', () => {
    const attention = runtimeWays('cuda').filter(({ name }) => name.startsWith('attention'));
    const asked = matrixPlan().flatMap(({ name, kernelWays = [] }) => kernelWays.map((way) => `${name}: ${way}`));
    expect(asked).toEqual([
      'sdxl 1024×1024: C API',
      ...['sd15 512×512', 'sdxl 1024×1024'].flatMap((unit) => attention.map(({ name }) => `${unit}: ${name}`)),
    ]);
  });

  it('tells which attention kernels ran, from what ONNX Runtime prints among the lines', () => {
    const line = (kernel: string) => `Operator=MultiHeadAttention Node=attn1 DataType=fp16 SdpaKernel=${kernel}\n`;
    const printed = `${line('CUDNN_FLASH_ATTENTION')}${line('CUDNN_FLASH_ATTENTION')}${line('MATH')}\n{"openMs":5}\n`;
    expect(readColdStart(printed)).toEqual({ openMs: 5, attentionKernels: ['CUDNN_FLASH_ATTENTION', 'MATH'] });
  });

  it('says of the first picture what it is, and what a card should need for it', () => {
    const taken = { readyMs: 1200, loadMs: 4300, encodeMs: 30, denoiseMs: 810, decodeMs: 90.4, firstPictureMs: 8123.4 };
    expect(firstPictureSentence('full', taken)).toBe(
      'First picture after a cold start: 8123 ms (aim 10000 ms; sd15 with its VAE, 512×512, 4 steps; ' +
        'ready 1200, load 4300, prompt 30, steps 810, decode 90)',
    );
  });

  it('says what it had no time for', async () => {
    const wish = ['--provider', 'cpu', '--quick', '--only', 'taesd', '--matrix', '--budget-s', '0'];
    const { code, text } = await gpuCheck(wish);
    expect(code).toBe(0);
    expect(tableRows(text).filter((cells) => cells.includes('no time was left'))).toHaveLength(15);
  });

  it('begins with what people wait for most', () => {
    const names = matrixPlan().map(({ name }) => name);
    expect(names.slice(0, 3)).toEqual(['sdxl 1024×1024', 'sd15 512×512', 'vega 1024×1024']);
    expect(names).toContain('vega 1024×1024, 4 steps and taesd');
    expect(names).toContain('sdxl 1024×1024, packed QKV, BiasAdd');
    for (const variant of ['int8', 'fp8', 'half accumulation', 'single precision', '8-bit MatMulNBits'])
      expect(names).toContain(`sdxl 1024×1024, ${variant}`);
    expect(new Set(matrixPlan().map(({ lora }) => lora))).toEqual(
      new Set(['none', 'rank 16', 'none, merged', 'rank 16, merged']),
    );
  });
});
