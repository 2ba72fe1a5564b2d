import type { RendererConfig } from '#shared/config/renderer.ts';
import { SIDE_MIN, SIDE_MULTIPLE } from '#shared/contract/bounds.ts';
import type { Limits } from '#shared/contract/messages.ts';

/** What Description says of this renderer's limits. The first group comes from the networks, the second from the operator's configuration. */
export function limitsFrom(config: RendererConfig): Limits {
  return {
    sideMin: SIDE_MIN,
    sideMultiple: SIDE_MULTIPLE,
    guidanceMax: 50,
    promptCharsMax: 4_000,
    adaptersMax: 8,

    sideMax: config.sideMax,
    pixelsMax: config.pixelsMax,
    stepsMax: config.stepsMax,
    countMax: config.countMax,
    queueMax: config.queueMax,
    graceMs: config.graceMs,
    modelsMax: config.residentModels,
  };
}
