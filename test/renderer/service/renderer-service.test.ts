import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodePng } from '#renderer/engine/image/png.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import type { RenderEvent, RendererState } from '#shared/contract/messages.ts';
import type { DrawTask, RenderRequest } from '#shared/contract/tasks.ts';
import { silentLog } from '#shared/log.ts';
import { connectRenderer } from '#shared/rpc/call.ts';
import { clusterContract } from '#test/contract/cluster.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';
import { uniform } from '#test/renderer/engine/graph/golden.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import {
  collect,
  demoSpec,
  type ListeningRenderer,
  readUntil,
  serveDemo,
} from '#test/renderer/service/real-renderer.ts';

const forever = new AbortController().signal;
/** Takes its time: plain steps, many of them. */
const slow = { sampler: 'ddim', adapters: [], steps: 100 };
const newEngine = () => new ChildEngine(engineSettings(), { log: silentLog });

clusterContract('the real renderer', async () => {
  const renderer = await serveDemo(newEngine());
  return { address: renderer.address, spec: demoSpec(), close: renderer.close };
});

interface RequestChange {
  readonly jobId?: string;
  readonly attempt?: number;
  readonly epoch?: number;
  readonly draw?: DrawTask;
}

describe('the renderer over gRPC', () => {
  const engine = newEngine();
  let renderer: ListeningRenderer;
  let jobs = 0;
  const request = (change: RequestChange = {}) => {
    return { jobId: `job-${++jobs}`, attempt: 1, epoch: 1, task: 'draw', draw: demoSpec(), ...change } as const;
  };
  const render = (change: RequestChange = {}) => renderer.client.render(request(change), forever);

  beforeAll(async () => {
    renderer = await serveDemo(engine, { EASEL_RENDERS_AT_ONCE: '1' });
    await engine.ready;
  });
  afterAll(() => renderer.close());

  it('describes device, models, samplers and limits', async () => {
    const description = await renderer.client.describe({}, { timeoutMs: 3_000 });
    expect(description).toMatchObject({
      name: 'test',
      device: { provider: 'cpu', threads: 1 },
      models: [{ name: 'demo', family: 'sd15', defaultWidth: 256, demonstration: true, windowTokens: 75 }],
      limits: { sideMin: 64, sideMax: 2048, sideMultiple: 8, stepsMax: 150, countMax: 4, graceMs: 30_000 },
    });
    const lcm = { name: 'lcm', kind: 'lcm-lora', weight: 1, switchable: false, triggers: [], notes: [] };
    expect(description.models[0]!.adapters).toContainEqual(lcm);
    expect(description.samplers).toContainEqual({ name: 'dpmpp_2m', hasKarras: true, stepsMax: 0, hasSpacing: true });
    expect(description.samplers).toContainEqual({ name: 'lcm', hasKarras: false, stepsMax: 50, hasSpacing: false });
    expect(description.models[0]!.words).toContain('lighthouse');
    expect(JSON.stringify(description)).not.toContain('/loras/');
  });

  it('takes a picture to start from, larger than the messages of old, and refuses one that is none', async () => {
    const data = Uint8Array.from(uniform('noise', 800 * 800 * 3), (u) => u * 256);
    const image = await sharp(data, { raw: { width: 800, height: 800, channels: 3 } })
      .png()
      .toBuffer();
    expect(image.length).toBeGreaterThan(1.5 * 2 ** 20);
    const source = { image, strength: 0.5, mask: image, margins: null, imageGuidance: 0 };
    const events = await collect(render({ draw: demoSpec({ source }) }));
    expect(events.at(-1)?.event).toBe('finished');
    const steps = events.flatMap((event) => (event.event === 'step' ? [event.step.steps] : []));
    expect(steps).toEqual([2, 2]);
    const draw = demoSpec({ source: { ...source, image: image.subarray(100) } });
    await expect(collect(render({ draw }))).rejects.toThrow('image must be a PNG, JPEG or WebP file');
  });

  it('gives a picture that says how it was made', async () => {
    const events = await collect(render());
    const data = Buffer.concat(events.flatMap((event) => (event.event === 'picture' ? [event.picture.data] : [])));
    expect(pngTexts(data)[0]?.text).toContain('a red house by the sea <lora:lcm:1>\nSteps: 4, Sampler: LCM');
    expect(events.at(-1)).toMatchObject({ finished: { provider: 'cpu', timings: { unetCalls: 4 } } });
  });

  it('tells those who watch what changes: what is resident, what renders, what waits', async () => {
    const abort = new AbortController();
    const states: RendererState[] = [];
    const watching = (async () => {
      for await (const state of renderer.client.watch({}, abort.signal)) states.push(state);
    })();
    await collect(render());
    await expect.poll(() => states.at(-1)).toMatchObject({ rendering: 0, waiting: 0, phase: 'RENDERER_PHASE_READY' });
    abort.abort(new Error('seen enough'));
    await expect(watching).rejects.toThrow('seen enough');
    expect(states.some(({ rendering }) => rendering === 1)).toBe(true);
    const resident = { model: 'demo', adapters: [{ name: 'lcm', weight: 1 }], stepMs: expect.any(Number) };
    expect(states.at(-1)).toMatchObject({ engineStarts: 1, resident: [resident] });
    expect(states.at(-1)!.memoryMib).toBeGreaterThan(10);
  });

  it('tells a waiting render its place', async () => {
    const blocking = request({ jobId: 'long', draw: demoSpec({ ...slow }) });
    const long = await readUntil(renderer.client, blocking, 'started');
    const readers = [render({ jobId: 'w1' }), render({ jobId: 'w2' })];
    const positions: number[] = [];
    for (const reader of readers) positions.push(positionOf(await reader.next()));
    expect(positions).toEqual([0, 1]);
    await renderer.client.cancel({ jobId: 'w1', attempt: 0 }, { timeoutMs: 3_000 });
    expect(positionOf(await readers[1]!.next())).toBe(0);
    await renderer.client.cancel({ jobId: 'long', attempt: 1 }, { timeoutMs: 3_000 });
    await expect(long.rest.next().then(() => collect(long.rest))).rejects.toMatchObject({ code: 'cancelled' });
    await expect(readers[0]!.next()).rejects.toMatchObject({ code: 'cancelled' });
    expect((await collect(readers[1]!)).at(-1)?.event).toBe('finished');
  });

  it('lets a client die and come back for its picture', async () => {
    const mortal = connectRenderer(renderer.address);
    const { leave } = await readUntil(mortal, { jobId: 'orphan', draw: demoSpec({ steps: 12 }) }, 'step');
    await leave();
    mortal.close();
    const attached = await collect(renderer.client.attach({ jobId: 'orphan', attempt: 1, epoch: 1 }, forever));
    const kinds = attached.map(({ event }) => event);
    expect([kinds[0], kinds[1], kinds.at(-1)]).toEqual(['accepted', 'started', 'finished']);
    expect(kinds).toContain('picture');
  });

  it('refuses names that are no names, and what it does not have', async () => {
    await expect(collect(render({ jobId: '' }))).rejects.toThrow('job_id must have 1 to 200 characters, given 0');
    await expect(collect(render({ attempt: 0 }))).rejects.toThrow('attempt counts from 1, given 0');
    const guidance = Number.NaN;
    await expect(collect(render({ draw: demoSpec({ guidance }) }))).rejects.toThrow(
      'guidance must be a number from 0 to 50, given NaN',
    );
    const empty = { jobId: 'empty', attempt: 1, epoch: 1 } as RenderRequest;
    await expect(collect(renderer.client.render(empty, forever))).rejects.toMatchObject({
      ...{ code: 'invalid', said: { key: 'task.missing', values: {} } },
    });
    const attach = renderer.client.attach({ jobId: 'nobody', attempt: 1, epoch: 1 }, forever);
    await expect(collect(attach)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('says which kinds of tasks it takes, and refuses the others by a key and as unsupported', async () => {
    const { tasks } = await renderer.client.describe({}, { timeoutMs: 3_000 });
    expect(tasks).toEqual(['draw', 'upscale', 'describe', 'train', 'preprocess']);
    const restore = { image: new Uint8Array([1]), model: 'gfpgan', fidelity: 0.5 };
    const name = { jobId: 'mended', attempt: 1, epoch: 1 };
    const refused = collect(renderer.client.render({ ...name, task: 'restore', restore }, forever));
    await expect(refused).rejects.toMatchObject({
      code: 'unsupported',
      message:
        'Cannot restore faces here: this renderer can draw, upscale, describe pictures, train, and prepare control ' +
        'pictures and has no network for more',
      said: { key: 'task.unsupported' },
    });
  });

  it('draws a second pass at the size that it leads to, and says that size', async () => {
    const hires = { scale: 1.5, steps: 2, strength: 0.5, by: '' };
    const events = await collect(render({ draw: demoSpec({ hires }) }));
    const [last] = events.flatMap((event) => (event.event === 'picture' && event.picture.last ? [event.picture] : []));
    expect(last).toMatchObject({ width: 96, height: 96, mime: 'image/png', alpha: false });
  });

  it('makes a control picture at the size of its own, without any network', async () => {
    const image = await encodePng(goldenPicture('c1', [48, 64]), {});
    const preprocess = { image, method: 'canny', side: 0, low: 0, high: 0 };
    const name = { jobId: 'edges', attempt: 1, epoch: 1 };
    const events = await collect(renderer.client.render({ ...name, task: 'preprocess', preprocess }, forever));
    const [last] = events.flatMap((event) => (event.event === 'picture' && event.picture.last ? [event.picture] : []));
    expect(last).toMatchObject({ width: 64, height: 48, mime: 'image/png', alpha: false });
    const { preprocessors } = await renderer.client.describe({}, { timeoutMs: 3_000 });
    expect(preprocessors).toContainEqual({ method: 'canny', model: '', licence: '' });
  });

  it('counts tokens without the engine', async () => {
    const prompt = { chunks: [{ spans: [{ text: 'a red house', weight: 1 }] }] };
    const limits = { timeoutMs: 3_000 };
    expect(await renderer.client.countTokens({ model: 'demo', prompt }, limits)).toEqual({
      windows: [3],
      texts: [],
    });
    await expect(renderer.client.countTokens({ model: 'x', prompt }, limits)).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('loads a model ahead of its first render', async () => {
    const adapters = [{ name: 'blueprint', weight: 0.5 }];
    const events: string[] = [];
    for await (const { event } of renderer.client.preload({ model: 'demo', adapters }, forever)) events.push(event);
    expect(events.at(-1)).toBe('loaded');
    const rendered = await collect(render({ draw: demoSpec({ adapters }) }));
    expect(rendered.find(({ event }) => event === 'started')).toMatchObject({ started: { loadMs: 0 } });
    const broken = renderer.client.preload({ model: 'demo', adapters: [{ name: 'none', weight: 1 }] }, forever);
    await expect(broken.next()).rejects.toThrow('it must be one of blueprint, chalkboard, lcm, neon, given "none"');
  });

  it('lets the newest dispatcher through and no older one', async () => {
    await collect(render({ jobId: 'known', epoch: 5 }));
    await expect(collect(render({ epoch: 4 }))).rejects.toMatchObject({ code: 'superseded' });
    const attach = renderer.client.attach({ jobId: 'known', attempt: 1, epoch: 4 }, forever);
    await expect(collect(attach)).rejects.toThrow('epoch at least 5, given 4');
  });

  it('takes a newer dispatcher for one when it has something rendered, not when it only attaches', async () => {
    await collect(render({ jobId: 'kept', epoch: 5 }));
    const attach = renderer.client.attach({ jobId: 'kept', attempt: 1, epoch: 9 }, forever);
    expect((await collect(attach)).map(({ event }) => event)).toContain('accepted');
    await collect(render({ jobId: 'next', epoch: 5 }));
    await collect(render({ jobId: 'third', epoch: 9 }));
    await expect(collect(render({ jobId: 'fourth', epoch: 5 }))).rejects.toMatchObject({ code: 'superseded' });
  });
});

function positionOf({ value }: IteratorResult<RenderEvent, void>): number {
  return value?.event === 'accepted' ? value.accepted.position : Number.NaN;
}
