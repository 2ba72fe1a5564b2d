import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { onSoftwareVulkan, softwareVulkan } from '#test/fakes/software-vulkan.ts';

const ENTRY = fileURLToPath(new URL('../gpu-check.ts', import.meta.url));
const vulkan = softwareVulkan();

interface Outcome {
  readonly code: number;
  readonly text: string;
}

async function gpuCheck(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const options = { env: { ...process.env, ...env }, timeout: 270_000 };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [ENTRY, ...args], options);
    return { code: 0, text: stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, text: stdout };
  }
}

/** Rows of the tables, as cells. */
function rows(text: string): readonly (readonly string[])[] {
  const cells = text.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  return cells.filter((line) => line.length > 3 && !/---|network|step,/.test(line.join('|')));
}

describe('gpu:check', () => {
  it('checks networks and times steps, here on the CPU', async () => {
    const { code, text } = await gpuCheck(['--provider', 'cpu', '--quick']);
    expect(code, text).toBe(0);
    expect(text).toContain('Provider: cpu (asked for)');
    expect(text).toMatch(/Matrix products 256³: [\d.]+ TFLOP\/s/);
    const table = rows(text);
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

describe.skipIf(!vulkan)(onSoftwareVulkan('WebGPU on a driver in software'), () => {
  // Such a driver takes seconds for each kind of shader, so the others are left to `npm run gpu:check`; the engine's
  // test draws a picture with a VAE and another UNet.
  const nets = ['unet sd15_layers1', 'clip l_quick_gelu'];

  it('gives the numbers of diffusers, and leaves nothing but sizes to the CPU', { timeout: 280_000 }, async () => {
    const { code, text } = await gpuCheck(['--provider', 'webgpu', '--skip-steps', '--only', nets.join()], vulkan!);
    expect(code, text).toBe(0);
    const table = rows(text);
    expect(table.map(([, name]) => name)).toEqual(nets);
    for (const [, name, , bound, onCpu, verdict] of table)
      expect([name, bound, onCpu, verdict]).toEqual([name, '0.002', 'none', 'right']);
  });
});
