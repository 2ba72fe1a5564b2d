import { type Parameters, readParameters } from '#bot/prompt/read-parameters.ts';

/** What a picture says of itself, by the keywords under which programs write it. */
export type PictureTexts = Readonly<Record<string, string>>;

type Unread = Readonly<Record<string, unknown>>;

/**
 * The settings that a picture was drawn with, whoever wrote them: A1111 and Easel (`parameters`), Fooocus (JSON in
 * the same place), ComfyUI (`prompt`, the graph as it was run), InvokeAI (`invokeai_metadata`, `sd-metadata`). Null =
 * nothing that can be read. Never throws.
 */
export function readForeign(texts: PictureTexts): Parameters | null {
  const { parameters = '', prompt, invokeai_metadata: invoke, 'sd-metadata': oldInvoke } = texts;
  const own = parameters.trimStart().startsWith('{') ? fooocus(objectIn(parameters)) : readParameters(parameters);
  return own ?? comfy(objectIn(prompt)) ?? invokeai(objectIn(invoke)) ?? oldInvokeai(objectIn(oldInvoke));
}

const NOTHING = {
  prompt: '',
  negative: '',
  steps: null,
  guidance: null,
  seed: null,
  sampler: null,
  spacing: null,
  size: null,
  model: null,
  unknown: [],
} satisfies Parameters;

/** Fooocus 2.2 and later with its own scheme (modules/meta_parser.py, FooocusMetadataParser). */
function fooocus(found: Unread | null): Parameters | null {
  if (!found || typeof found.prompt !== 'string') return null;
  const [width, height] = String(found.resolution ?? '').match(/\d+/g) ?? [];
  return {
    ...NOTHING,
    prompt: found.prompt,
    negative: textIn(found.negative_prompt),
    steps: numberIn(found.steps),
    guidance: numberIn(found.guidance_scale),
    seed: numberIn(found.seed),
    sampler: samplerOf(found.sampler, found.scheduler),
    size: sizeOf(width, height),
    model: modelName(found.base_model),
    unknown: leftOut(found, ['styles', 'performance', 'sharpness', 'adm_guidance', 'refiner_model', 'loras']),
  };
}

/** InvokeAI 3 and later (invokeai/app/invocations/metadata.py, CoreMetadataInvocation). */
function invokeai(found: Unread | null): Parameters | null {
  if (!found || typeof found.positive_prompt !== 'string') return null;
  const model = isObject(found.model) ? (found.model.name ?? found.model.model_name) : found.model;
  return {
    ...NOTHING,
    prompt: found.positive_prompt,
    negative: textIn(found.negative_prompt),
    steps: numberIn(found.steps),
    guidance: numberIn(found.cfg_scale),
    seed: numberIn(found.seed),
    sampler: samplerOf(found.scheduler, ''),
    size: sizeOf(found.width, found.height),
    model: modelName(model),
    unknown: leftOut(found, ['loras', 'controlnets', 'ipAdapters', 't2iAdapters', 'refiner_model', 'vae', 'clip_skip']),
  };
}

/** InvokeAI before that. */
function oldInvokeai(found: Unread | null): Parameters | null {
  const image = isObject(found?.image) ? found.image : null;
  if (!image) return null;
  const [first] = Array.isArray(image.prompt) ? (image.prompt as readonly unknown[]) : [];
  const prompt = isObject(first) ? first.prompt : image.prompt;
  if (typeof prompt !== 'string') return null;
  return {
    ...NOTHING,
    prompt,
    steps: numberIn(image.steps),
    guidance: numberIn(image.cfg_scale),
    seed: numberIn(image.seed),
    sampler: samplerOf(image.sampler, ''),
    size: sizeOf(image.width, image.height),
    model: modelName(found?.model_weights),
  };
}

/** ComfyUI: the first node that samples, and what its inputs lead to (nodes.py, KSampler and KSamplerAdvanced). */
function comfy(graph: Unread | null): Parameters | null {
  if (!graph) return null;
  const nodes = Object.values(graph).filter(isObject);
  const sampler = nodes.map(inputsOf).find((inputs) => 'sampler_name' in inputs && 'steps' in inputs);
  if (!sampler) return null;
  const ofKind = (kind: RegExp) => nodes.filter((node) => kind.test(textIn(node.class_type)));
  const [latent] = ofKind(/^Empty.*Latent/).map(inputsOf);
  const [checkpoint] = ofKind(/^CheckpointLoader/).map(inputsOf);
  const loras = ofKind(/^LoraLoader$/).flatMap((node) => loraTag(inputsOf(node)) ?? []);
  const isRead = (node: Unread) => node.class_type === 'LoraLoader' && loraTag(inputsOf(node)) !== null;
  const others = ofKind(/Lora|ControlNet|IPAdapter|FreeU|CLIPSetLastLayer/).filter((node) => !isRead(node));
  return {
    ...NOTHING,
    prompt: [wordsAt(graph, sampler.positive), ...loras].filter((part) => part !== '').join(' '),
    negative: wordsAt(graph, sampler.negative),
    steps: numberIn(sampler.steps),
    guidance: numberIn(sampler.cfg),
    seed: numberIn(sampler.seed ?? sampler.noise_seed),
    sampler: samplerOf(COMFY_SAMPLERS[textIn(sampler.sampler_name)] ?? sampler.sampler_name, sampler.scheduler),
    spacing: comfySpacing(sampler),
    size: sizeOf(latent?.width, latent?.height),
    model: modelName(checkpoint?.ckpt_name),
    unknown: [...new Set(others.map((node) => textIn(node.class_type)))],
  };
}

/** Names of ComfyUI that are not ours. */
const COMFY_SAMPLERS: Readonly<Record<string, string>> = { dpm_2: 'kdpm2', dpm_2_ancestral: 'kdpm2_a' };

/** Where ComfyUI's schedulers of timesteps put them (comfy/samplers.py); null = as the model has them. */
function comfySpacing({ scheduler, sampler_name: sampler }: Unread): Parameters['spacing'] {
  if (scheduler === 'simple') return 'trailing';
  if (scheduler === 'ddim_uniform') return 'leading';
  if (scheduler === 'normal') return 'linspace';
  // The solver's own points between both ends are one more than its steps, as these are.
  if (scheduler === 'sgm_uniform') return sampler === 'dpmpp_2m' ? 'linspace' : 'trailing';
  return null;
}

/** As A1111 writes a LoRA into a prompt; null where it does not say which. */
function loraTag({ lora_name: file, strength_model: weight, strength_clip: textWeight }: Unread): string | null {
  const name = modelName(file);
  if (name === null || typeof weight !== 'number') return null;
  const isBoth = typeof textWeight !== 'number' || textWeight === weight;
  return isBoth ? `<lora:${name}:${weight}>` : `<lora:${name}:${textWeight}:${weight}>`;
}

/** Links that are followed: a graph may go round in a circle. */
const LINKS_MAX = 20;

/** The text that comes out at the end of a link, through whatever passes it on. */
function wordsAt(graph: Unread, link: unknown, links = 0): string {
  if (typeof link === 'string') return link;
  if (!Array.isArray(link) || links > LINKS_MAX) return '';
  const node = graph[String(link[0])];
  if (!isObject(node)) return '';
  const inputs = inputsOf(node);
  for (const name of ['text', 'text_g', 'string', 'value', 'conditioning', 'conditioning_1', 'positive'])
    if (name in inputs) return wordsAt(graph, inputs[name], links + 1);
  return '';
}

function inputsOf(node: Unread): Unread {
  return isObject(node.inputs) ? node.inputs : {};
}

/** As A1111 writes it: the schedule behind the sampler where it is not the usual one. */
function samplerOf(sampler: unknown, schedule: unknown): string | null {
  const name = textIn(sampler).replace(/_gpu$/, '');
  if (name === '') return null;
  return /karras/i.test(textIn(schedule)) ? `${name} Karras` : name;
}

/** Files are known by their names without folder and ending. */
function modelName(file: unknown): string | null {
  const name = textIn(file)
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.(safetensors|ckpt|pth?)$/i, '');
  return name === '' ? null : name;
}

/** Those that say something. */
function leftOut(found: Unread, names: readonly string[]): readonly string[] {
  return names.filter((name) => {
    const value = found[name];
    if (Array.isArray(value)) return value.length > 0;
    return value !== undefined && value !== null && value !== '' && value !== 0 && value !== '[]' && value !== 'None';
  });
}

function sizeOf(width: unknown, height: unknown): Parameters['size'] {
  const [w, h] = [numberIn(width), numberIn(height)];
  return w && h ? { width: w, height: h } : null;
}

function numberIn(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) && number >= 0 ? number : null;
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Unread {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** ComfyUI writes NaN where JSON has none. */
function objectIn(text: string | undefined): Unread | null {
  if (text === undefined || text.length > CHARACTERS_MAX) return null;
  try {
    const found: unknown = JSON.parse(text.replace(/\bNaN\b/g, 'null'));
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

/** More is no settings of one picture. */
const CHARACTERS_MAX = 1_000_000;
