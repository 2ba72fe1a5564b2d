import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { Graph } from '#renderer/engine/graph/ir/graph.ts';
import type { WeightSupply } from '#renderer/engine/graph/ir/graph-options.ts';
import type { Value } from '#renderer/engine/graph/ir/value.ts';
import { conv } from '#renderer/engine/graph/layers/layers.ts';
import { halved, type PreprocessorGraphOptions } from '#renderer/engine/graph/nets/hed.ts';

/** Channels, as the published network has them: 64, 128, 256, 512; 256, 128, 128, 512. */
export interface BodyPoseConfig {
  /** Of the four blocks of VGG. */
  readonly blocks: readonly [number, number, number, number];
  /** Before the features, of the features, of the stages, and before the first stage's maps. */
  readonly narrowing: number;
  readonly features: number;
  readonly stage: number;
  readonly first: number;
}

/** Part-affinity maps (x and y of 19 limbs), and heat maps (18 key points and nothing). */
const MAPS = { L1: 38, L2: 19 } as const;

const STAGES = 6;

/**
 * OpenPose's body network (https://arxiv.org/abs/1812.08008) by the keys of body_pose_model.pth. Input `pixels`
 * (1, 3, h, w), blue first, -0.5…0.5; outputs `paf` (1, 38, h/8, w/8) and `heat` (1, 19, h/8, w/8).
 *
 *     VGG ─► features ─┬─► stage 1 ─(maps)─► stage 2 ─ … ─► stage 6
 *                      └───────────────────────┴── beside the maps ──┘
 */
export function buildBodyPose(
  config: BodyPoseConfig,
  weights: WeightSupply,
  options: PreprocessorGraphOptions,
): BuiltGraph {
  const root = Graph.over(weights, { ...options, residency: 'prepacked', name: 'preprocessor' });
  const seen = features(root, root.input('pixels', 'float', [1, 3, 'h', 'w']), config);
  let maps = {
    L1: firstMaps(root, seen, { config, branch: 'L1' }),
    L2: firstMaps(root, seen, { config, branch: 'L2' }),
  };
  for (let stage = 2; stage <= STAGES; stage++) {
    const x = root.op('Concat', [maps.L1, maps.L2, seen], { axis: 1 });
    maps = {
      L1: laterMaps(root, x, { config, branch: 'L1', stage }),
      L2: laterMaps(root, x, { config, branch: 'L2', stage }),
    };
  }
  root.output('paf', maps.L1, [1, MAPS.L1, 'y', 'x']);
  root.output('heat', maps.L2, [1, MAPS.L2, 'y', 'x']);
  return { ...root.build(), optimisation: 'all' };
}

function features(root: Graph, pixels: Value, { blocks, narrowing, features: outputs }: BodyPoseConfig): Value {
  const [first, second, third, fourth] = blocks;
  let x = pixels;
  let inputs = 3;
  const layer = (name: string, channels: number) => {
    x = rectified(root, name, x, { inputs, outputs: channels });
    inputs = channels;
  };
  for (let i = 1; i <= 2; i++) layer(`conv1_${i}`, first);
  x = halved(root, x);
  for (let i = 1; i <= 2; i++) layer(`conv2_${i}`, second);
  x = halved(root, x);
  for (let i = 1; i <= 4; i++) layer(`conv3_${i}`, third);
  x = halved(root, x);
  for (let i = 1; i <= 2; i++) layer(`conv4_${i}`, fourth);
  layer('conv4_3_CPM', narrowing);
  layer('conv4_4_CPM', outputs);
  return x;
}

type Branch = keyof typeof MAPS;

function firstMaps(root: Graph, seen: Value, { config, branch }: { config: BodyPoseConfig; branch: Branch }): Value {
  let x = seen;
  let inputs = config.features;
  for (let i = 1; i <= 3; i++) {
    x = rectified(root, `conv5_${i}_CPM_${branch}`, x, { inputs, outputs: config.stage });
    inputs = config.stage;
  }
  x = rectified(root, `conv5_4_CPM_${branch}`, x, { inputs, outputs: config.first, kernel: 1 });
  return conv(root.scope(`conv5_5_CPM_${branch}`), x, { inputs: config.first, outputs: MAPS[branch], kernel: 1 });
}

function laterMaps(
  root: Graph,
  together: Value,
  { config, branch, stage }: { config: BodyPoseConfig; branch: Branch; stage: number },
): Value {
  let x = together;
  let inputs = config.features + MAPS.L1 + MAPS.L2;
  for (let i = 1; i <= 6; i++) {
    x = rectified(root, `Mconv${i}_stage${stage}_${branch}`, x, {
      inputs,
      outputs: config.stage,
      kernel: i < 6 ? 7 : 1,
    });
    inputs = config.stage;
  }
  const maps = conv(root.scope(`Mconv7_stage${stage}_${branch}`), x, { inputs, outputs: MAPS[branch], kernel: 1 });
  // A slip in the published network that its users' weights are used with: the last heat maps are rectified.
  return stage === STAGES && branch === 'L2' ? root.op('Relu', [maps]) : maps;
}

function rectified(
  root: Graph,
  name: string,
  x: Value,
  shape: { readonly inputs: number; readonly outputs: number; readonly kernel?: number },
): Value {
  return root.op('Relu', [conv(root.scope(name), x, shape)]);
}
