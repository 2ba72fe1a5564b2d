import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ValidControlUnit } from '#renderer/engine/contract/task.ts';
import { encodePng } from '#renderer/engine/image/png.ts';
import { makeControlPicture } from '#renderer/engine/preprocess/make-control-picture.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { demoRender, difference, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { writeControlNet } from '#test/renderer/engine/checkpoint/some-controls.ts';
import { goldenPicture } from '#test/renderer/engine/golden-upscalers.ts';

const scratch = scratchFolder();
const forever = new AbortController().signal;
let engine: LocalEngine;
let image: Uint8Array;
let silent: string;
let loud: string;

beforeAll(async () => {
  silent = await writeControlNet(scratch, 'silent', { silent: true });
  loud = await writeControlNet(scratch, 'loud');
  image = await encodePng(goldenPicture('a', [40, 72]), { parameters: '' });
  engine = new LocalEngine(engineSettings());
});
afterAll(() => engine.close());

function unit(path: string, change: Partial<ValidControlUnit> = {}): ValidControlUnit {
  return { network: { name: 'net', path }, image, weight: 1, start: 0, end: 1, ...change };
}

async function draw(...units: readonly ValidControlUnit[]): Promise<Uint8Array> {
  const [picture] = await picturesOf(engine, demoRender({ guidance: 2, control: { units, guess: false } }));
  return picture!;
}

describe('a render with a control picture', () => {
  it('is the same as without where its network says nothing, and another where it speaks', async () => {
    const plain = await draw();
    expect(await difference(plain, await draw(unit(silent)))).toBe(0);
    expect(await difference(plain, await draw(unit(loud)))).toBeGreaterThan(1);
    // Outside of its window no step is steered.
    expect(await difference(plain, await draw(unit(loud, { start: 0.9 })))).toBe(0);
  });

  it('is the same whether its network is a folder or the file alone, which has its heads from the model', async () => {
    const file = `${loud}/diffusion_pytorch_model.safetensors`;
    expect(await difference(await draw(unit(loud)), await draw(unit(file)))).toBe(0);
  });

  it('makes the control picture of a photo first, and takes one that is there already as it is', async () => {
    const preparation = { method: 'canny', network: null } as const;
    const wish = { method: 'canny', side: null, detectSide: null, low: 100, high: 200, signal: forever } as const;
    const map = await encodePng((await makeControlPicture(goldenPicture('a', [40, 72]), wish)).picture, {});
    const steered = await draw(unit(loud, { image: map }));
    expect(await difference(steered, await draw(unit(loud, { preparation })))).toBe(0);
    expect(await difference(steered, await draw(unit(loud, { image: map, preparation })))).toBe(0);
    expect(await difference(steered, await draw(unit(loud)))).toBeGreaterThan(0);
  });

  it('is followed in a second pass, too, at its size', async () => {
    const hires = { width: 64, height: 64, steps: 1, strength: 1, by: 'latent' } as const;
    const twice = async (...units: readonly ValidControlUnit[]) => {
      const small = { width: 32, height: 32, steps: 1, guidance: 1, hires, control: { units, guess: false } };
      return (await picturesOf(engine, demoRender(small)))[0]!;
    };
    const plain = await twice();
    expect(await difference(plain, await twice(unit(silent)))).toBe(0);
    // From noise alone the second pass shows nothing of the first.
    expect(await difference(plain, await twice(unit(loud)))).toBeGreaterThan(1);
  });

  it('is refused where a network is gone, and the next render is drawn', async () => {
    await expect(draw(unit(`${scratch}/gone`))).rejects.toThrow(
      'Cannot load control network net: its file is not there any more',
    );
    expect((await draw(unit(silent), unit(loud, { weight: 0.1 }))).length).toBeGreaterThan(100);
  });
});
