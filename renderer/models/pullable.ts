import type { Models } from '#renderer/models/catalog.ts';
import { READY_MADE } from '#renderer/models/ready-made.ts';
import type { PullableModel } from '#shared/contract/messages.ts';

/** What ready-made models are called by their makers, and about how many bytes of each are taken, adapters included. */
const TITLES: Readonly<Record<string, { readonly title: string; readonly bytes: number }>> = {
  sd15: { title: 'Stable Diffusion 1.5', bytes: 2_300_000_000 },
  sdxl: { title: 'Stable Diffusion XL', bytes: 7_300_000_000 },
  'ssd-1b': { title: 'SSD-1B', bytes: 4_700_000_000 },
  vega: { title: 'Segmind Vega', bytes: 3_500_000_000 },
};

/** The ready-made models that are not here yet, the smallest family first. */
export function pullableModels({ usable }: Pick<Models, 'usable'>): readonly PullableModel[] {
  const missing = READY_MADE.filter(({ name }) => !usable.some((model) => model.name === name));
  return missing.map(({ name, licence }) => ({
    name,
    title: TITLES[name]?.title ?? name,
    bytes: pulledBytes(name),
    licence: licence?.id ?? '',
    licenceLink: licence?.link ?? '',
  }));
}

/** About how many bytes pulling a ready-made model brings. */
export function pulledBytes(name: string): number {
  return TITLES[name]?.bytes ?? 0;
}
