import { cpSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createCatalog, type Models } from '#renderer/models/catalog.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
let folders = 0;

/** An empty models folder, and a catalog of it. */
function open(options: { demo?: boolean; lorasFolder?: string } = {}) {
  const modelsFolder = join(scratch, `models-${++folders}`);
  mkdirSync(modelsFolder);
  const places = { demoFolder: options.demo ? DEMO : null, modelsFolder, lorasFolder: options.lorasFolder ?? null };
  return { modelsFolder, catalog: createCatalog(places, silentLog) };
}

function copyDemo(to: string) {
  cpSync(DEMO, to, { recursive: true });
  return to;
}

const names = ({ usable }: Models) => usable.map(({ name }) => name);

describe('the catalog', () => {
  it('knows the bundled model without any folder', async () => {
    const catalog = createCatalog({ demoFolder: DEMO, modelsFolder: null, lorasFolder: null }, silentLog);
    const { usable, refused } = await catalog.look();
    expect(refused.size).toBe(0);
    expect(usable).toEqual([
      {
        name: 'demo',
        folder: DEMO,
        family: 'sd15',
        defaultWidth: 128,
        defaultHeight: 128,
        windowTokens: 75,
        textLayers: 4,
        vocabulary: 915,
        demonstration: true,
        adapters: [
          { name: 'blueprint', file: join(DEMO, 'loras/blueprint.safetensors'), kind: 'lora' },
          { name: 'lcm', file: join(DEMO, 'loras/lcm.safetensors'), kind: 'lcm-lora' },
        ],
      },
    ]);
  });

  it('sees models come, change and go while it runs', async () => {
    const { modelsFolder, catalog } = open({ demo: true });
    expect(names(await catalog.look())).toEqual(['demo']);
    const mine = copyDemo(join(modelsFolder, 'my model v1.5'));
    expect(names(await catalog.look())).toEqual(['demo', 'my model v1.5']);
    rmSync(join(mine, 'loras/lcm.safetensors'));
    expect((await catalog.look()).usable[1]!.adapters.map(({ name }) => name)).toEqual(['blueprint']);
    rmSync(mine, { recursive: true });
    expect(names(await catalog.look())).toEqual(['demo']);
  });

  it('says why a model cannot be used, and takes it when it is mended', async () => {
    const { modelsFolder, catalog } = open();
    const mine = copyDemo(join(modelsFolder, 'mine'));
    writeFileSync(join(mine, 'unet/config.json'), '{');
    const broken = await catalog.look();
    expect(names(broken)).toEqual([]);
    expect(broken.refused.get('mine')?.message).toBe('Cannot load model mine: unet/config.json is not JSON');
    cpSync(join(DEMO, 'unet/config.json'), join(mine, 'unet/config.json'));
    expect(names(await catalog.look())).toEqual(['mine']);
  });

  it('overlooks what is no model and names nobody could say', async () => {
    const { modelsFolder, catalog } = open();
    mkdirSync(join(modelsFolder, 'notes'));
    writeFileSync(join(modelsFolder, 'model.ckpt'), 'boom');
    copyDemo(join(modelsFolder, '.hidden'));
    copyDemo(join(modelsFolder, 'demo'));
    expect(await catalog.look()).toEqual({ usable: [], refused: new Map() });
  });

  it('never follows a link out of the models folder', async () => {
    const { modelsFolder, catalog } = open();
    const outside = copyDemo(join(scratch, `outside-${folders}`));
    symlinkSync(outside, join(modelsFolder, 'linked'));
    const inner = copyDemo(join(modelsFolder, 'inner'));
    rmSync(join(inner, 'unet/diffusion_pytorch_model.safetensors'));
    symlinkSync(
      join(outside, 'unet/diffusion_pytorch_model.safetensors'),
      join(inner, 'unet/diffusion_pytorch_model.safetensors'),
    );
    const lora = copyDemo(join(modelsFolder, 'lora'));
    rmSync(join(lora, 'loras/lcm.safetensors'));
    symlinkSync(join(outside, 'loras/lcm.safetensors'), join(lora, 'loras/lcm.safetensors'));
    symlinkSync(join(modelsFolder, 'good'), join(modelsFolder, 'alias'));
    copyDemo(join(modelsFolder, 'good'));
    const { usable, refused } = await catalog.look();
    expect(usable.map(({ name }) => name)).toEqual(['alias', 'good']);
    expect([...refused.keys()]).toEqual(['inner', 'linked', 'lora']);
    for (const { message } of refused.values()) expect(message).toContain('outside the models folder');
  });

  it('offers shared adapters to the models they fit, a model’s own first', async () => {
    const lorasFolder = join(scratch, 'shared-loras');
    mkdirSync(lorasFolder);
    cpSync(join(DEMO, 'loras/blueprint.safetensors'), join(lorasFolder, 'ink.safetensors'));
    cpSync(join(DEMO, 'loras/blueprint.safetensors'), join(lorasFolder, 'lcm.safetensors'));
    cpSync(join(DEMO, 'vae/diffusion_pytorch_model.safetensors'), join(lorasFolder, 'no-lora.safetensors'));
    writeFileSync(join(lorasFolder, 'broken.safetensors'), 'x');
    const { modelsFolder, catalog } = open({ lorasFolder });
    const mine = copyDemo(join(modelsFolder, 'mine'));
    const [model] = (await catalog.look()).usable;
    expect(model?.adapters.map(({ name }) => name)).toEqual(['blueprint', 'lcm', 'ink']);
    expect(model?.adapters[1]?.file).toBe(join(mine, 'loras/lcm.safetensors'));
  });

  it('takes the loras of the models folder for shared ones when nothing else is said', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    mkdirSync(join(modelsFolder, 'loras'));
    const ink = join(modelsFolder, 'loras/ink.safetensors');
    cpSync(join(DEMO, 'loras/blueprint.safetensors'), ink);
    utimesSync(ink, 1, 1);
    const look = async () => (await catalog.look()).usable[0]!.adapters.map(({ name }) => name);
    expect(await look()).toEqual(['blueprint', 'lcm', 'ink']);
    writeFileSync(ink, 'damaged since');
    expect(await look()).toEqual(['blueprint', 'lcm']);
  });
});
