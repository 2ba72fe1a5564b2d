import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { listModels } from '#renderer/cli/models/list-models.ts';
import { pullModels } from '#renderer/cli/models/pull-models.ts';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import { startFakeHub } from '#test/fakes/hub/fake-hub.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';

const scratch = scratchFolder();

it('takes one file of a repository with many control networks, and needs no models folder for it', async () => {
  const folder = await writeControlNet(scratch, 'as-published');
  const network = readFileSync(join(folder, 'diffusion_pytorch_model.safetensors'));
  const hub = await startFakeHub();
  onTestFinished(() => hub.close());
  const files = ['canny', 'depth'].map((what) => [`control_v11p_sd21_${what}.safetensors`, network] as const);
  hub.push({ name: 'thibaud/controlnet-sd21', files: Object.fromEntries(files) });
  const lines: string[] = [];
  const client = createHubClient({ endpoint: hub.endpoint, token: null });
  const clock = { now: () => 0, sleep: async () => {} };
  const modelsFolder = join(scratch, 'models');
  const context: CommandContext = {
    modelsFolder,
    lorasFolder: null,
    demoFolder: fileURLToPath(new URL('../../../../renderer/demo-model', import.meta.url)),
    cache: { client, folder: join(scratch, 'hub'), clock, signal: new AbortController().signal },
    index: client,
    github: client,
    civitai: client,
    output: { isTerminal: false, columns: 80, line: (text) => void lines.push(text), passing: () => {} },
  };

  await pullModels(['canny-sd21'], context);
  const [licence, pulled] = lines.splice(0);
  expect(licence).toBe('canny-sd21, licence other (not to be sold, merged or distributed)');
  expect(pulled).toContain('control_v11p_sd21_canny.safetensors: 1 file, ');
  const snapshots = join(scratch, 'hub/models--thibaud--controlnet-sd21/snapshots');
  expect(readdirSync(join(snapshots, readdirSync(snapshots)[0]!))).toEqual(['control_v11p_sd21_canny.safetensors']);

  expect(existsSync(modelsFolder)).toBe(false);
  await listModels(context);
  expect(lines.join('\n')).toMatch(/^canny-sd21 +control +ready +other /m);
});
