import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '#renderer/engine/contract/events.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { demoModel, demoRender, drawAll, engineSettings } from '#test/contract/engine.ts';
import { worstDifference } from '#test/renderer/engine/weights/golden-lora.ts';

const [blueprint] = demoModel('blueprint').adapters;

/** An engine with the demo model, and what it draws with a style LoRA of this strength. */
function createStudio() {
  const seen: Tensor[] = [];
  const engine = new LocalEngine(engineSettings(), { onLatents: (latents) => seen.push(latents) });
  const draw = async (
    change: Parameters<typeof demoRender>[0],
  ): Promise<{ latents: Tensor; events: EngineEvent[] }> => {
    const events = await drawAll(engine, demoRender({ steps: 3, ...change }));
    return { latents: seen.at(-1)!, events };
  };
  return { engine, draw };
}

async function pixelsOf(events: readonly EngineEvent[]): Promise<Buffer> {
  const picture = events.find((event) => event.kind === 'picture');
  return sharp(picture!.data).raw().toBuffer();
}

/** The largest difference of two pictures' bytes. */
function apart(a: Buffer, b: Buffer): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

const style = (weight: number) => ({ styleLoras: [{ ...blueprint!, weight }] });

describe('a style LoRA', () => {
  it('draws what it would draw merged into the weights, within their rounding, and loads no other model', async () => {
    const { engine, draw } = createStudio();
    const { latents: plain } = await draw({});
    const { latents: styled } = await draw(style(1));
    expect(engine.state.resident).toHaveLength(1);
    const { latents: merged } = await draw({ model: demoModel('lcm', 'blueprint') });
    // The bundled weights are binary16, to which merged ones are rounded.
    expect(worstDifference(styled, merged)).toBeLessThan(0.1 * worstDifference(styled, plain));
    await engine.close();
  });

  it('leaves the renders before, beside and after it as they would be alone', async () => {
    const { engine, draw } = createStudio();
    const [plain, styled, against] = [await draw({}), await draw(style(1)), await draw(style(-1))];
    const [calm, strong, opposite] = await Promise.all([plain, styled, against].map(({ events }) => pixelsOf(events)));
    const beside = await Promise.all([draw({}), draw(style(1)), draw(style(-1)), draw(style(1)), draw({})]);
    const pictures = await Promise.all(beside.map(({ events }) => pixelsOf(events)));
    const alone = [calm!, strong!, opposite!, strong!, calm!];
    // Rows that share a call are added up in another order; one step of 255 is a last digit rounded the other way.
    expect(pictures.map((picture, i) => apart(picture, alone[i]!)).every((worst) => worst <= 1)).toBe(true);
    expect(Math.min(apart(calm!, strong!), apart(strong!, opposite!))).toBeGreaterThan(10);
    expect((await draw({})).latents).toEqual(plain.latents);
    expect((await draw(style(1))).latents).toEqual(styled.latents);
    await engine.close();
  });

  it('is refused with its name and key when it does not fit', async () => {
    const { engine, draw } = createStudio();
    const file = `${demoModel().files.checkpoint}/unet/diffusion_pytorch_model.safetensors`;
    await expect(draw({ styleLoras: [{ name: 'odd', file, weight: 1 }] })).rejects.toMatchObject({
      code: 'invalid',
      message: expect.stringMatching(/^Cannot use adapter odd \(unet\/diffusion.*\): key .+: the file is no LoRA/),
    });
    expect((await draw(style(1))).events.at(-1)).toMatchObject({ kind: 'finished' });
    await engine.close();
  });
});
