import type { FileLocation } from '#renderer/models/catalog-entry.ts';

/** A network on the hub that steers models by pictures. */
export interface ReadyMadeControl {
  readonly name: string;
  readonly source: Extract<FileLocation, { kind: 'hub' }>;
  readonly licence: string;
}

const OPEN_RAIL = 'OpenRAIL';
const OPEN_RAIL_PP = 'OpenRAIL++';
const APACHE = 'Apache-2.0';

/**
 * Those of the authors of ControlNet 1.1 (723 MB each in float16), diffusers' own for SDXL (2.5 GB, the small ones
 * 320 MB), and TencentARC's T2I-Adapters (160 MB).
 */
export const READY_MADE_CONTROLS: readonly ReadyMadeControl[] = [
  of('canny-sd15', 'lllyasviel/control_v11p_sd15_canny', OPEN_RAIL),
  of('depth-sd15', 'lllyasviel/control_v11f1p_sd15_depth', OPEN_RAIL),
  of('openpose-sd15', 'lllyasviel/control_v11p_sd15_openpose', OPEN_RAIL),
  of('scribble-sd15', 'lllyasviel/control_v11p_sd15_scribble', OPEN_RAIL),
  of('softedge-sd15', 'lllyasviel/control_v11p_sd15_softedge', OPEN_RAIL),
  of('lineart-sd15', 'lllyasviel/control_v11p_sd15_lineart', OPEN_RAIL),
  of('normal-sd15', 'lllyasviel/control_v11p_sd15_normalbae', OPEN_RAIL),
  of('canny-sdxl', 'diffusers/controlnet-canny-sdxl-1.0', OPEN_RAIL_PP),
  of('canny-sdxl-small', 'diffusers/controlnet-canny-sdxl-1.0-small', OPEN_RAIL_PP),
  of('depth-sdxl', 'diffusers/controlnet-depth-sdxl-1.0', OPEN_RAIL_PP),
  of('depth-sdxl-small', 'diffusers/controlnet-depth-sdxl-1.0-small', OPEN_RAIL_PP),
  of('t2i-canny-sdxl', 'TencentARC/t2i-adapter-canny-sdxl-1.0', APACHE),
  of('t2i-sketch-sdxl', 'TencentARC/t2i-adapter-sketch-sdxl-1.0', APACHE),
];

function of(name: string, repo: string, licence: string): ReadyMadeControl {
  return { name, source: { kind: 'hub', repo, revision: 'main', file: null, variant: null }, licence };
}
