import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';
import { pidIn } from '#shared/process-identity.ts';
import { endAll, startEaselProcess } from '#test/journeys/easel-process.ts';
import { temporaryFolder } from '#test/journeys/temporary-folder.ts';

vi.setConfig({ testTimeout: 90_000 });

const folder = temporaryFolder();

afterAll(async () => {
  await endAll();
  folder.remove();
});

/** A driver's tool that lists two cards. */
const NVIDIA_SMI = `#!/bin/sh
echo 'GPU 0: NVIDIA H200 (UUID: GPU-1d2f)'
echo 'GPU 1: NVIDIA H200 (UUID: GPU-77aa)'
`;

it.runIf(existsSync('/proc/self/environ'))(
  'a machine with two cards has a renderer for each, which sees it alone',
  async () => {
    const tools = join(folder.path, 'tools');
    mkdirSync(tools);
    writeFileSync(join(tools, 'nvidia-smi'), NVIDIA_SMI);
    chmodSync(join(tools, 'nvidia-smi'), 0o755);
    const data = join(folder.path, 'data');
    await startEaselProcess({
      PATH: `${tools}:${process.env.PATH}`,
      EASEL_DATA: data,
      EASEL_CACHE: join(folder.path, 'cache'),
      EASEL_PROVIDER: 'cpu',
      EASEL_THREADS: '1',
    });
    const records = ['gpu-0', 'gpu-1'].map((id) => join(data, 'run', `${id}.json`));
    await vi.waitUntil(() => records.every((record) => existsSync(record)), { timeout: 60_000, interval: 100 });
    expect(records.map(visibleCards)).toEqual(['GPU-1d2f', 'GPU-77aa']);
  },
);

/** What CUDA may see in the process of a renderer. */
function visibleCards(record: string): string | undefined {
  const { identity } = JSON.parse(readFileSync(record, 'utf8')) as { readonly identity: string };
  const variables = readFileSync(`/proc/${pidIn(identity)}/environ`, 'utf8').split('\0');
  return variables.find((each) => each.startsWith('CUDA_VISIBLE_DEVICES='))?.split('=')[1];
}
