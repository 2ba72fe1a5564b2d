import { cpSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unknownWords } from '#bot/prompt/unknown-words.ts';
import type { ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { ValidControl } from '#renderer/engine/contract/task.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import { silentLog } from '#shared/log.ts';
import { demoRender, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { edgeOverlap } from '#test/renderer/demo-model/edge-overlap.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const BESIDE = ['controlnets', 'describers'].map((part) => join(DEMO, part));
const MOST_BYTES = 12_000_000;
const places = { demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null };
const { usable, describers } = await createCatalog(places, silentLog).read();
const scratch = scratchFolder();
const engine = new LocalEngine(engineSettings());
let castle: Uint8Array;

beforeAll(async () => {
  castle = await drawn('a red castle on the right in a meadow by day', 3);
});
afterAll(() => engine.close());

async function drawn(words: string, seed: number, control: ValidControl = { units: [], guess: false }) {
  const size = { width: 128, height: 128 };
  const [picture] = await picturesOf(
    engine,
    demoRender({ prompt: plainPrompt(words), seed, control, steps: 4, ...size }),
  );
  return picture!;
}

describe('the networks beside the bundled model', () => {
  it('are small, and offered without any folder', () => {
    const files = BESIDE.flatMap((folder) =>
      readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name))),
    );
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MOST_BYTES);
    expect(usable[0]!.controls).toMatchObject([{ name: 'canny-demo', kind: 'controlnet' }]);
    expect(describers).toMatchObject([{ name: 'storybook', kind: 'tags' }]);
  });

  it('are behind the operator’s, and left out where there are models of other pictures', async () => {
    const [demoFolder, modelsFolder] = [join(scratch, 'bundled'), join(scratch, 'models')];
    cpSync(DEMO, demoFolder, { recursive: true });
    for (const [folder, name, size] of [
      [demoFolder, 'drawn', 4],
      [modelsFolder, 'own', 8],
    ] as const) {
      mkdirSync(join(folder, 'upscalers'), { recursive: true });
      await writeUpscaler(join(folder, `upscalers/${name}.safetensors`), compactShapes(size, 1, 2));
    }
    const catalog = createCatalog({ ...places, demoFolder, modelsFolder }, silentLog);
    expect((await catalog.read()).upscalers.map(({ name }) => name)).toEqual(['own', 'drawn']);
    cpSync(DEMO, join(modelsFolder, 'mine'), { recursive: true });
    const { usable, upscalers } = await catalog.read();
    expect(upscalers.map(({ name }) => name)).toEqual(['own']);
    // A control network goes with every model that it fits.
    expect(usable.map(({ controls }) => controls?.map(({ name }) => name))).toEqual([['canny-demo'], ['canny-demo']]);
  });

  it('keep a picture to edges that are asked for', async () => {
    const [canny] = usable[0]!.controls!;
    const preparation = { method: 'canny', network: null } as const;
    const unit = { network: canny!, image: castle, weight: 1, start: 0, end: 1, preparation };
    const kept = await drawn('a castle in a meadow by day', 11, { units: [unit], guess: false });
    const free = await drawn('a castle in a meadow by day', 11);
    expect(await edgeOverlap(castle, kept)).toBeGreaterThan(0.5);
    expect(await edgeOverlap(castle, free)).toBeLessThan(0.3);
  });

  it('say what a picture shows in words that the model knows', async () => {
    const task: ValidDescribe = {
      kind: 'describe',
      describers: describers.map(({ name, path }) => ({ name, path, kind: 'tags' })),
      image: castle,
      scoreMin: null,
      textsMax: 9,
      writing: { begun: '', beams: 1, lengthMin: 0, lengthMax: null, repetitionPenalty: 1 },
    };
    const tags: string[] = [];
    for await (const event of engine.render(task, new AbortController().signal)) {
      if (event.kind === 'text') tags.push(event.text.replaceAll('_', ' '));
    }
    expect(tags.toSorted()).toEqual(['a red castle on the right', 'by day', 'in a meadow']);
    expect(tags.flatMap((tag) => unknownWords(tag, usable[0]!.words!))).toEqual([]);
  });
});
