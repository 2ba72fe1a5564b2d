import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { silentLog } from '#shared/log.ts';
import { writeRandomUNet } from '#test/bench/random-unet.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { checkHealth } from '#test/renderer/service/grpc-health.ts';
import { collect, demoSpec, readUntil, serveDemo } from '#test/renderer/service/real-renderer.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const forever = new AbortController().signal;
const models = scratchFolder();

// The bundled model with a UNet four times as wide, of random weights, converted when it is loaded: some hundred
// milliseconds of work that blocks the engine's thread.
beforeAll(async () => {
  const large = join(models, 'large');
  cpSync(DEMO, large, { recursive: true });
  rmSync(join(large, 'unet'), { recursive: true });
  const config = JSON.parse(readFileSync(join(DEMO, 'unet/config.json'), 'utf8'));
  const channels = config.block_out_channels.map((count: number) => count * 4);
  await writeRandomUNet(join(large, 'unet'), { ...config, block_out_channels: channels });
});

async function serve(change: Partial<EngineSettings> = {}) {
  const settings = engineSettings({ cpuWeights: 'prepacked', ...change });
  const engine = new ChildEngine(settings, { log: silentLog });
  const renderer = await serveDemo(engine, { EASEL_MODELS: models });
  onTestFinished(renderer.close);
  await engine.ready;
  return renderer;
}

/** Preloads the large model; `isLoaded` turns true in the moment in which the renderer says so. */
function preloadLarge(client: Awaited<ReturnType<typeof serve>>['client']) {
  const loading = { isLoaded: false, done: Promise.resolve() };
  loading.done = (async () => {
    for await (const { event } of client.preload({ model: 'large', adapters: [] }, forever)) {
      if (event === 'loaded') loading.isLoaded = true;
    }
  })();
  return loading;
}

describe('while a large model is loaded', () => {
  it('health, the state and token counts are answered', async () => {
    const { address, client } = await serve();
    const limits = { signal: forever, timeoutMs: 10_000 };
    const prompt = { chunks: [{ spans: [{ text: 'a red house', weight: 1 }] }] };
    // What the first answers take is not what is asked here.
    await client.countTokens({ model: 'large', prompt }, limits);
    const loading = preloadLarge(client);
    for (let round = 0; round < 3; round++) {
      expect(await checkHealth(address, 'easel.v1.Renderer')).toBe('SERVING');
      expect((await client.countTokens({ model: 'large', prompt }, limits)).windows).toHaveLength(1);
      const { value: state } = await client.watch({}, forever).next();
      expect(state).toMatchObject({ phase: 'RENDERER_PHASE_READY', resident: [] });
    }
    expect(loading.isLoaded).toBe(false);
    await loading.done;
    expect(loading.isLoaded).toBe(true);
    const { value: state } = await client.watch({}, forever).next();
    expect(state).toMatchObject({ resident: [{ model: 'large' }] });
  });

  it('a render with another goes on, between the parts that are loaded, and finishes', async () => {
    const { client } = await serve();
    const spec = demoSpec({ sampler: 'ddim', steps: 40, previews: null });
    const { rest } = await readUntil(client, { jobId: 'a', draw: spec }, 'step');
    const loading = preloadLarge(client);
    const story: string[] = [];
    void loading.done.then(() => story.push('loaded'));
    for await (const { event } of rest) story.push(event);
    await loading.done;
    expect(story).toContain('loaded');
    expect(story.slice(0, story.indexOf('loaded'))).toContain('step');
    expect(story.filter((event) => event === 'finished')).toHaveLength(1);
  });
});

describe('a model that is larger than the memory for models', () => {
  it('is refused by name and numbers, and what fits is loaded', async () => {
    const { client } = await serve({ memoryMib: 200 });
    await expect(preloadLarge(client).done).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Cannot load model large: at most 200 MiB for models .*, and it takes \d{3}$/),
    });
    const spec = demoSpec({ steps: 1, previews: null });
    const events = client.render({ jobId: 'a', attempt: 1, epoch: 1, task: 'draw', draw: spec }, forever);
    expect((await collect(events)).at(-1)?.event).toBe('finished');
  });
});
