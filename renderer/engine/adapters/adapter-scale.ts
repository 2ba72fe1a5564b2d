import type { AdapterSettings } from '#renderer/engine/adapters/adapter-settings.ts';

export interface ScaleSource {
  readonly settings: AdapterSettings;
  /** The module as the file names it. */
  readonly module: string;
  readonly rank: number;
  /** The file's own alpha for this module. */
  readonly alpha: number | null;
}

/**
 * What B·A is multiplied by at strength 1: alpha / rank (LoRA, arXiv 2106.09685, section 4.1), or alpha / sqrt(rank)
 * where the settings say rsLoRA (arXiv 2312.03732). No alpha, or alpha 0 as kohya reads it, means the rank itself.
 */
export function adapterScale({ settings, module, rank, alpha }: ScaleSource): number {
  const known = alpha ?? settings.alphaOf(module);
  if (known === null || known === 0) return 1;
  return settings.isRankStabilised(module) ? known / Math.sqrt(rank) : known / rank;
}
