import type { RendererConfig } from '#shared/config/renderer.ts';
import type { Limits } from '#shared/contract/messages.ts';

/** What Description says of this renderer's limits. The first group is the networks' nature, the second the operator's wish. */
export function limitsFrom(config: RendererConfig): Limits {
  return {
    sideMin: 64,
    sideMultiple: 8,
    guidanceMax: 50,
    promptCharsMax: 4_000,
    adaptersMax: 8,

    sideMax: config.sideMax,
    pixelsMax: config.pixelsMax,
    stepsMax: config.stepsMax,
    countMax: config.countMax,
    queueMax: config.queueMax,
    graceMs: config.graceMs,
  };
}
