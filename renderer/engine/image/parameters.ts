import type { SigmaSpacing, TimestepSpacing } from '#shared/contract/bounds.ts';
import { SAMPLER_TITLES } from '#shared/contract/sampler-titles.ts';

/** What a finished picture was made with. Enough to make it again. */
export interface PictureSettings {
  /** As typed. */
  readonly prompt: string;
  readonly negative: string;
  readonly model: string;
  /** First ten hex digits of the SHA-256 of the model's file, by which other programs find it; null = not known. */
  readonly modelHash: string | null;
  /** A VAE that was used instead of the model's own: its file's name and hash. */
  readonly vae: { readonly name: string; readonly hash: string | null } | null;
  readonly adapters: readonly AdapterNote[];
  /** Pictures beside the words, by the IP-Adapter that read them; `all` = everything of them was taken. */
  readonly imagePrompts: readonly {
    readonly adapter: string;
    readonly strengths: readonly number[];
    readonly scope: string;
  }[];
  /** Networks that control pictures were read by; none when left out. */
  readonly controls?: readonly ControlNote[];
  readonly sampler: string;
  /** `lu`: uniform in the logarithm, which only a model's file asks for. */
  readonly sigmas: SigmaSpacing | 'lu';
  /** Of timesteps; null = as the model's file says. */
  readonly spacing: TimestepSpacing | null;
  /** Null = the sampler's own. */
  readonly eta: number | null;
  readonly steps: number;
  readonly guidance: number;
  readonly guidanceRescale: number;
  /** How weights in the prompt act: a1111, a1111-no-norm, comfy, compel. */
  readonly weighting: string;
  readonly seed: number;
  /** The noise of another seed that it began with, and how much of it; none when left out. */
  readonly variation?: { readonly seed: number; readonly strength: number } | null;
  /** Its opposite edges meet. */
  readonly tile?: boolean;
  /** The share of the steps that were taken; null or left out = all. */
  readonly stop?: number | null;
  readonly width: number;
  readonly height: number;
  readonly clipSkip: number;
  readonly source: {
    readonly strength: number;
    readonly margins: { left: number; top: number; right: number; bottom: number } | null;
    /** Null for models that do not edit by instruction. */
    readonly imageGuidance: number | null;
    /** White is drawn anew; null or left out = no mask was given. */
    readonly mask?: Uint8Array | null;
    /** What is kept was pasted back; null = it is as the VAE decodes it. */
    readonly pasteBack?: { readonly feather: number } | null;
  } | null;
  readonly hires: {
    readonly width: number;
    readonly height: number;
    readonly steps: number;
    readonly strength: number;
    readonly by: 'latent' | 'pixels' | 'upscaler';
    /** Where it was enlarged by a network; null or left out = it was not. */
    readonly upscaler?: string | null;
  } | null;
  readonly refiner: { readonly model: string; readonly highNoiseFraction: number } | null;
}

/** An adapter of a picture, as its settings tell it. */
export interface AdapterNote {
  readonly name: string;
  readonly weight: number;
  readonly textWeight?: number;
  /** First ten hex digits of the SHA-256 of its file (AutoV2); null or left out = not known. */
  readonly hash?: string | null;
  /** First twelve of that of its weights without the header, by which A1111 knows it (AutoV3); likewise. */
  readonly weightsHash?: string | null;
}

/** A control network of a picture, as its settings tell it. */
export interface ControlNote {
  readonly network: string;
  /** What was made of the given picture first; null = it was a control picture. */
  readonly method: string | null;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  readonly guess: boolean;
}

const SPACING_TITLES = { default: null, karras: 'Karras', exponential: 'Exponential', beta: 'Beta', lu: null } as const;

/** As A1111 calls what we have in common; the usual way is not named. */
const EMPHASIS_TITLES: Readonly<Record<string, string>> = {
  'a1111-no-norm': 'No norm',
  comfy: 'ComfyUI',
  compel: 'compel',
};

/**
 * The text of a PNG's `parameters` chunk as A1111 writes it: prompt (with its adapters as `<lora:name:weight>`), negative
 * prompt, one line of settings. Pasted into A1111 it asks for the same picture; `RNG: CPU` is part of that, because
 * torch's CPU generator made the noise.
 */
export function parametersText(settings: PictureSettings): string {
  const adapters = settings.adapters.map(({ name, weight, textWeight = weight }) => {
    return textWeight === weight ? `<lora:${name}:${weight}>` : `<lora:${name}:${textWeight}:${weight}>`;
  });
  const prompt = [settings.prompt, ...adapters].filter((part) => part !== '').join(' ');
  const negative = settings.negative === '' ? [] : [`Negative prompt: ${settings.negative}`];
  return [prompt, ...negative, settingsLine(settings)].join('\n');
}

/** The settings that a picture came with, and what has made it larger since; A1111 writes it so in its extras tab. */
export function parametersWithUpscaler(
  parameters: string | null,
  { name, scale, denoise }: { readonly name: string; readonly scale: number; readonly denoise: number | null },
): string {
  const entries = [
    `Postprocess upscale by: ${scale}`,
    `Postprocess upscaler: ${quote(name)}`,
    ...(denoise === null ? [] : [`Postprocess denoise: ${Number(denoise.toPrecision(6))}`]),
  ].join(', ');
  if (parameters === null || parameters.trim() === '') return `${entries}, Version: Easel`;
  return `${parameters.trimEnd()}, ${entries}`;
}

/** Likewise with faces mended, as its extras tab names them. */
export function parametersWithFaces(parameters: string | null, { fidelity }: { readonly fidelity: number }): string {
  const entries = `CodeFormer visibility: 1, CodeFormer weight: ${Number(fidelity.toPrecision(6))}`;
  if (parameters === null || parameters.trim() === '') return `${entries}, Version: Easel`;
  return `${parameters.trimEnd()}, ${entries}`;
}

function settingsLine(settings: PictureSettings): string {
  const entries: [string, string | number | null][] = [
    ['Steps', settings.steps],
    ['Sampler', SAMPLER_TITLES[settings.sampler] ?? settings.sampler],
    ['Schedule type', scheduleType(settings)],
    ['Timestep spacing', settings.spacing === 'trailing' ? null : settings.spacing],
    ['CFG scale', settings.guidance],
    ['CFG Rescale', settings.guidanceRescale || null],
    ['Image CFG scale', settings.source?.imageGuidance ?? null],
    ['Seed', settings.seed],
    ['Variation seed', settings.variation?.seed ?? null],
    ['Variation seed strength', settings.variation?.strength ?? null],
    ['Size', `${settings.width}x${settings.height}`],
    ['Model hash', settings.modelHash],
    ['Model', settings.model],
    ['VAE hash', settings.vae?.hash ?? null],
    ['VAE', settings.vae?.name ?? null],
    // A1111 counts from the last layer used: its 1 is our 0.
    ['Clip skip', settings.clipSkip > 0 ? settings.clipSkip + 1 : null],
    ['Eta', settings.eta],
    ['Tiling', settings.tile ? 'True' : null],
    ['Stopped at', settings.stop ? `${Number((100 * settings.stop).toPrecision(4))}%` : null],
    ['IP-Adapter', imagePromptsText(settings)],
    ...controlNotes(settings),
    ['Emphasis', EMPHASIS_TITLES[settings.weighting] ?? null],
    ...secondPass(settings),
    ['Lora hashes', loraHashes(settings)],
    ['Hashes', resourceHashes(settings)],
    ['RNG', 'CPU'],
    ['Version', 'Easel'],
  ];
  return entries
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${name === 'Hashes' ? value : quote(String(value))}`)
    .join(', ');
}

/** As A1111's extra networks write them. */
function loraHashes({ adapters }: PictureSettings): string | null {
  const known = adapters.flatMap(({ name, weightsHash }) => (weightsHash ? [`${name}: ${weightsHash}`] : []));
  return known.length === 0 ? null : known.join(', ');
}

/** As Civitai's extension of A1111 writes what it finds resources by: JSON, which is not quoted once more. */
function resourceHashes({ modelHash, vae, adapters }: PictureSettings): string | null {
  const known = [
    ...(modelHash ? [['model', modelHash]] : []),
    ...(vae?.hash ? [['vae', vae.hash]] : []),
    ...adapters.flatMap(({ name, hash }) => (hash ? [[`lora:${name}`, hash]] : [])),
  ];
  return known.length === 0 ? null : JSON.stringify(Object.fromEntries(known));
}

/** As the ControlNet extension of A1111 writes its units, with the settings that ours have. */
function controlNotes({ controls = [] }: PictureSettings): [string, string][] {
  const short = (value: number) => Number(value.toPrecision(6));
  return controls.map(({ network, method, weight, start, end, guess }, i) => [
    `ControlNet ${i}`,
    [
      `Module: ${method ?? 'none'}`,
      `Model: ${network}`,
      `Weight: ${short(weight)}`,
      'Resize Mode: Just Resize',
      `Guidance Start: ${short(start)}`,
      `Guidance End: ${short(end)}`,
      `Control Mode: ${guess ? 'ControlNet is more important' : 'Balanced'}`,
    ].join(', '),
  ]);
}

/** `plus 0.6; base 0.8 style`; each picture of an adapter has its strength. */
function imagePromptsText({ imagePrompts }: PictureSettings): string | null {
  const texts = imagePrompts.map(({ adapter, strengths, scope }) =>
    [adapter, ...strengths, ...(scope === 'all' ? [] : [scope])].join(' '),
  );
  return texts.length === 0 ? null : texts.join('; ');
}

/** A1111 has one name for how noise levels and timesteps lie; SGM Uniform is what it calls trailing timesteps. */
function scheduleType({ sigmas, spacing }: PictureSettings): string | null {
  return SPACING_TITLES[sigmas] ?? (spacing === 'trailing' ? 'SGM Uniform' : null);
}

/** A picture to start from, a second pass, a second model; A1111 has one strength for the first two. */
function secondPass({ source, hires, refiner, width }: PictureSettings): [string, string | number | null][] {
  const { left = 0, top = 0, right = 0, bottom = 0 } = source?.margins ?? {};
  return [
    ['Denoising strength', source?.strength ?? hires?.strength ?? null],
    ['Outpaint', source?.margins ? `left ${left} top ${top} right ${right} bottom ${bottom}` : null],
    ['Kept part', source?.mask || source?.margins ? keptPart(source.pasteBack) : null],
    ['Hires upscale', hires && Number((hires.width / width).toPrecision(3))],
    ['Hires steps', hires?.steps ?? null],
    ['Hires upscaler', hires && (hires.upscaler ?? (hires.by === 'latent' ? 'Latent' : 'Lanczos'))],
    ['Refiner', refiner?.model ?? null],
    ['Refiner switch at', refiner?.highNoiseFraction ?? null],
  ];
}

/** How what a mask or margins leave stays; null where nobody said. */
function keptPart(pasteBack: { readonly feather: number } | null | undefined): string | null {
  if (pasteBack === undefined) return null;
  return pasteBack ? `pasted back, feather ${pasteBack.feather}` : 'as decoded';
}

// A value that holds a separator is written as a JSON string, so that readers can split the line.
function quote(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
