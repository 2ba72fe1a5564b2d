import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { pngTexts } from '#test/renderer/engine/image/png-texts.ts';
import { renderCommand, SMALL } from '#test/renderer/run-render-command.ts';

const DEMO = fileURLToPath(new URL('../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
const { run, refused } = renderCommand(scratch);

describe('the command line', () => {
  it('starts from a picture, draws round it, and goes over it a second time', async () => {
    const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#3060a0' } });
    writeFileSync(join(scratch, 'start.png'), await picture.png().toBuffer());
    const quick = ['--steps', '2', '--guidance', '1', '--sampler', 'euler', '--json'];
    const from = await run(...SMALL, ...quick, '--init', 'start.png', '--strength', '0.5', '--out', 'c.png');
    expect(from).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(from.out)).toMatchObject({ unetCalls: 1 });
    const round = await run(...SMALL, ...quick, '--init', 'start.png', '--margins', '32,0,0,0', '--out', 'd.png');
    expect(round).toMatchObject({ code: 0, err: '' });
    const twice = await run(...SMALL, ...quick, '--hires', '1.5', '--sigmas', 'karras', '--out', 'e.png');
    expect(twice).toMatchObject({ code: 0, err: '' });
    const png = readFileSync(join(scratch, 'e.png'));
    expect(await sharp(png).metadata()).toMatchObject({ width: 144, height: 96 });
    expect(pngTexts(png)[0]?.text).toContain('Schedule type: Karras');
    await refused([...SMALL, '--mask', 'start.png'], '--mask must come with a picture, given no --init');
    await refused([...SMALL, '--init', 'none.png'], 'Cannot read the picture: there is no file none.png we may open');
    await refused([...SMALL, '--refiner', DEMO, '--hires', '2'], 'a render has a refiner or a second pass, not both');
  });

  it('takes a parsed prompt and several pictures, and says which seed it drew', async () => {
    const prompt = {
      chunks: [
        {
          spans: [
            { text: 'a ', weight: 1 },
            { text: 'red', weight: 1.5 },
          ],
        },
      ],
    };
    writeFileSync(join(scratch, 'prompt.json'), JSON.stringify(prompt));
    const words = ['--prompt-json', 'prompt.json', '--steps', '2', '--guidance', '1', '--count', '2', '--out', 'b.png'];
    const { code, out } = await run(...words);
    expect([code, existsSync(join(scratch, 'b-1.png'))]).toEqual([0, true]);
    expect(out).toMatch(/^b\.png b-1\.png {2}seed \d+ /);
    expect(pngTexts(readFileSync(join(scratch, 'b.png')))[0]?.text).toMatch(/^a red\n/);
  });

  it('says in one sentence what is wrong with a model', async () => {
    await refused([...SMALL, '--model', '/nowhere/model'], 'Cannot load model model: there is no such folder');
    writeFileSync(join(scratch, 'model.ckpt'), 'boom');
    await refused([...SMALL, '--model', 'model.ckpt'], 'model.ckpt: it is neither a zip archive nor a pickle');
    const bare = join(scratch, 'bare');
    cpSync(DEMO, bare, { recursive: true });
    rmSync(join(bare, 'tokenizer'), { recursive: true });
    await refused([...SMALL, '--model', bare], 'Cannot use tokenizer');
  });

  it('says where it cannot write', async () => {
    await refused([...SMALL, '--out', '/nowhere/a.png', '--steps', '1'], 'Cannot write /nowhere/a.png');
  });
});
