import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ColdStart, readColdStart } from '#test/bench/gpu/cold-start.ts';
import type { MatrixRow } from '#test/bench/gpu/matrix.ts';
import { matrixPlan } from '#test/bench/gpu/matrix-plan.ts';
import { gpuCheck, tableRows } from '#test/bench/gpu/run-gpu-check.ts';
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
    const { code, text } = await gpuCheck(wish);
    expect(code, text).toBe(0);
    const rows = tableRows(text).filter(([, name]) => name === 'tiny 256×256');
    expect(rows.map((cells) => cells.slice(2, 5))).toEqual([
      ...WAYS.flatMap((way) => [1, 2].map((count) => ['none', way, String(count)])),
      ...WAYS.map((way) => ['rank 16', way, '1']),
      ...['C API', 'bound'].map((way) => ['rank 16, merged', way, '1']),
    ]);
    const replays = rows.filter((cells) => cells[3] === 'bound, recorded').map((cells) => cells.at(-3));
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
    };
    const { processMs, providerMs, openMs, firstStepMs, totalMs } = written.coldStart;
    expect(Math.min(processMs, providerMs, openMs, firstStepMs)).toBeGreaterThan(0);
    expect(processMs + providerMs + openMs + firstStepMs).toBeLessThan(totalMs);
    expect(text).toContain(`Cold start to the first step: ${Math.round(totalMs)} ms`);
    expect(written.rows).toHaveLength(rows.length + variants.length);
    for (const { lora, ms, switchMs, difference, way, replaysExactly } of written.rows) {
      expect(ms).toBeGreaterThan(0);
      expect(switchMs !== null, lora).toBe(lora.endsWith('merged'));
      expect(difference ?? 0).toBeLessThan(1e-5);
      expect(replaysExactly).toBe(way === 'bound, recorded' ? true : null);
    }
  });

  it('tells which attention kernels ran, from what ONNX Runtime prints among the lines', () => {
    const line = (kernel: string) => `Operator=MultiHeadAttention Node=attn1 DataType=fp16 SdpaKernel=${kernel}\n`;
    const printed = `${line('CUDNN_FLASH_ATTENTION')}${line('CUDNN_FLASH_ATTENTION')}${line('MATH')}\n{"openMs":5}\n`;
    expect(readColdStart(printed)).toEqual({ openMs: 5, attentionKernels: ['CUDNN_FLASH_ATTENTION', 'MATH'] });
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
