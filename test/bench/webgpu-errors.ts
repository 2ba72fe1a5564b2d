import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { endsWithUs } from '#test/bench/bench-scratch.ts';
import type { BenchRow } from '#test/bench/row.ts';
import { softwareVulkan } from '#test/fakes/software-vulkan.ts';

const GPU_CHECK = fileURLToPath(new URL('gpu-check.ts', import.meta.url));
const PATIENCE_MS = 600_000;

/** TAESD is left out: one picture of its size takes a driver in software ten seconds. */
const NETS = ['unet sd15_layers1', 'unet sdxl', 'vae', 'clip l_quick_gelu', 'clip h_gelu', 'clip g_gelu_proj'];

/** What `npm run gpu:check` finds of the golden networks on WebGPU, in 8 bits too, on a Vulkan driver in software. */
export async function* webgpuErrors(): AsyncGenerator<BenchRow, void, undefined> {
  const vulkan = softwareVulkan();
  if (!vulkan) {
    yield { name: 'webgpu', value: Number.NaN, unit: '', note: 'left out: no Chromium with SwiftShader is installed' };
    return;
  }
  const words = [GPU_CHECK, '--provider', 'webgpu', '--skip-steps', '--variants', '--only', NETS.join()];
  const options = { env: { ...process.env, ...vulkan }, timeout: PATIENCE_MS };
  const checking = promisify(execFile)(process.execPath, words, options);
  endsWithUs(checking.child);
  const { stdout } = await checking;
  for (const line of stdout.split('\n')) {
    const [, name = '', worst, bound] = line.split('|').map((cell) => cell.trim());
    if (!NETS.some((net) => name === net || name.startsWith(`${net}, `))) continue;
    yield { name: `webgpu: ${name}`, value: Number(worst), unit: 'abs', note: `bound ${bound}` };
  }
}
