import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { findMark } from '#shared/watermark/watermark.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import { renderCommand, SMALL } from '#test/renderer/run-render-command.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();

const { run, refused } = renderCommand(scratch);

describe('the command line', () => {
  it('draws, writes latents in row order, and prints timings', async () => {
    const lora = `${DEMO}/loras/lcm.safetensors:1`;
    const words = [...SMALL, '--sampler', 'lcm', '--lora', lora, '--out', 'a.png', '--latents', 'a.json', '--json'];
    const { code, out } = await run(...words);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      files: ['a.png'],
      seed: 7,
      family: 'sd15',
      provider: 'cpu',
      unetCalls: 4,
      denoiseMs: expect.any(Number),
      totalMs: expect.any(Number),
    });
    const png = readFileSync(join(scratch, 'a.png'));
    expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 96, height: 64 });
    const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
    expect(findMark({ ...info, channels: 3, data }).isMarked).toBe(true);
    expect(pngTexts(png)[0]?.text).toContain('a red house <lora:lcm:1>\nSteps: 4, Sampler: LCM, CFG scale: 1, Seed: 7');
    const latents = JSON.parse(readFileSync(join(scratch, 'a.json'), 'utf8'));
    expect(latents.shape).toEqual([1, 4, 4, 6]);
    expect(latents.data).toHaveLength(96);
  });

  it('says that it takes a prompt as it is, where that has a weight', async () => {
    const words = ['--prompt', 'a (red:1.4) house', '--width', '64', '--height', '64', '--steps', '1'];
    const { code, err } = await run(...words, '--out', 'weighted.png');
    expect(code).toBe(0);
    expect(err).toContain('Note: (red:1.4) is taken as plain text: --prompt has no syntax;');
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    expect(out).toContain('--clip-skip');
  });

  it('says in one sentence what is wrong with its words, and ends with 2', async () => {
    await refused([], '--prompt must say what to draw, given nothing');
    await refused([...SMALL, '--width', '513'], 'width must be a multiple of 8, given 513');
    await refused([...SMALL, '--sampler', 'magic'], 'Cannot use sampler: it must be one of lcm, ');
    await refused([...SMALL, '--prompt', 'x'.repeat(10_000)], 'prompt must be at most 4000 characters, given 10000');
  });
});
