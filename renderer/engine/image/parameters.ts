/** What a finished picture was made with. Enough to make it again. */
export interface PictureSettings {
  /** As typed. */
  readonly prompt: string;
  readonly negative: string;
  readonly model: string;
  readonly adapters: readonly { readonly name: string; readonly weight: number }[];
  readonly sampler: string;
  readonly karras: boolean;
  readonly steps: number;
  readonly guidance: number;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly clipSkip: number;
}

/** Our samplers by the names that A1111 knows them under. */
const SAMPLER_TITLES: Readonly<Record<string, string>> = {
  lcm: 'LCM',
  ddim: 'DDIM',
  euler: 'Euler',
  euler_a: 'Euler a',
  dpmpp_2m: 'DPM++ 2M',
};

/**
 * The text of a PNG's `parameters` chunk as A1111 writes it: prompt (with its adapters as `<lora:name:weight>`), negative
 * prompt, one line of settings. Pasted into A1111 it asks for the same picture; `RNG: CPU` is part of that, because
 * torch's CPU generator made the noise.
 */
export function parametersText(settings: PictureSettings): string {
  const adapters = settings.adapters.map(({ name, weight }) => `<lora:${name}:${weight}>`);
  const prompt = [settings.prompt, ...adapters].filter((part) => part !== '').join(' ');
  const negative = settings.negative === '' ? [] : [`Negative prompt: ${settings.negative}`];
  return [prompt, ...negative, settingsLine(settings)].join('\n');
}

function settingsLine(settings: PictureSettings): string {
  const entries: [string, string | number | null][] = [
    ['Steps', settings.steps],
    ['Sampler', SAMPLER_TITLES[settings.sampler] ?? settings.sampler],
    ['Schedule type', settings.karras ? 'Karras' : null],
    ['CFG scale', settings.guidance],
    ['Seed', settings.seed],
    ['Size', `${settings.width}x${settings.height}`],
    ['Model', settings.model],
    // A1111 counts from the last layer used: its 1 is our 0.
    ['Clip skip', settings.clipSkip > 0 ? settings.clipSkip + 1 : null],
    ['RNG', 'CPU'],
    ['Version', 'Easel'],
  ];
  return entries
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${quote(String(value))}`)
    .join(', ');
}

// A value that holds a separator is written as a JSON string, so that readers can split the line.
function quote(value: string): string {
  return /[,:\n]/.test(value) ? JSON.stringify(value) : value;
}
