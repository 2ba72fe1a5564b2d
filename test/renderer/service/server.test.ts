import { describe, expect, it, onTestFinished } from 'vitest';
import { writerOf } from '#bot/text/languages.ts';
import { LANGUAGES } from '#bot/text/locale.ts';
import { ChildEngine } from '#renderer/engine/process/child-engine.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { message } from '#shared/text/failure.ts';
import { engineSettings } from '#test/contract/engine.ts';
import { createScriptedEngine } from '#test/fakes/scripted-engine.ts';
import { checkHealth, fileOf, listServices, watchHealth } from '#test/renderer/service/grpc-health.ts';
import { collect, demoSpec, readUntil, serveDemo } from '#test/renderer/service/real-renderer.ts';

const forever = new AbortController().signal;
const SERVICE = 'easel.v1.Renderer';
const request = (jobId: string, change = {}) => ({
  ...{ jobId, attempt: 1, epoch: 1, task: 'draw' as const },
  draw: demoSpec(change),
});

describe('health', () => {
  it('follows an engine that is killed: not serving, then serving, and the next render works', async () => {
    const engine = new ChildEngine(engineSettings(), { log: silentLog });
    const renderer = await serveDemo(engine);
    onTestFinished(renderer.close);
    await engine.ready;
    await expect.poll(() => checkHealth(renderer.address, SERVICE)).toBe('SERVING');
    const health = watchHealth(renderer.address, SERVICE);
    onTestFinished(() => health.leave());
    const { rest } = await readUntil(renderer.client, request('a', { sampler: 'ddim', steps: 100 }), 'step');
    process.kill(engine.pid!, 'SIGKILL');
    await expect(collect(rest)).rejects.toMatchObject({ code: 'unavailable' });
    await expect.poll(() => health.seen.at(-1), { timeout: 10_000 }).toBe('SERVING');
    expect(health.seen).toEqual(['SERVING', 'NOT_SERVING', 'SERVING']);
    expect((await collect(renderer.client.render(request('b'), forever))).at(-1)?.event).toBe('finished');
    const { value: state } = await renderer.client.watch({}, forever).next();
    expect(state).toMatchObject({ phase: 'RENDERER_PHASE_READY', engineStarts: 2 });
  });

  it('says not serving until the engine is up', async () => {
    const engine = createScriptedEngine({ up: false });
    const renderer = await serveDemo(engine);
    onTestFinished(renderer.close);
    expect(await checkHealth(renderer.address, '')).toBe('NOT_SERVING');
    engine.start();
    await expect.poll(() => checkHealth(renderer.address, '')).toBe('SERVING');
  });
});

describe('reflection', () => {
  it('is off unless it is asked for', async () => {
    const renderer = await serveDemo(createScriptedEngine());
    onTestFinished(renderer.close);
    await expect(listServices(renderer.address)).rejects.toThrow(/UNIMPLEMENTED/);
  });
  it('shows a client the services, health too, and the fields as the file has them', async () => {
    const renderer = await serveDemo(createScriptedEngine(), { EASEL_REFLECTION: '1' });
    onTestFinished(renderer.close);
    expect(await listServices(renderer.address)).toEqual(expect.arrayContaining([SERVICE, 'grpc.health.v1.Health']));
    expect(await fileOf(renderer.address, 'easel.v1.AttachRequest')).toMatch(/job_id/);
    expect(await fileOf(renderer.address, 'easel.v1.AttachRequest')).not.toMatch(/jobId/);
  });
});

describe('a request that is refused', () => {
  const refusal = async (change: object) => {
    const renderer = await serveDemo(createScriptedEngine());
    onTestFinished(renderer.close);
    return collect(renderer.client.render(request('a', change), forever)).catch(Failure.from);
  };

  it('arrives as the same key and values, for the reader’s language', async () => {
    const refused = await refusal({ steps: 0 });
    const limit = message('limit.whole', { from: 1, to: 150 });
    const said = message('request.wrong', { field: message('field.steps'), limit, given: 0 });
    expect(refused).toMatchObject({ code: 'invalid', message: sharedEnglish.say(said), said });
    expect(writerOf('de').say((refused as Failure).said)).toBe(
      'So geht das nicht: Schritte – erlaubt: eine ganze Zahl von 1 bis 150; angegeben: 0',
    );
  });

  it('shows a hostile name as it was, cut short, in every language', async () => {
    const refused = (await refusal({ model: `„${'x'.repeat(500)}\n` })) as Failure;
    for (const language of LANGUAGES) {
      const text = writerOf(language).say(refused.said);
      expect(text).toContain('demo');
      expect(text).toContain(`„${'x'.repeat(59)}…`);
      expect(text).not.toMatch(/\n|x{60}/);
    }
  });
});

describe('a reader who is slow', () => {
  it('misses previews and nothing else', async () => {
    const engine = createScriptedEngine();
    const renderer = await serveDemo(engine);
    onTestFinished(renderer.close);
    const { rest } = await readUntil(renderer.client, request('a'), 'accepted');
    await expect.poll(() => engine.renders.length).toBe(1);
    const [playing] = engine.renders;
    for (let step = 1; step <= 100; step++) {
      playing!.say({ kind: 'step', step, steps: 100, stepMs: 1 });
      const data = new Uint8Array(256 * 1024);
      playing!.say({ kind: 'preview', step, data, mime: 'image/webp', width: 64, height: 64 });
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    playing!.say({
      ...{ kind: 'picture', index: 0, seed: 7, data: new Uint8Array(600_000) },
      ...{ mime: 'image/png', width: 64, height: 64, alpha: false },
    });
    playing!.finish();
    const events = await collect(rest);
    const count = (name: string) => events.filter(({ event }) => event === name).length;
    expect([count('step'), count('picture'), count('finished')]).toEqual([100, 3, 1]);
    expect(count('preview')).toBeGreaterThan(0);
    expect(count('preview')).toBeLessThan(100);
    const last = events.findLast(({ event }) => event === 'preview');
    expect(last).toMatchObject({ preview: { step: 100 } });
  });
});

describe('closing', () => {
  it('tells watchers, lets a running render finish, ends waiting ones, then hangs up', async () => {
    const engine = createScriptedEngine();
    const renderer = await serveDemo(engine, { EASEL_RENDERS_AT_ONCE: '1' });
    const watching = renderer.client.watch({}, forever);
    await watching.next();
    const { rest } = await readUntil(renderer.client, request('runs'), 'accepted');
    const waits = await readUntil(renderer.client, request('waits'), 'accepted');
    await expect.poll(() => engine.renders.length).toBe(1);
    const phases = collectPhases(watching);
    const health = watchHealth(renderer.address, SERVICE);
    await expect.poll(() => health.seen).toEqual(['SERVING']);
    const closing = renderer.close();
    await expect.poll(() => health.seen).toEqual(['SERVING', 'NOT_SERVING']);
    await expect(collect(waits.rest)).rejects.toMatchObject({ code: 'unavailable' });
    engine.renders[0]!.finish();
    expect((await collect(rest)).at(-1)?.event).toBe('finished');
    await closing;
    expect((await phases).at(-1)).toBe('RENDERER_PHASE_DRAINING');
    health.leave();
  });
});

async function collectPhases(states: AsyncGenerator<{ phase: string }, void, undefined>): Promise<string[]> {
  const phases: string[] = [];
  for await (const { phase } of states) phases.push(phase);
  return phases;
}
