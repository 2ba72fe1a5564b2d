import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SUGGESTIONS } from '#bot/presets/suggestions.ts';
import { unknownWords } from '#bot/prompt/unknown-words.ts';
import { modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import { createCatalog, type Models } from '#renderer/models/catalog.ts';
import { NO_NETWORKS } from '#renderer/models/lone-networks.ts';
import { silentLog } from '#shared/log.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
let folders = 0;

/** An empty models folder, and a catalog of it. */
function open(options: { demo?: boolean; lorasFolder?: string } = {}) {
  const modelsFolder = join(scratch, `models-${++folders}`);
  mkdirSync(modelsFolder);
  const places = {
    demoFolder: options.demo ? DEMO : null,
    modelsFolder,
    lorasFolder: options.lorasFolder ?? null,
    hubFolder: join(scratch, 'hub'),
  };
  return { modelsFolder, catalog: createCatalog(places, silentLog) };
}

function copyDemo(to: string) {
  cpSync(DEMO, to, { recursive: true });
  return to;
}

const names = ({ usable }: Models) => usable.map(({ name }) => name);

describe('the catalog', () => {
  it('knows the bundled model without any folder', async () => {
    const catalog = createCatalog(
      { demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null },
      silentLog,
    );
    const { usable, refused } = await catalog.read();
    expect(refused.size).toBe(0);
    expect(usable).toEqual([
      {
        name: 'demo',
        files: modelFilesAt(DEMO),
        tokenizer: { folder: join(DEMO, 'tokenizer'), pad: null, vocabulary: 2212 },
        family: 'sd15',
        traits: expect.any(Object),
        spacing: 'leading',
        defaultWidth: 256,
        defaultHeight: 256,
        windowTokens: 75,
        textLayers: 3,
        notes: [],
        demonstration: true,
        words: expect.arrayContaining(['house', 'sticker', 'snowflakes']),
        adapters: [
          { name: 'blueprint', file: join(DEMO, 'loras/blueprint.safetensors'), kind: 'lora', standing: false },
          { name: 'chalkboard', file: join(DEMO, 'loras/chalkboard.safetensors'), kind: 'lora', standing: false },
          { name: 'lcm', file: join(DEMO, 'loras/lcm.safetensors'), kind: 'lcm-lora', standing: true },
          { name: 'neon', file: join(DEMO, 'loras/neon.safetensors'), kind: 'lora', standing: false },
        ],
        controls: [expect.objectContaining({ name: 'canny-demo', kind: 'controlnet' })],
        imageAdapters: [expect.objectContaining({ name: 'stickers', kind: 'base' })],
      },
    ]);
  });

  it('knows the bundled model’s words: each is a token of its own, and the suggestions hold no other', async () => {
    const catalog = createCatalog(
      { demoFolder: DEMO, modelsFolder: null, lorasFolder: null, hubFolder: null },
      silentLog,
    );
    const { words = [] } = (await catalog.read()).usable[0]!;
    const tokens = JSON.parse(readFileSync(join(DEMO, 'tokenizer/vocab.json'), 'utf8')) as Record<string, number>;
    expect(words.filter((word) => !Object.hasOwn(tokens, `${word}</w>`))).toEqual([]);
    expect(SUGGESTIONS.flatMap((prompt) => unknownWords(prompt, words))).toEqual([]);
  });

  it('sees models come, change and go while it runs', async () => {
    const { modelsFolder, catalog } = open({ demo: true });
    expect(names(await catalog.read())).toEqual(['demo']);
    const mine = copyDemo(join(modelsFolder, 'my model v1.5'));
    expect(names(await catalog.read())).toEqual(['demo', 'my model v1.5']);
    rmSync(join(mine, 'loras/lcm.safetensors'));
    expect((await catalog.read()).usable[1]!.adapters.map(({ name }) => name)).toEqual([
      'blueprint',
      'chalkboard',
      'neon',
    ]);
    rmSync(mine, { recursive: true });
    expect(names(await catalog.read())).toEqual(['demo']);
  });

  it('says why a model cannot be used, and takes it when it is mended', async () => {
    const { modelsFolder, catalog } = open();
    const mine = copyDemo(join(modelsFolder, 'mine'));
    writeFileSync(join(mine, 'unet/config.json'), '{');
    const broken = await catalog.read();
    expect(names(broken)).toEqual([]);
    expect(broken.refused.get('mine')?.message).toBe('Cannot load model mine: unet/config.json is not JSON');
    cpSync(join(DEMO, 'unet/config.json'), join(mine, 'unet/config.json'));
    expect(names(await catalog.read())).toEqual(['mine']);
  });

  it('overlooks what is no model and names nobody could say', async () => {
    const { modelsFolder, catalog } = open();
    mkdirSync(join(modelsFolder, 'notes'));
    writeFileSync(join(modelsFolder, 'notes.txt'), 'words');
    writeFileSync(join(modelsFolder, '.hidden.safetensors'), 'boom');
    copyDemo(join(modelsFolder, '.hidden'));
    copyDemo(join(modelsFolder, 'demo'));
    expect(await catalog.read()).toEqual({
      usable: [],
      refused: new Map(),
      ...NO_NETWORKS,
    });
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
    const { usable, refused } = await catalog.read();
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
    const [model] = (await catalog.read()).usable;
    expect(model?.adapters.map(({ name }) => name)).toEqual(['blueprint', 'chalkboard', 'lcm', 'neon', 'ink']);
    expect(model?.adapters[2]?.file).toBe(join(mine, 'loras/lcm.safetensors'));
  });

  it('takes the loras of the models folder for shared ones when nothing else is said', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    mkdirSync(join(modelsFolder, 'loras'));
    const ink = join(modelsFolder, 'loras/ink.safetensors');
    cpSync(join(DEMO, 'loras/blueprint.safetensors'), ink);
    utimesSync(ink, 1, 1);
    const look = async () => (await catalog.read()).usable[0]!.adapters.map(({ name }) => name);
    expect(await look()).toEqual(['blueprint', 'chalkboard', 'lcm', 'neon', 'ink']);
    writeFileSync(ink, 'damaged since');
    expect(await look()).toEqual(['blueprint', 'chalkboard', 'lcm', 'neon']);
  });

  it('takes checkpoint files for models, and says what is wrong with those that are none', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'twice'));
    const vae = join(DEMO, 'vae/diffusion_pytorch_model.safetensors');
    for (const name of ['vae.safetensors', 'twice.safetensors']) cpSync(vae, join(modelsFolder, name));
    writeFileSync(join(modelsFolder, 'broken.safetensors'), 'boom');
    writeFileSync(join(modelsFolder, 'pickle.ckpt'), 'boom');
    const { usable, refused } = await catalog.read();
    expect(usable.map(({ name }) => name)).toEqual(['twice']);
    expect([...refused.keys()].sort()).toEqual(['broken', 'pickle', 'twice.safetensors', 'vae']);
    for (const { message } of refused.values()) expect(message).toMatch(/^Cannot \S.*[^.]$/);
    expect(refused.get('twice.safetensors')?.message).toContain('another model is called twice already');
  });
});

describe('the catalog with a list', () => {
  const list = (folder: string, models: readonly object[]) =>
    writeFileSync(join(folder, 'models.json'), JSON.stringify({ models }));

  it('shows its entries first, in their order, and nothing twice', async () => {
    const { modelsFolder, catalog } = open({ demo: true });
    for (const name of ['a', 'b', 'sub/c']) copyDemo(join(modelsFolder, name));
    const size = { width: 256, height: 192 };
    const licence = { id: 'MIT', link: 'https://example.com' };
    list(modelsFolder, [
      { name: 'z', checkpoint: 'sub/c', family: 'sd15', defaults: { ...size, steps: 30 }, licence },
      { name: 'other', checkpoint: 'b' },
    ]);
    const { usable, refused } = await catalog.read();
    expect([...refused.values()]).toEqual([]);
    expect(usable.map(({ name }) => name)).toEqual(['demo', 'z', 'other', 'a']);
    expect(usable[1]).toMatchObject({
      defaultWidth: 256,
      defaultHeight: 192,
      listed: { defaults: { ...size, steps: 30 }, licence, problems: [] },
    });
    expect(usable[3]!.listed).toBeUndefined();
    list(modelsFolder, []);
    expect(names(await catalog.read())).toEqual(['demo', 'a', 'b']);
  });

  it('gives each wrong entry one sentence, and the others work', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    copyDemo(join(scratch, `beyond-${folders}`));
    symlinkSync(join(scratch, `beyond-${folders}`), join(modelsFolder, 'link'));
    list(modelsFolder, [
      { name: 'good', checkpoint: 'mine' },
      { name: 'typo', checkpont: 'mine' },
      { name: 'gone', checkpoint: 'nowhere' },
      { name: 'far away', checkpoint: { repo: 'someone/far' } },
      { name: 'other', checkpoint: 'mine', family: 'sdxl' },
      { name: 'out', checkpoint: 'link' },
      { name: 'half', checkpoint: 'mine', taesd: 'taesd.safetensors' },
    ]);
    const { usable, refused } = await catalog.read();
    expect(usable.map(({ name }) => name)).toEqual(['good']);
    expect(Object.fromEntries([...refused].map(([name, { message }]) => [name, message]))).toEqual({
      typo: 'Cannot read models.json, line 1: typo: checkpoint is missing',
      gone: 'Cannot use model gone: cannot find nowhere: there is no such file in the models folder',
      'far away':
        'Cannot use model far away: cannot find someone/far: it has not been pulled; ' +
        "run: npm run models -- pull 'far away'",
      other: 'Cannot use model other: its weights are of the family sd15, models.json says sdxl',
      out: 'Cannot use model out: cannot use link: it links to something outside the models folder',
      half: 'Cannot use model half: cannot find taesd.safetensors: there is no such file in the models folder',
      link: 'Cannot use link: it links to something outside the models folder',
    });
  });

  it('is refused as a whole when it is no JSON, and what lies in the folder works', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    writeFileSync(join(modelsFolder, 'models.json'), '{"models": [,]}');
    const { usable, refused } = await catalog.read();
    expect(usable.map(({ name }) => name)).toEqual(['mine']);
    expect(refused.get('models.json')?.message).toContain('line 1: a value is expected, given ,]}');
  });

  it('lets an entry name adapters, and leaves out those that cannot be used', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    cpSync(join(DEMO, 'vae/diffusion_pytorch_model.safetensors'), join(modelsFolder, 'vae.safetensors'));
    const adapters = [
      { name: 'lcm', file: 'mine/loras/blueprint.safetensors', weight: 0.5, triggers: ['blue'] },
      { name: 'quick', file: 'mine/loras/blueprint.safetensors', kind: 'lcm-lora' },
      { name: 'gone', file: 'gone.safetensors' },
      { name: 'wrong', file: 'vae.safetensors' },
    ];
    list(modelsFolder, [{ name: 'a', checkpoint: 'mine', adapters }]);
    const [model] = (await catalog.read()).usable;
    const file = join(modelsFolder, 'mine/loras/blueprint.safetensors');
    expect(model!.adapters.slice(0, 2)).toEqual([
      { name: 'lcm', file, kind: 'lora', standing: false, weight: 0.5, triggers: ['blue'] },
      { name: 'quick', file, kind: 'lcm-lora', standing: true, weight: 1, triggers: [] },
    ]);
    expect(model!.listed!.problems.map(sharedEnglish.say)).toEqual([
      'Cannot use adapter gone: Cannot find gone.safetensors: there is no such file in the models folder',
      expect.stringContaining('wrong'),
    ]);
  });

  it('finds textual inversions that fit, in the folder that an entry names or in the shared one', async () => {
    const { modelsFolder, catalog } = open();
    copyDemo(join(modelsFolder, 'mine'));
    for (const folder of ['embeddings', 'words']) mkdirSync(join(modelsFolder, folder));
    const width = JSON.parse(readFileSync(join(DEMO, 'text_encoder/config.json'), 'utf8')).hidden_size;
    writeFileSync(join(modelsFolder, 'embeddings/shared.safetensors'), embedding(width));
    writeFileSync(join(modelsFolder, 'words/own.safetensors'), embedding(width));
    writeFileSync(join(modelsFolder, 'words/other-family.safetensors'), embedding(width + 1));
    writeFileSync(join(modelsFolder, 'words/broken.pt'), 'boom');
    list(modelsFolder, [{ name: 'a', checkpoint: 'mine', embeddings: 'words' }]);
    copyDemo(join(modelsFolder, 'b'));
    const { usable } = await catalog.read();
    expect(usable.map(({ name, files }) => [name, files.embeddings.map((each) => each.name)])).toEqual([
      ['a', ['own']],
      ['b', ['shared']],
    ]);
  });
});

/** One vector of this width, as diffusers writes it. */
function embedding(width: number): Buffer {
  const tensor = { dtype: 'F32', shape: [1, width], data_offsets: [0, width * 4] };
  const header = JSON.stringify({ '<word>': tensor });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(width * 4)]);
}
