import type { FileLocation } from '#renderer/models/catalog-entry.ts';

/** A network on the hub that steers models by pictures. */
export interface ReadyMadeControl {
  readonly name: string;
  readonly source: Extract<FileLocation, { kind: 'hub' }>;
  /** MB of its weights, in float16 where they are published so. */
  readonly megabytes: number;
  readonly licence: string;
}

const OPEN_RAIL = 'OpenRAIL';
const OPEN_RAIL_PP = 'OpenRAIL++';
const APACHE = 'Apache-2.0';
/** What thibaud's card says in place of a licence, shortened. */
const NOT_TO_BE_PASSED_ON = 'other (not to be sold, merged or distributed)';

/** Those of the authors of ControlNet 1.1, thibaud's for SD 2.1, diffusers' own for SDXL, and TencentARC's T2I-Adapters. */
export const READY_MADE_CONTROLS: readonly ReadyMadeControl[] = [
  of('canny-sd15', 'lllyasviel/control_v11p_sd15_canny', { megabytes: 723, licence: OPEN_RAIL }),
  of('depth-sd15', 'lllyasviel/control_v11f1p_sd15_depth', { megabytes: 723, licence: OPEN_RAIL }),
  of('openpose-sd15', 'lllyasviel/control_v11p_sd15_openpose', { megabytes: 723, licence: OPEN_RAIL }),
  of('scribble-sd15', 'lllyasviel/control_v11p_sd15_scribble', { megabytes: 723, licence: OPEN_RAIL }),
  of('softedge-sd15', 'lllyasviel/control_v11p_sd15_softedge', { megabytes: 723, licence: OPEN_RAIL }),
  of('lineart-sd15', 'lllyasviel/control_v11p_sd15_lineart', { megabytes: 723, licence: OPEN_RAIL }),
  of('normal-sd15', 'lllyasviel/control_v11p_sd15_normalbae', { megabytes: 723, licence: OPEN_RAIL }),
  of('inpaint-sd15', 'lllyasviel/control_v11p_sd15_inpaint', { megabytes: 723, licence: OPEN_RAIL }),
  of('t2i-canny-sd15', 'TencentARC/t2iadapter_canny_sd15v2', { megabytes: 308, licence: APACHE }),
  of('t2i-sketch-sd15', 'TencentARC/t2iadapter_sketch_sd15v2', { megabytes: 308, licence: APACHE }),
  of('t2i-depth-sd15', 'TencentARC/t2iadapter_depth_sd15v2', { megabytes: 309, licence: APACHE }),
  sd21('canny-sd21', 'canny'),
  sd21('depth-sd21', 'depth'),
  sd21('openpose-sd21', 'openposev2'),
  sd21('scribble-sd21', 'scribble'),
  sd21('softedge-sd21', 'hed'),
  sd21('lineart-sd21', 'lineart'),
  sd21('normal-sd21', 'normalbae'),
  of('canny-sdxl', 'diffusers/controlnet-canny-sdxl-1.0', { megabytes: 2502, licence: OPEN_RAIL_PP }),
  of('canny-sdxl-small', 'diffusers/controlnet-canny-sdxl-1.0-small', { megabytes: 320, licence: OPEN_RAIL_PP }),
  of('depth-sdxl', 'diffusers/controlnet-depth-sdxl-1.0', { megabytes: 2502, licence: OPEN_RAIL_PP }),
  of('depth-sdxl-small', 'diffusers/controlnet-depth-sdxl-1.0-small', { megabytes: 320, licence: OPEN_RAIL_PP }),
  of('t2i-canny-sdxl', 'TencentARC/t2i-adapter-canny-sdxl-1.0', { megabytes: 158, licence: APACHE }),
  of('t2i-sketch-sdxl', 'TencentARC/t2i-adapter-sketch-sdxl-1.0', { megabytes: 158, licence: APACHE }),
];

function of(name: string, repo: string, told: Pick<ReadyMadeControl, 'megabytes' | 'licence'>): ReadyMadeControl {
  return { name, source: { kind: 'hub', repo, revision: 'main', file: null, variant: null }, ...told };
}

/** One file of a repository with all of them; 364,228,240 numbers in float16. */
function sd21(name: string, what: string): ReadyMadeControl {
  const whole = of(name, 'thibaud/controlnet-sd21', { megabytes: 728, licence: NOT_TO_BE_PASSED_ON });
  return { ...whole, source: { ...whole.source, file: `control_v11p_sd21_${what}.safetensors` } };
}
