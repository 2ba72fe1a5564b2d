import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import { type ModelProgress, pullModel } from '#renderer/models/pull-model.ts';
import { systemClock } from '#shared/clock.ts';
import { pushDemoRepos } from '#test/fakes/hub/demo-repos.ts';
import { startFakeHub } from '#test/fakes/hub/fake-hub.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { collect, serveDemo } from '#test/renderer/service/real-renderer.ts';

const forever = new AbortController().signal;
const scratch = scratchFolder();
const hub = await startFakeHub();
pushDemoRepos(hub);
afterAll(() => hub.close());

describe('bringing a model', () => {
  it('goes on, after somebody has left, from the bytes that have come', async () => {
    const client = createHubClient({ endpoint: hub.endpoint, token: null });
    const cache = { client, folder: join(scratch, 'left'), clock: systemClock, signal: forever };
    const places = { modelsFolder: join(scratch, 'left-models'), cache };
    let left: ModelProgress | null = null;
    for await (const step of pullModel('sd15', places)) {
      left = step;
      if (step.here > 1_000_000) break;
    }
    const seen: ModelProgress[] = [];
    for await (const step of pullModel('sd15', places)) seen.push(step);
    expect(left!.here).toBeLessThan(left!.all);
    expect(seen[0]!.here).toBeGreaterThanOrEqual(left!.here);
    expect(seen.at(-1)).toEqual({ here: left!.all, all: left!.all });
  });

  it('is what a renderer is told to do: the model is offered, with its licence, until it is there', async () => {
    const models = { EASEL_MODELS: join(scratch, 'models'), HF_HUB_CACHE: join(scratch, 'hub') };
    const renderer = await serveDemo(createScriptedEngine(), { HF_ENDPOINT: hub.endpoint, ...models });
    try {
      const describe = () => renderer.client.describe({}, { timeoutMs: 5_000 });
      const offered = (await describe()).pullable!.find(({ name }) => name === 'sd15');
      expect(offered).toMatchObject({ title: 'Stable Diffusion 1.5', licence: 'CreativeML OpenRAIL-M' });
      expect(offered!.bytes).toBeGreaterThan(2e9);
      const said = await collect(renderer.client.pull({ model: 'sd15' }, forever));
      expect([said[0]!.event, said.at(-1)!.event]).toEqual(['pulling', 'pulled']);
      const after = await describe();
      expect(after.models.map(({ name }) => name)).toContain('sd15');
      expect(after.pullable!.map(({ name }) => name)).not.toContain('sd15');
      await expect(collect(renderer.client.pull({ model: 'toString' }, forever))).rejects.toThrow(
        'Cannot pull toString: it must be one of sd15, sdxl, ssd-1b, vega',
      );
    } finally {
      await renderer.close();
    }
  });
});
