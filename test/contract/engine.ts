import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import type { Engine } from '#renderer/engine/contract/engine.ts';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { EngineSettings } from '#renderer/engine/contract/settings.ts';
import type { ValidRender } from '#renderer/engine/contract/task.ts';
import { sourceMark, XMP_TEXT } from '#renderer/engine/image/source-mark.ts';
import type { Prompt } from '#shared/contract/messages.ts';
import { Failure } from '#shared/failure.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import { SOME_RENDER } from '#test/renderer/engine/some-render.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));
const forever = new AbortController().signal;
/** Merged weights are shared by all tests of a file. */
const cacheFolder = scratchFolder();

/** Settings for the bundled model on the CPU. */
export function engineSettings(change: Partial<EngineSettings> = {}): EngineSettings {
  return { provider: 'cpu', threads: 1, residentModels: 2, batchRows: 8, cacheFolder, ...change };
}

/** The bundled model, with its LCM-LoRA or without. */
export function demoModel(...adapters: readonly string[]): ModelChoice {
  const files = adapters.map((name) => ({ name, file: `${DEMO}/loras/${name}.safetensors`, weight: 1 }));
  return { name: 'demo', files: modelFilesAt(DEMO), adapters: files };
}

/** One prompt without weights. */
export function plainPrompt(text: string): Prompt {
  return { chunks: [{ spans: [{ text, weight: 1 }] }] };
}

/** A small, quick render with the bundled model. */
export function demoRender(change: Partial<ValidRender> = {}): ValidRender {
  const prompt = 'a red house by the sea';
  return {
    ...SOME_RENDER,
    model: demoModel('lcm'),
    prompt: plainPrompt(prompt),
    steps: 2,
    width: 64,
    height: 64,
    parameters: { prompt, negative: '' },
    ...change,
  };
}

/** All events of a render. */
export async function drawAll(engine: Engine, render: ValidRender): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  for await (const event of engine.render(render, forever)) events.push(event);
  return events;
}

/** The finished files of a render, in order. */
export async function picturesOf(engine: Engine, render: ValidRender): Promise<Uint8Array[]> {
  return (await drawAll(engine, render)).flatMap((event) => (event.kind === 'picture' ? [event.data] : []));
}

/** Root mean square of the difference of two pictures, in levels of 255. */
export async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [x, y] = await Promise.all([a, b].map((png) => sharp(png).raw().toBuffer()));
  expect(x!.length).toBe(y!.length);
  const squares = x!.reduce((sum, value, i) => sum + (value - y![i]!) ** 2, 0);
  return Math.sqrt(squares / x!.length);
}

/** What every engine does; run on each implementation, with the bundled model. */
export function engineContract(name: string, open: (settings: EngineSettings) => Engine) {
  describe(name, () => {
    const engine = open(engineSettings());
    afterAll(() => engine.close());

    it('says what it runs on', async () => {
      expect(await engine.ready).toMatchObject({ provider: 'cpu', threads: 1 });
      await expect.poll(() => engine.state.device?.provider).toBe('cpu');
      expect(engine.state).toMatchObject({ starts: 1, memoryMib: expect.any(Number) });
    });
    describeStory(engine);
    describePictures(engine);
    describeSharing(engine);
    describeEnds(engine);
  });
}

function describeStory(engine: Engine) {
  it('tells a render as started, steps with previews, pictures, finished', async () => {
    // A preview that is not ready when the last step ends is dropped: enough steps for one on a busy machine, too.
    const render = demoRender({ steps: 24, count: 2, previews: { everySteps: 1, maxSide: 48 } });
    const events = await drawAll(engine, render);
    const kinds = events.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind !== 'preview')).toEqual([
      'started',
      ...Array(24).fill('step'),
      'picture',
      'picture',
      'finished',
    ]);
    expect(kinds.lastIndexOf('preview')).toBeGreaterThan(0);
    expect(kinds.lastIndexOf('preview')).toBeLessThan(kinds.indexOf('picture'));
    const steps = events.flatMap((event) => (event.kind === 'step' ? [[event.step, event.steps]] : []));
    expect(steps).toEqual(Array.from({ length: 24 }, (_, index) => [index + 1, 24]));
    const preview = events.find((event) => event.kind === 'preview');
    expect(preview).toMatchObject({ mime: 'image/webp', width: 48, height: 24 });
    expect(events.at(-1)).toMatchObject({
      timings: { encodeMs: expect.any(Number), denoiseMs: expect.any(Number), unetCalls: 24 },
    });
  });

  it('loads before the first render only, and says what is resident', async () => {
    await engine.load(demoModel('blueprint'), forever);
    const [started] = await drawAll(engine, demoRender({ model: demoModel('blueprint') }));
    expect(started).toEqual({ kind: 'started', steps: 2, loadMs: 0 });
    await expect
      .poll(() => engine.state.resident.find(({ adapters }) => adapters[0]?.name === 'blueprint'))
      .toMatchObject({ model: 'demo', adapters: [{ name: 'blueprint', weight: 1 }], stepMs: expect.any(Number) });
  });
}

function describePictures(engine: Engine) {
  it('draws every picture of a render from its own seed, in the size asked for', async () => {
    const both = await picturesOf(engine, demoRender({ count: 2, width: 96, height: 64, seed: 2 ** 32 - 1 }));
    const alone = await picturesOf(engine, demoRender({ width: 96, height: 64, seed: 0 }));
    expect(await sharp(both[0]).metadata()).toMatchObject({ format: 'png', width: 96, height: 64 });
    expect(await difference(both[1]!, alone[0]!)).toBeLessThan(1);
    expect(await difference(both[0]!, alone[0]!)).toBeGreaterThan(5);
  });

  it('starts from a picture: little of it changes with little strength, and nothing where a mask is black', async () => {
    const colours = { create: { width: 64, height: 64, channels: 3 as const, background: '#3060a0' } };
    const image = await sharp(colours).png().toBuffer();
    const mask = await sharp({ create: { ...colours.create, background: '#000' } })
      .png()
      .toBuffer();
    const source = { image, strength: 0.5, mask: null, margins: null, imageGuidance: 1.5, pasteBack: null };
    const [little] = await picturesOf(engine, demoRender({ source }));
    const [much] = await picturesOf(engine, demoRender({ source: { ...source, strength: 1 } }));
    const [none] = await picturesOf(engine, demoRender({ source: { ...source, strength: 1, mask } }));
    expect(await difference(little!, image)).toBeLessThan(await difference(much!, image));
    expect(await difference(none!, image)).toBeLessThan((await difference(much!, image)) / 2);
    const kept = { ...source, strength: 1, mask, pasteBack: { feather: 8 } };
    const [same] = await picturesOf(engine, demoRender({ source: kept }));
    expect(await difference(same!, image)).toBe(0);
  });

  it('gives the same bytes for the same request', async () => {
    const render = demoRender({ model: demoModel(), sampler: 'euler_a', guidance: 4, negative: plainPrompt('night') });
    const [first] = await picturesOf(engine, render);
    const [second] = await picturesOf(engine, render);
    expect(Buffer.compare(first!, second!)).toBe(0);
  });

  it('hears prompt, negative prompt, weights and layers left out', async () => {
    const render = demoRender({ model: demoModel(), sampler: 'ddim', guidance: 5, steps: 4 });
    const [picture] = await picturesOf(engine, render);
    const changes: Partial<ValidRender>[] = [
      { prompt: plainPrompt('a blue boat in the snow') },
      { negative: plainPrompt('by day') },
      { prompt: { chunks: [{ spans: [{ text: 'a red house by the sea', weight: 1.6 }] }] } },
      { clipSkip: 1 },
    ];
    for (const change of changes) {
      const [other] = await picturesOf(engine, { ...render, ...change });
      expect(await difference(picture!, other!)).toBeGreaterThan(0.5);
    }
  });

  it('writes into the file how to make it again', async () => {
    const [png] = await picturesOf(engine, demoRender());
    const [text, mark] = pngTexts(png!);
    expect(text?.keyword).toBe('parameters');
    expect(mark).toMatchObject({ keyword: XMP_TEXT, text: sourceMark('trainedAlgorithmicMedia') });
    // Whose hashes they are, is the files' own business.
    const named = text?.text.replace(/"lcm: [0-9a-f]{12}"/, 'WEIGHTS').replace(/"[0-9a-f]{10}"/, 'FILE');
    expect(named).toBe(
      'a red house by the sea <lora:lcm:1>\n' +
        'Steps: 2, Sampler: LCM, CFG scale: 1, Seed: 7, Size: 64x64, Model: demo, Lora hashes: WEIGHTS, ' +
        'Hashes: {"lora:lcm":FILE}, RNG: CPU, Version: Easel',
    );
  });
}

function describeSharing(engine: Engine) {
  it('lets renders share calls, and each picture is what it would be alone', async () => {
    const first = demoRender({ steps: 6, seed: 1 });
    const second = demoRender({ steps: 6, seed: 2, prompt: plainPrompt('a green car in the desert') });
    const [alone1] = await picturesOf(engine, first);
    const [alone2] = await picturesOf(engine, second);
    const together = await Promise.all([picturesOf(engine, first), picturesOf(engine, second)]);
    expect(await difference(together[0][0]!, alone1!)).toBeLessThan(1);
    expect(await difference(together[1][0]!, alone2!)).toBeLessThan(1);
  });
}

function describeEnds(engine: Engine) {
  it('stops a render within a step when it is told to, whatever its phase', async () => {
    for (const phase of ['started', 'step', 'preview'] as const) {
      const abort = new AbortController();
      const render = demoRender({ steps: 50, previews: { everySteps: 1, maxSide: 0 } });
      const seen: string[] = [];
      const drawing = (async () => {
        for await (const { kind } of engine.render(render, abort.signal)) {
          seen.push(kind);
          if (kind === phase) abort.abort(new Failure('cancelled', 'Enough'));
        }
      })();
      await expect(drawing).rejects.toMatchObject({ code: 'cancelled' });
      expect(seen).not.toContain('picture');
    }
    await expect(picturesOf(engine, demoRender())).resolves.toHaveLength(1);
  });

  it('stops between two pictures', async () => {
    const abort = new AbortController();
    const seen: string[] = [];
    const drawing = (async () => {
      for await (const { kind } of engine.render(demoRender({ count: 3 }), abort.signal)) {
        seen.push(kind);
        if (kind === 'picture') abort.abort(new Failure('cancelled', 'Enough'));
      }
    })();
    await expect(drawing).rejects.toThrow('Enough');
    expect(seen.filter((kind) => kind === 'picture')).toHaveLength(1);
  });

  it('does nothing for somebody who has left already', async () => {
    const signal = AbortSignal.abort(new Failure('cancelled', 'Gone'));
    await expect(engine.render(demoRender(), signal).next()).rejects.toThrow('Gone');
    await expect(engine.load(demoModel('blueprint', 'lcm'), signal)).rejects.toThrow('Gone');
  });

  it('says what is wrong with a model in one sentence, and stays', async () => {
    const model = { name: 'gone', files: modelFilesAt('/nowhere/gone'), adapters: [] };
    const failing = picturesOf(engine, demoRender({ model }));
    await expect(failing).rejects.toThrow('Cannot load model gone: there is no such folder');
    await expect(engine.load(model, forever)).rejects.toMatchObject({ code: 'not-found' });
    await expect(picturesOf(engine, demoRender())).resolves.toHaveLength(1);
  });
}
