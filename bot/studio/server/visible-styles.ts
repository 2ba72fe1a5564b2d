import type { Cluster } from '#bot/ports/cluster.ts';
import type { PresetStore } from '#bot/ports/presets.ts';
import { offerOf } from '#bot/presets/offer.ts';
import { PLAIN_STYLE } from '#bot/presets/ready-made.ts';
import {
  defaultStyle,
  isReadyMade,
  presetNamed,
  type VisiblePreset,
  visiblePresets,
} from '#bot/presets/visible-presets.ts';
import type { StyleCard, StyleList } from '#bot/studio/server/api.ts';
import type { Model } from '#shared/contract/messages.ts';

/** The studio's own name among the servers that have styles. */
export const STUDIO_SERVER = 'studio';

interface Sources {
  readonly presets: PresetStore;
  readonly cluster: Cluster;
}

/** Every style of the studio as the page shows it. */
export async function styleList(sources: Sources): Promise<StyleList> {
  const { styles, usual } = await visibleStyles(sources);
  return { styles: styles.map(styleCard), defaultStyle: usual };
}

/** All models that renderers have described. */
export function modelsOf(cluster: Cluster): readonly Model[] {
  return offerOf(cluster.snapshot().flatMap(({ description }) => description ?? []))?.models ?? [];
}

/** The template that words go into, and the model that would read them; null = no renderer has told of one. */
export async function chosenStyle(
  sources: Sources,
  named: { readonly style: string | null; readonly model: string | null },
): Promise<{ readonly template: string; readonly model: Model | null }> {
  const { styles, usual } = await visibleStyles(sources);
  const models = modelsOf(sources.cluster);
  const preset = presetNamed(styles, named.style ?? usual ?? PLAIN_STYLE);
  const modelName = (named.model ?? preset?.model)?.toLowerCase();
  const model = models.find(({ name }) => name.toLowerCase() === modelName);
  const otherwise = models.find(({ demonstration }) => !demonstration) ?? models[0];
  return { template: preset?.template ?? '{prompt}', model: model ?? otherwise ?? null };
}

async function visibleStyles({ presets, cluster }: Sources) {
  const styles = visiblePresets(await presets.list(STUDIO_SERVER), { models: modelsOf(cluster) });
  return { styles, usual: defaultStyle(await presets.defaultOf(STUDIO_SERVER), { presets: styles }) };
}

function styleCard(preset: VisiblePreset): StyleCard {
  const { name, description, template, negative, model, adapters, sampler, karras } = preset;
  const { steps, guidance, width, height, clipSkip } = preset;
  const settings = { template, negative, model, adapters, sampler, karras, steps, guidance, width, height, clipSkip };
  return { name, description, readyMade: isReadyMade(preset), ...settings };
}
