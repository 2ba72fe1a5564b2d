import type { HubSource } from '#renderer/models/hub/hub-source.ts';

/** A published network that finds what a control picture shows. */
export interface ReadyMadePreprocessor {
  /** What is said to pull it, and what clients say. */
  readonly name: string;
  /** MB of its weights as published. */
  readonly megabytes: number;
  readonly licence: string;
  /** Files of one repository; the first holds the weights. */
  readonly sources: readonly HubSource[];
}

function of(repo: string, ...files: readonly string[]): readonly HubSource[] {
  return files.map((file) => ({ repo, revision: 'main', file, variant: null }));
}

const ANNOTATORS = 'lllyasviel/Annotators';

/** Networks for control pictures that `npm run models -- pull NAME` brings, the smallest first. */
export const READY_MADE_PREPROCESSORS: readonly ReadyMadePreprocessor[] = [
  {
    name: 'pidinet',
    megabytes: 3,
    licence: 'own terms of PiDiNet',
    sources: of(ANNOTATORS, 'table5_pidinet.pth'),
  },
  { name: 'lineart', megabytes: 17, licence: 'MIT', sources: of(ANNOTATORS, 'sk_model.pth') },
  { name: 'lineart-coarse', megabytes: 17, licence: 'MIT', sources: of(ANNOTATORS, 'sk_model2.pth') },
  { name: 'hed', megabytes: 29, licence: 'Apache-2.0', sources: of(ANNOTATORS, 'ControlNetHED.pth') },
  depthAnything('depth-anything-small', 'LiheYoung/depth-anything-small-hf'),
  depthAnything('depth-anything-v2-small', 'depth-anything/Depth-Anything-V2-Small-hf'),
  {
    name: 'openpose',
    megabytes: 209,
    licence: 'CMU OpenPose, non-commercial',
    sources: of(ANNOTATORS, 'body_pose_model.pth'),
  },
  {
    name: 'dpt-hybrid-midas',
    megabytes: 490,
    licence: 'Apache-2.0',
    sources: of('Intel/dpt-hybrid-midas', 'pytorch_model.bin', 'config.json'),
  },
];

function depthAnything(name: string, repo: string): ReadyMadePreprocessor {
  return { name, megabytes: 99, licence: 'Apache-2.0', sources: of(repo, 'model.safetensors', 'config.json') };
}
