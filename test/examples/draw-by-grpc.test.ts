import { expect, it, onTestFinished } from 'vitest';
import { drawByGrpc } from '#examples/draw-by-grpc.ts';
import { startFakeRenderer } from '#test/fakes/renderer.ts';

it('the example draws a picture with nothing but the contract', async () => {
  const renderer = await startFakeRenderer();
  onTestFinished(() => renderer.close());
  const steps: string[] = [];
  const wish = { address: renderer.address, secret: '', prompt: 'a red house' };
  const png = await drawByGrpc({ ...wish, onStep: (step, of) => steps.push(`${step}/${of}`) });
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(steps.at(-1)).toBe('8/8');
  expect(renderer.renders[0]?.spec).toMatchObject({ parametersPrompt: 'a red house', steps: 8 });
});
