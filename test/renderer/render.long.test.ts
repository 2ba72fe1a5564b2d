import { readFileSync, writeFileSync } from 'node:fs';
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
});
