import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoModel, demoRender, difference, engineSettings, picturesOf, plainPrompt } from '#test/contract/engine.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const MODEL_FOLDERS = ['tokenizer', 'text_encoder', 'unet', 'vae', 'taesd', 'scheduler', 'loras'];
const MOST_BYTES = 24_000_000;
const engine = new LocalEngine(engineSettings());

afterAll(() => engine.close());

describe('the bundled model', () => {
  it('is complete, small, and has a card', () => {
    const files = MODEL_FOLDERS.flatMap((folder) => readdirSync(join(DEMO, folder)).map((name) => join(folder, name)));
    const sizes = ['model_index.json', ...files].map((file) => statSync(join(DEMO, file)).size);
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(MOST_BYTES);
    const loras = ['blueprint', 'chalkboard', 'lcm', 'neon'].map((name) => `loras/${name}.safetensors`);
    expect(files.filter((file) => file.startsWith('loras')).toSorted()).toEqual(loras);
    expect(existsSync(join(DEMO, 'README.md'))).toBe(true);
  });

  it('follows a colour in 4 steps', async () => {
    const [red, green, blue] = await Promise.all(['red', 'green', 'blue'].map(meanColour));
    expect(red![0]! - blue![0]!).toBeGreaterThan(20);
    expect(blue![2]! - red![2]!).toBeGreaterThan(20);
    // A dark green is no brighter in green than red walls are: it is the hue that follows.
    expect(green![1]! - green![0]! - (red![1]! - red![0]!)).toBeGreaterThan(20);
  });

  it('changes steadily with the strength of a style', async () => {
    const [none, half, full] = await Promise.all([0, 0.5, 1].map(withBlueprint));
    const [toHalf, toFull] = await Promise.all([difference(none!, half!), difference(none!, full!)]);
    expect(toHalf).toBeGreaterThan(2);
    expect(toFull).toBeGreaterThan(toHalf);
  });
});

/** Where the walls of a big house are, whatever its roof. */
const WALLS = { left: 80, top: 152, width: 96, height: 72 };

/** Mean red, green and blue of the walls of four big houses in that colour. */
async function meanColour(colour: string): Promise<readonly number[]> {
  const prompt = plainPrompt(`a big ${colour} house in the snow by day`);
  const pictures = await picturesOf(engine, demoRender({ prompt, steps: 4, width: 256, height: 256, count: 4 }));
  const walls = await Promise.all(pictures.map((picture) => sharp(picture).extract(WALLS).png().toBuffer()));
  const seen = await Promise.all(walls.map((wall) => sharp(wall).stats()));
  return [0, 1, 2].map((i) => seen.reduce((sum, { channels }) => sum + channels[i]!.mean, 0) / seen.length);
}

async function withBlueprint(weight: number): Promise<Uint8Array> {
  const { files, adapters } = demoModel('blueprint', 'lcm');
  const changed = adapters.map((file) => (file.name === 'blueprint' ? { ...file, weight } : file));
  const model = { name: 'demo', files, adapters: changed.filter((file) => file.weight > 0) };
  const prompt = plainPrompt('a castle by day, blueprint style');
  const [picture] = await picturesOf(engine, demoRender({ model, prompt, steps: 4, width: 256, height: 256 }));
  return picture!;
}
