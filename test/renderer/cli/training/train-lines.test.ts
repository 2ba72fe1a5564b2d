import { describe, expect, it } from 'vitest';
import { readTrainArguments } from '#renderer/cli/training/train-arguments.ts';
import { stepLine, useLine } from '#renderer/cli/training/train-lines.ts';

describe('a training says', () => {
  it.each([
    [9_025, 1_000, ', about 2.5 h left'],
    [325, 1_000, ', about 5 min left'],
    [26, 1_500, ', about 2 s left'],
    [25, 1_500, ''],
  ])('of %i steps of %i ms how long they still take: %s', (of, ms, left) => {
    const losses = [100, ...Array.from({ length: 25 }, (_, i) => (i % 2 ? 0.1 : 0.2))];
    const pace = `step 25 of ${of}: loss 0.1520, rate 0.00100, ${(ms / 1000).toFixed(2)} s a step`;
    expect(stepLine({ step: 25, of, rate: 1e-3, ms }, losses)).toBe(pace + left);
  });

  it.each([
    ['lora --data p --out x.safetensors', ['x.safetensors'], '--lora x.safetensors:1 --prompt "…"'],
    [
      'lora --model m --data p --pivotal 0.5 --prediction v_prediction --out x.safetensors',
      ['x.safetensors', 'x_emb.safetensors'],
      '--model m --prediction v_prediction --lora x.safetensors:1 --embedding x_emb.safetensors --prompt "… x_emb …"',
    ],
    [
      'textual-inversion --data p --out d/mine.safetensors',
      ['d/mine.safetensors'],
      '--embedding d/mine.safetensors --prompt "… mine …"',
    ],
    ['checkpoint --model m --data p --out tuned', ['tuned'], '--model tuned --prompt "…"'],
  ])('how to draw with what it wrote: %s', (line, files, wanted) => {
    expect(useLine(readTrainArguments(line.split(' '))!, files)).toBe(`Draw with it: npm run render -- ${wanted}`);
  });
});
