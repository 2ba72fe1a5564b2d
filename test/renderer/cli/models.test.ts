import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addModel } from '#renderer/cli/models/add-model.ts';
import type { CommandContext } from '#renderer/cli/models/command-context.ts';
import { listModels } from '#renderer/cli/models/list-models.ts';
import { pullModels } from '#renderer/cli/models/pull-models.ts';
import { removeModels } from '#renderer/cli/models/remove-models.ts';
import { verifyModels } from '#renderer/cli/models/verify-models.ts';
import { LocalEngine } from '#renderer/engine/process/local-engine.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import { createHubClient } from '#renderer/models/hub/hub-client.ts';
import { READY_MADE_ANIMATORS } from '#renderer/models/ready-made-animators.ts';
import { READY_MADE_CONTROLS } from '#renderer/models/ready-made-controls.ts';
import { READY_MADE_IMAGE_PROMPTS } from '#renderer/models/ready-made-image-prompts.ts';
import { READY_MADE_PREPROCESSORS } from '#renderer/models/ready-made-preprocessors.ts';
import { silentLog } from '#shared/log.ts';
import { demoRender, engineSettings, picturesOf } from '#test/contract/engine.ts';
import { demoFiles, pushDemoRepos } from '#test/fakes/hub/demo-repos.ts';
import { type FakeHub, startFakeHub } from '#test/fakes/hub/fake-hub.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const scratch = scratchFolder();
let hub: FakeHub;
let shops = 0;

beforeAll(async () => {
  hub = await startFakeHub();
  pushDemoRepos(hub);
});
afterAll(() => hub.close());

/** An empty models folder and an empty cache, and what the verbs say. */
function open() {
  const home = join(scratch, `context-${++shops}`);
  const lines: string[] = [];
  const signal = new AbortController().signal;
  const clock = { now: () => 0, sleep: async () => {} };
  const cache = {
    client: createHubClient({ endpoint: hub.endpoint, token: null }),
    folder: join(home, 'hub'),
    clock,
    signal,
  };
  const output = { isTerminal: false, columns: 80, line: (text: string) => void lines.push(text), passing: () => {} };
  const modelsFolder = join(home, 'models');
  const context: CommandContext = {
    modelsFolder,
    lorasFolder: null,
    demoFolder: DEMO,
    cache,
    index: cache.client,
    github: cache.client,
    civitai: cache.client,
    output,
  };
  const said = async (work: Promise<void>) => {
    lines.length = 0;
    await work;
    return lines.join('\n');
  };
  const places = { demoFolder: null, modelsFolder, lorasFolder: null, hubFolder: cache.folder };
  const look = () => createCatalog(places, silentLog).read();
  const repo = (name: string) => join(cache.folder, `models--${name.replace('/', '--')}`);
  return { context, said, look, modelsFolder, repo };
}

const STABLE_DIFFUSION = 'stable-diffusion-v1-5/stable-diffusion-v1-5';

describe('pulling a ready-made model', () => {
  it('brings what it needs and no more, lists it, and it draws', async () => {
    const { context, said, look, modelsFolder, repo } = open();
    const words = await said(pullModels(['sd15'], context));
    expect(words).toContain('sd15, licence CreativeML OpenRAIL-M');
    expect(words).toMatch(/stable-diffusion-v1-5: 12 files, [\d.]+ MB, 0 B here/);
    expect(words.split('\n').at(-1)).toBe('sd15: ready, 512×512');
    expect(words).toMatch(/ {2}unet\/diffusion_pytorch_model.fp16.safetensors: [\d.]+ MB here/);
    expect(readdirSync(join(repo(STABLE_DIFFUSION), 'blobs'))).toHaveLength(12);
    const { models } = JSON.parse(readFileSync(join(modelsFolder, 'models.json'), 'utf8'));
    expect(models).toEqual([expect.objectContaining({ name: 'sd15', family: 'sd15' })]);
    const { usable, refused } = await look();
    expect([...refused.values()]).toEqual([]);
    expect(usable[0]).toMatchObject({
      name: 'sd15',
      defaultWidth: 512,
      adapters: [{ name: 'lcm', kind: 'lcm-lora', weight: 1, triggers: [], standing: true }],
      listed: { licence: { id: 'CreativeML OpenRAIL-M' }, defaults: { sampler: 'dpmpp_2m', steps: 20 }, problems: [] },
    });
    expect(usable[0]!.files.taesd).toContain('models--madebyollin--taesd/snapshots/');
    const [{ files, adapters }] = usable as [(typeof usable)[0]];
    const [{ name, file }] = adapters as [(typeof adapters)[0]];
    const engine = new LocalEngine(engineSettings());
    const model = { name: 'sd15', files: { ...files, taesd: null }, adapters: [{ name, file, weight: 1 }] };
    expect(await picturesOf(engine, demoRender({ model }))).toHaveLength(1);
    await engine.close();
  });

  it('brings a part alone, asks for nothing twice, and knows what it does not know', async () => {
    const { context, said, modelsFolder } = open();
    expect(await said(pullModels(['taesd'], context))).toContain('taesd, licence MIT');
    expect(await said(pullModels(['taesd'], context))).toContain('madebyollin/taesd: 2 files, 90 B, all here');
    expect(existsSync(join(modelsFolder, 'models.json'))).toBe(false);
    await expect(pullModels(['sd16'], context)).rejects.toThrow(
      'Cannot pull sd16: it must be one of sd15, sdxl, ssd-1b, vega, taesd, taesdxl',
    );
    await expect(pullModels(['someone/model'], context)).rejects.toThrow('npm run models -- add someone/model');
  });

  it('lists nothing when it fails', async () => {
    const { context, modelsFolder } = open();
    await expect(pullModels(['sdxl'], context)).rejects.toThrow('Cannot pull stabilityai/stable-diffusion-xl-base-1.0');
    expect(existsSync(join(modelsFolder, 'models.json'))).toBe(false);
    await expect(pullModels(['codeformer'], context)).rejects.toThrow('Cannot pull sczhou/CodeFormer');
    const larger = pullModels(['realesr-general'], context);
    await expect(larger).rejects.toThrow('Cannot pull xinntao/Real-ESRGAN/releases/download/v0.2.5.0/realesr');
  });
});

describe('the list', () => {
  it('shows what there is, what is missing and what is wrong', async () => {
    const { context, said, modelsFolder } = open();
    await pullModels(['sd15'], context);
    cpSync(DEMO, join(modelsFolder, 'dropped'), { recursive: true });
    const list = JSON.parse(readFileSync(join(modelsFolder, 'models.json'), 'utf8'));
    const missing = { name: 'far', checkpoint: { repo: 'someone/far' } };
    const wrong = { name: 'odd', checkpoint: 'dropped', family: 'sdxl' };
    const partly = {
      name: 'partly',
      checkpoint: 'dropped',
      adapters: [
        { name: 'ink', file: 'loras/ink.safetensors' },
        { name: 'blue', file: 'dropped/loras/blueprint.safetensors', weight: 0.5, triggers: ['blueprint style'] },
      ],
    };
    writeFileSync(
      join(modelsFolder, 'models.json'),
      JSON.stringify({ models: [...list.models, missing, wrong, partly] }),
    );
    const lines = (await said(listModels(context))).split('\n');
    const rows = lines.map((line) => line.split(/ {2,}/).filter((_, i) => i !== 2));
    const of = (what: string) => rows.filter(([, kind]) => kind === what).map(([name, , licence]) => [name, licence]);
    const listedApart = ['control', 'preprocessor', 'ip-adapter', 'animations', 'part'];
    const others = rows.filter(([, kind]) => !listedApart.includes(kind!));
    const [canny, ...controls] = of('control');
    expect(canny).toEqual(['canny-demo', undefined]);
    expect(controls).toEqual(READY_MADE_CONTROLS.map(({ name, licence }) => [name, licence]));
    const notBundled = lines.filter((line) => !/^canny-demo/.test(line));
    const waiting = notBundled.filter((line) =>
      /^(sdxl|ssd-1b|vega) | (control|upscalers|captions|masks|preprocessor|animations) /.test(line),
    );
    for (const line of waiting) expect(line).toMatch(/not pulled, \d+ MB/);
    const imagePrompts = READY_MADE_IMAGE_PROMPTS.map(({ name, licence }) => [name, licence]);
    expect(of('ip-adapter')).toEqual([['stickers', 'ready'], ...imagePrompts]);
    expect(of('preprocessor')).toEqual(READY_MADE_PREPROCESSORS.map(({ name, licence }) => [name, licence]));
    expect(of('animations')).toEqual(READY_MADE_ANIMATORS.map(({ name, licence }) => [name, licence]));
    expect(rows.filter(([, kind]) => kind === 'part')).toEqual([
      ['taesd', 'part', 'ready', 'MIT'],
      ['taesdxl', 'part', 'MIT'],
      ['safety-checker', 'part', 'CreativeML OpenRAIL-M'],
      ['open-nsfw', 'part', 'BSD-2-Clause'],
    ]);
    expect(others).toEqual([
      ['name', 'family', 'state', 'adapters', 'licence'],
      ['demo', 'sd15', 'ready', 'blueprint, chalkboard, lcm, neon', 'bundled'],
      ['sd15', 'sd15', 'ready', 'lcm', 'CreativeML OpenRAIL-M'],
      ['partly', 'sd15', 'ready, in part', 'blue:0.5 (blueprint style), blueprint, chalkboard, lcm, neon'],
      ['far', 'not pulled'],
      ['odd', 'refused'],
      ['sdxl', 'sdxl', 'lcm', 'CreativeML OpenRAIL++-M'],
      ['ssd-1b', 'ssd1b', 'lcm', 'Apache-2.0'],
      ['vega', 'vega', 'vega-rt', 'Apache-2.0'],
      ['realesrgan', 'upscalers', 'BSD-3-Clause'],
      ['blip-base', 'captions', 'BSD-3-Clause'],
      ['blip-large', 'captions', 'BSD-3-Clause'],
      ...['vit', 'swinv2', 'convnext', 'eva02-large'].map((name) => [`wd-${name}-tagger-v3`, 'tags', 'Apache-2.0']),
      ['sam-vit-b', 'masks', 'Apache-2.0'],
      ['sam-vit-l', 'masks', 'Apache-2.0'],
      ['sam-vit-h', 'masks', 'Apache-2.0'],
      ['codeformer', 'faces', 'S-Lab-1.0 (non-commercial)'],
      ['deepdanbooru', 'tags', 'MIT'],
      ['realesrgan-x2plus', 'upscalers', 'BSD-3-Clause'],
      ['realesr-general', 'upscalers', 'BSD-3-Clause'],
      [''],
      ['Cannot use model far: cannot find someone/far: it has not been pulled; run: npm run models -- pull far'],
      ['Cannot use model odd: its weights are of the family sd15, models.json says sdxl'],
      ['partly: Cannot use adapter ink: Cannot find loras/ink.safetensors: there is no such file in the models folder'],
    ]);
  });
});

describe('verifying', () => {
  it('finds a damaged file, and the next pull mends it', async () => {
    const { context, said, repo } = open();
    await pullModels(['sd15'], context);
    expect(await said(verifyModels([], context))).toMatch(/^sd15: 15 files, [\d.]+ MB, all right$/);
    const snapshots = join(repo(STABLE_DIFFUSION), 'snapshots');
    const unet = join(snapshots, readdirSync(snapshots)[0]!, 'unet/diffusion_pytorch_model.fp16.safetensors');
    const blob = realpathSync(unet);
    const bytes = readFileSync(blob);
    bytes[1_000_000]! ^= 1;
    writeFileSync(blob, bytes);
    await expect(verifyModels(['sd15'], context)).rejects.toThrow('run: npm run models -- pull sd15');
    expect(existsSync(blob)).toBe(false);
    await pullModels(['sd15'], context);
    expect(await said(verifyModels(['sd15'], context))).toContain('all right');
    await expect(verifyModels(['sd16'], context)).rejects.toThrow(
      'Cannot find sd16 in models.json: it must be one of sd15',
    );
  });
});

describe('removing', () => {
  it('frees what nobody else uses', async () => {
    const { context, said, modelsFolder, repo } = open();
    await pullModels(['sd15'], context);
    const file = join(modelsFolder, 'models.json');
    const list = JSON.parse(readFileSync(file, 'utf8'));
    const other = { name: 'other', checkpoint: 'mine', taesd: { repo: 'madebyollin/taesd' } };
    writeFileSync(file, JSON.stringify({ models: [...list.models, other] }));
    const words = await said(removeModels(['sd15'], context));
    expect(words).toMatch(
      /^ {2}madebyollin\/taesd stays: another model uses it\nsd15: taken out of the list, [\d.]+ MB freed$/,
    );
    expect(existsSync(repo(STABLE_DIFFUSION))).toBe(false);
    expect(existsSync(repo('madebyollin/taesd'))).toBe(true);
    expect(await said(removeModels(['other'], context))).toBe(
      'other: taken out of the list, 90 B freed; mine is yours and stays',
    );
    expect(existsSync(repo('madebyollin/taesd'))).toBe(false);
    await expect(removeModels(['other'], context)).rejects.toThrow('the list is empty');
  });

  it('keeps blobs that another revision in the cache has a name for', async () => {
    const { context, repo } = open();
    await pullModels(['taesd'], context);
    const folder = repo('madebyollin/taesd');
    const [commit] = readdirSync(join(folder, 'snapshots'));
    cpSync(join(folder, 'snapshots', commit!), join(folder, 'snapshots', 'a'.repeat(40)), {
      recursive: true,
      verbatimSymlinks: true,
    });
    mkdirSync(context.modelsFolder);
    const entry = { name: 'x', checkpoint: 'x', taesd: { repo: 'madebyollin/taesd' } };
    writeFileSync(join(context.modelsFolder, 'models.json'), JSON.stringify({ models: [entry] }));
    await removeModels(['x'], context);
    expect(readdirSync(join(folder, 'snapshots'))).toEqual(['a'.repeat(40)]);
    expect(readdirSync(join(folder, 'blobs'))).toHaveLength(2);
    expect(existsSync(join(folder, 'refs/main'))).toBe(false);
  });
});

describe('adding', () => {
  it('looks at what lies in the models folder', async () => {
    const { context, said, look, modelsFolder } = open();
    cpSync(DEMO, join(modelsFolder, 'sub/My Model'), { recursive: true });
    expect(await said(addModel({ what: 'sub/My Model', name: null, variant: null }, context))).toBe(
      'My Model: sd15, 256×256, listed in models.json',
    );
    expect((await look()).usable.map(({ name }) => name)).toEqual(['My Model']);
    const again = addModel({ what: 'sub/My Model', name: null, variant: null }, context);
    await expect(again).rejects.toThrow('Cannot add My Model: there is a model of that name; use --name');
  });

  it('pulls a repository of the hub first, and lists it with the family that was found', async () => {
    const { context, look } = open();
    hub.push({ name: 'someone/model', files: demoFiles() });
    await addModel({ what: 'someone/model', name: 'theirs', variant: null }, context);
    const { usable } = await look();
    expect(usable.map(({ name, family }) => [name, family])).toEqual([['theirs', 'sd15']]);
  });

  it.each([
    ['nothing', 'Cannot add nothing: it must be a file or folder in the models folder, or OWNER/NAME'],
    [DEMO, `Cannot add ${DEMO}: it must lie in the models folder`],
    ['madebyollin/taesd', 'model_index.json'],
  ])('refuses %s and lists nothing', async (what, sentence) => {
    const { context, modelsFolder } = open();
    await expect(addModel({ what, name: null, variant: null }, context)).rejects.toThrow(sentence);
    expect(existsSync(join(modelsFolder, 'models.json'))).toBe(false);
  });

  it('changes no list that cannot be read', async () => {
    const { context, modelsFolder } = open();
    cpSync(DEMO, join(modelsFolder, 'mine'), { recursive: true });
    writeFileSync(join(modelsFolder, 'models.json'), '{"models": [\n]');
    await expect(addModel({ what: 'mine', name: null, variant: null }, context)).rejects.toThrow('models.json, line 2');
    expect(readFileSync(join(modelsFolder, 'models.json'), 'utf8')).toBe('{"models": [\n]');
  });
});
