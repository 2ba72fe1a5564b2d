import { describe, expect, it } from 'vitest';
import { openUNet } from '#renderer/engine/networks/open-unet.ts';
import { openPromptProducts } from '#renderer/engine/networks/prompt-products.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import { input, withParameters } from '#test/renderer/engine/graph/golden.ts';
import { goldenInputs, goldenUNet } from '#test/renderer/engine/weights/golden-lora.ts';

const CPU = { provider: 'cpu', threads: 1 } as const;
const xl = goldenUNet('sdxl');
const width = 48;

describe('keys and values of the prompt', () => {
  it('are those of the prompt that is asked with, whichever came before', async () => {
    await withParameters(xl.shapes, async (weights) => {
      const unet = await openUNet(xl.config, weights, CPU);
      const cat = goldenInputs(width);
      const withText = (text: Tensor) => ({ ...cat, conditions: { ...cat.conditions, encoder_hidden_states: text } });
      const dog = withText(input('dog', [1, 77, width]));
      const longer = withText(input('longer', [1, 154, width]));
      const asked = [cat, dog, longer, cat, dog];
      const noises = [];
      for (const inputs of asked) noises.push(await unet.predict(inputs));
      expect(noises[3]).toEqual(noises[0]);
      expect(noises[4]).toEqual(noises[1]);
      expect(new Set(noises.map(({ data }) => data[0])).size).toBe(3);
      await unet.release();
    });
  });

  it('are kept as long as they fit, and the last in any case', async () => {
    await withParameters(xl.shapes, async (weights) => {
      const [red, blue, green] = ['red', 'blue', 'green'].map((name) => input(name, [1, 77, width]));
      const probe = await openPromptProducts(weights, CPU);
      const bytes = Object.values(await probe.of(red!)).reduce((sum, feed) => sum + feed.dims[2]! * 77 * 4, 0);
      await probe.release();

      const products = await openPromptProducts(weights, CPU, { keptBytes: bytes });
      const [first, second] = [await products.of(red!), await products.of(blue!)];
      expect(await products.of({ ...red!, data: red!.data.slice() })).toBe(first);
      expect(await products.of(blue!)).toBe(second);
      const third = await products.of(green!);
      expect(await products.of(blue!)).toBe(second);
      expect(await products.of(green!)).toBe(third);
      expect(await products.of(red!)).not.toBe(first);
      expect(await products.of(red!)).toEqual(first);
      await products.release();
    });
  });

  it('are kept for the last call and four before it, however small they are', async () => {
    await withParameters(xl.shapes, async (weights) => {
      const contexts = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => input(name, [1, 77, width]));
      const products = await openPromptProducts(weights, CPU);
      const first = [];
      for (const context of contexts) first.push(await products.of(context));
      // From the oldest on: asking for one that is not kept would push another one out.
      for (const i of [1, 2, 3, 4, 5]) expect(await products.of(contexts[i]!)).toBe(first[i]);
      expect(await products.of(contexts[0]!)).not.toBe(first[0]);
      await products.release();
    });
  });

  it('are none in a network that does not look at prompts', async () => {
    const products = await openPromptProducts(new Map(), CPU);
    expect(await products.of(input('red', [1, 77, width]))).toEqual({});
    await products.release();
  });

  it('say what is missing as the network does, and leave nothing open', async () => {
    const key = [...xl.shapes.keys()].find((one) => one.endsWith('attn2.to_v.weight'))!;
    await withParameters(xl.shapes, async (weights) => {
      const lacking = new Map([...weights].filter(([one]) => one !== key));
      await expect(openUNet(xl.config, lacking, CPU)).rejects.toThrow(
        `Cannot build the unet: weight ${key} is missing`,
      );
    });
  });
});
