import { describe, expect, it } from 'vitest';
import { gpuCheck, tableRows } from '#test/bench/gpu/run-gpu-check.ts';

describe('gpu:check', () => {
  it('checks networks and times steps, here on the CPU', async () => {
    const { code, text } = await gpuCheck(['--provider', 'cpu', '--quick']);
    expect(code, text).toBe(0);
    expect(text).toContain('Provider: cpu (asked for)');
    expect(text).toMatch(/Matrix products 256³: [\d.]+ TFLOP\/s/);
    const table = tableRows(text);
    expect(table.filter((cells) => cells.includes('right'))).toHaveLength(8);
    const steps = table.filter(([, name]) => name === 'tiny 256×256');
    expect(steps.map((cells) => cells[2])).toEqual(['1', '2']);
    for (const cells of steps) for (const cell of cells.slice(3, 6)) expect(Number(cell)).toBeGreaterThan(0);
  });

  it('refuses a provider that it does not know', async () => {
    const { code, text } = await gpuCheck(['--provider', 'tpu']);
    expect(code).toBe(2);
    expect(text).toContain('Cannot check tpu: it must be auto, cuda, webgpu, cpu');
  });
});
