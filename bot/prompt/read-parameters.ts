import { readInfotext, readSettings } from '#bot/prompt/infotext.ts';
import { type TimestepSpacing, timestepSpacing } from '#shared/contract/bounds.ts';

/** What a picture's `parameters` say, as A1111 writes them and Easel. */
export interface Parameters {
  readonly prompt: string;
  readonly negative: string;
  readonly steps: number | null;
  readonly guidance: number | null;
  readonly seed: number | null;
  /** As it is written there: "DPM++ 2M Karras". */
  readonly sampler: string | null;
  /** Of timesteps. */
  readonly spacing: TimestepSpacing | null;
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly model: string | null;
  /** Networks that its control pictures were read by; left out where there were none. */
  readonly controls?: readonly ReadControlNote[];
  /** The IP-Adapters that pictures beside the words were read by, as they are written there; likewise. */
  readonly imagePrompts?: string;
  /** Names of settings that cannot be taken over: nothing is known of them, or they are of pictures that are not here. */
  readonly unknown: readonly string[];
}

/** A control network, as A1111's ControlNet extension writes its units, and Easel. */
export interface ReadControlNote {
  readonly network: string;
  /** What made its control picture; null = it was given. */
  readonly method: string | null;
  readonly weight: number | null;
  /** Shares of all steps; null = not said. */
  readonly from: number | null;
  readonly to: number | null;
}

/** Says what was done, not how: leaving it out changes nothing here. */
const HARMLESS: readonly string[] = ['Version', 'Model hash', 'VAE hash', 'Lora hashes', 'TI hashes', 'Hashes', 'RNG'];

const KNOWN: readonly string[] = ['Steps', 'Sampler', 'CFG scale', 'Seed', 'Size', 'Model'];

/** Reads such a text; null when it is none. Takes time in proportion to its length and never throws. */
export function readParameters(text: string): Parameters | null {
  const read = readInfotext(text);
  if (!read) return null;
  const { prompt, negative, settings } = read;
  const { karras, spacing, unread } = readSchedule(settings);
  const sampler = settings.get('Sampler');
  return {
    prompt,
    negative,
    steps: numberIn(settings.get('Steps')),
    guidance: numberIn(settings.get('CFG scale')),
    seed: numberIn(settings.get('Seed')),
    sampler: sampler === undefined ? null : `${sampler}${karras ? ' Karras' : ''}`,
    spacing,
    size: sizeIn(settings.get('Size')),
    model: settings.get('Model') ?? null,
    ...readPictures(settings),
    unknown: [...settings.keys()].filter(
      (name) => unread.includes(name) || ![...KNOWN, ...SCHEDULE, ...HARMLESS].includes(name),
    ),
  };
}

/** What pictures had a part in it. The extension adds a hash to a network's name. */
function readPictures(settings: ReadonlyMap<string, string>): Pick<Parameters, 'controls' | 'imagePrompts'> {
  const units = [...settings].filter(([name]) => /^ControlNet( \d+)?$/.test(name));
  const controls = units.map(([, text]): ReadControlNote => {
    const unit = readSettings(text);
    const module = unit.get('Module') ?? 'none';
    return {
      network: (unit.get('Model') ?? '').replace(/ \[[0-9a-f]+\]$/, ''),
      method: /^none$/i.test(module) ? null : module,
      weight: numberIn(unit.get('Weight')),
      from: numberIn(unit.get('Guidance Start')),
      to: numberIn(unit.get('Guidance End')),
    };
  });
  const imagePrompts = settings.get('IP-Adapter');
  return { ...(controls.length > 0 && { controls }), ...(imagePrompts !== undefined && { imagePrompts }) };
}

const SCHEDULE = ['Schedule type', 'Timestep spacing'];

/** A1111's one name for how noise levels and timesteps lie, and our own for those that it does not have. */
function readSchedule(settings: ReadonlyMap<string, string>) {
  const [type = 'Automatic', own] = SCHEDULE.map((name) => settings.get(name));
  const karras = type.toLowerCase() === 'karras';
  const spacing = timestepSpacing(own ?? type);
  const isRead = karras || /^automatic$/i.test(type) || timestepSpacing(type) !== null;
  const unread = [...(isRead ? [] : [SCHEDULE[0]!]), ...(own !== undefined && spacing === null ? [SCHEDULE[1]!] : [])];
  return { karras, spacing, unread };
}

function numberIn(text: string | undefined): number | null {
  const value = Number(text?.trim() || Number.NaN);
  return Number.isFinite(value) && value >= 0 ? value : null;
}

function sizeIn(text: string | undefined): Parameters['size'] {
  const match = /^(\d{1,5})x(\d{1,5})$/.exec(text ?? '');
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}
