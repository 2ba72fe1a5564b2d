import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { readControl } from '#renderer/engine/checkpoint/control-file.ts';
import { readDescriber } from '#renderer/engine/checkpoint/describer-file.ts';
import { readFaceFile } from '#renderer/engine/checkpoint/face-file.ts';
import { readImageAdapter } from '#renderer/engine/checkpoint/image-adapter-file.ts';
import { readImageEncoder } from '#renderer/engine/checkpoint/image-encoder-file.ts';
import { readPreprocessor } from '#renderer/engine/checkpoint/preprocessor-file.ts';
import { readSegmenter } from '#renderer/engine/checkpoint/segmenter-file.ts';
import { readUpscaler } from '#renderer/engine/checkpoint/upscaler-file.ts';
import { readVideoModel } from '#renderer/engine/checkpoint/video-files.ts';
import { createCatalog } from '#renderer/models/catalog.ts';
import { Failure } from '#shared/failure.ts';
import { silentLog } from '#shared/log.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';
import { compactShapes, writeUpscaler } from '#test/renderer/engine/golden-upscalers.ts';

const DEMO = fileURLToPath(new URL('../../../renderer/demo-model', import.meta.url));
const LORA = join(DEMO, 'loras/neon.safetensors');
const scratch = scratchFolder();

/** What each task's network is read by, from the command line and in the catalog, and the folder that it lies in. */
const READERS: Readonly<Record<string, (file: string) => Promise<unknown>>> = {
  controlnets: (path) => readControl({ name: basename(path), path }),
  ipadapter: readImageAdapter,
  clip_vision: readImageEncoder,
  upscalers: readUpscaler,
  restorers: readFaceFile,
  describers: readDescriber,
  segmenters: readSegmenter,
  animators: readVideoModel,
  preprocessors: readPreprocessor,
};

const random = Uint8Array.from({ length: 4096 }, (_, i) => ((i + 1) * 7919 + i * i) & 255);
const page = Buffer.from('<!DOCTYPE html>\n<html><head><title>403 Forbidden</title></head></html>\n');
const lora = readFileSync(LORA);
/** An archive with one empty file `a`. */
const zip = Buffer.from(
  '504b03040a0000000000000021000000000000000000000000000100000061' +
    '504b01021400' +
    '0a000000000000002100000000000000000000000000010000000000000000000000000000000000' +
    '61504b050600000000010001002f0000001f0000000000',
  'hex',
);

const FILES: Readonly<Record<string, readonly [Uint8Array, RegExp]>> = {
  'random.safetensors': [random, /no safetensors file .*: download it anew/],
  'random.pth': [random, /neither a zip archive nor a pickle.*: download it anew/],
  'page.safetensors': [page, /a web page, not weights.*Download the file itself/],
  'page.pth': [page, /a web page, not weights.*Download the file itself/],
  'archive.pth': [zip, /one data\.pkl, given 0, so it is no file of torch: use the \.safetensors or \.pth itself/],
  'half.safetensors': [lora.subarray(0, lora.length >> 1), /"unet\..*" ends at byte .* truncated\. Download it anew/],
  'headless.safetensors': [lora.subarray(0, 200), /header needs .* truncated\. Download it anew/],
  'nothing.safetensors': [new Uint8Array(), /too short for a safetensors file: download it anew/],
};

async function refusal(work: Promise<unknown>): Promise<Failure> {
  return work.then(
    () => expect.unreachable('it was read'),
    (thrown: unknown) => thrown as Failure,
  );
}

it.each(Object.keys(READERS))(
  'what is none of weights is refused by one sentence that says what to do: %s',
  async (kind) => {
    for (const [name, [bytes, said]] of Object.entries(FILES)) {
      const file = join(scratch, kind, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, bytes);
      const found = await refusal(READERS[kind]!(file));
      expect(found).toBeInstanceOf(Failure);
      expect([found.code, found.message]).toEqual(['invalid', expect.stringMatching(/^Cannot [^\n]+$/)]);
      expect(found.message).toContain(name);
      expect(found.message).toMatch(said);
    }
  },
);

it.each(Object.keys(READERS))('weights of another kind are refused by file, key and what to do: %s', async (kind) => {
  const [style, larger] = [join(scratch, `${kind}-style.safetensors`), join(scratch, `${kind}-larger.safetensors`)];
  cpSync(LORA, style);
  await writeUpscaler(larger, compactShapes(4, 1, 2));
  for (const file of kind === 'upscalers' ? [style] : [style, larger]) {
    const found = await refusal(READERS[kind]!(file));
    expect([found.code, found.message]).toEqual(['invalid', expect.stringMatching(/^Cannot [^\n]+$/)]);
    expect(found.message).toContain(basename(file));
    expect(found.message).toMatch(/"(unet|body)\.\S+"|the weight \S+|among the adapters|among the upscalers/);
    expect(found.message).toMatch(/must be|must have|belongs among/);
  }
});

it('a renderer offers none of them and says of each why', async () => {
  const models = join(scratch, 'models');
  for (const kind of Object.keys(READERS)) {
    mkdirSync(join(models, kind), { recursive: true });
    cpSync(LORA, join(models, kind, `${kind}-style.safetensors`));
    writeFileSync(join(models, kind, `${kind}-page.safetensors`), page);
  }
  const places = { demoFolder: DEMO, modelsFolder: models, lorasFolder: null, hubFolder: null };
  const found = await createCatalog(places, silentLog).read();
  const { usable, refused, ...networks } = found;
  const namesOf = (all: readonly { readonly name: string }[] = []) => all.map(({ name }) => name);
  expect(namesOf(Object.values(networks).flat())).toEqual(['stickers-x4', 'stickers']);
  expect(usable.map(({ name, controls, imageAdapters }) => [name, namesOf(controls), namesOf(imageAdapters)])).toEqual([
    ['demo', ['canny-demo'], ['stickers']],
  ]);
  const expected = Object.keys(READERS).flatMap((kind) => [`${kind}-page`, `${kind}-style`]);
  expect([...refused.keys()].map((name) => name.replace('.safetensors', '')).sort()).toEqual(expected.sort());
  for (const { message } of refused.values()) expect(message).toMatch(/^Cannot [^\n]+$/);
});
