import { configReader } from '#renderer/engine/graph/nets/config-reader.ts';
import type { SteeredShape } from '#renderer/engine/graph/nets/unet-steering.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/** A T2I-Adapter, with nothing left to decide. */
export interface AdapterNet {
  readonly kind: 'full' | 'full-xl' | 'light';
  /** Of the picture it reads: 3, or 1 for lines. */
  readonly pictureChannels: number;
  /** Pixels of a side that become channels of one: 8, or 16 for SDXL. */
  readonly block: number;
  /** Of its four outputs. */
  readonly channels: readonly number[];
  readonly layers: number;
  readonly fits: SteeredShape;
}

const KINDS: Readonly<Record<string, AdapterNet['kind']>> = {
  full_adapter: 'full',
  full_adapter_xl: 'full-xl',
  light_adapter: 'light',
};

/** Reads a diffusers T2IAdapter config.json. Throws Failure('invalid') for what is not built. */
export function parseAdapterConfig(json: unknown): AdapterNet {
  const read = configReader(json, 'T2I-Adapter');
  const kind = KINDS[read.text('adapter_type', 'full_adapter')];
  if (!kind) throw read.fail('adapter_type', message('setting.either', { known: Object.keys(KINDS) }));
  const channels = read.integers('channels', [320, 640, 1280, 1280]);
  // The lighter one ends with two stages of one width, which its file names once.
  const stages = kind === 'light' && channels.length === 3 ? [...channels, channels[2]!] : channels;
  if (stages.length !== 4) throw read.fail('channels', message('setting.names', { count: 4 }));
  return adapter({
    kind,
    channels: stages,
    pictureChannels: read.integer('in_channels', 3),
    block: read.integer('downscale_factor', 8),
    layers: read.integer('num_res_blocks', 2),
  });
}

/** The same from the shapes of a file's weights, by diffusers' keys. */
export function adapterShape(weights: WeightMap): AdapterNet {
  const shape = (key: string) => weights.get(`adapter.${key}.weight`)?.shape ?? [];
  let layers = 0;
  while (weights.has(`adapter.body.0.resnets.${layers}.block1.weight`)) layers++;
  const isLight = weights.has('adapter.body.0.out_conv.weight');
  const [width = 0, inputs = 0] = isLight ? shape('body.0.in_conv') : shape('conv_in');
  const channels = [0, 1, 2, 3].map((i) =>
    isLight ? (shape(`body.${i}.out_conv`)[0] ?? 0) : (shape(`body.${i}.resnets.0.block1`)[0] ?? width),
  );
  // 3 · 8², 8², 3 · 16² or 16²: no two are equal.
  const block = inputs === 3 * 16 ** 2 || inputs === 16 ** 2 ? 16 : 8;
  const kind = isLight ? 'light' : block === 16 ? 'full-xl' : 'full';
  return adapter({ kind, channels, pictureChannels: inputs / block ** 2, block, layers });
}

function adapter(net: Omit<AdapterNet, 'fits'>): AdapterNet {
  const stages = net.kind === 'full-xl' ? 3 : 4;
  return { ...net, fits: { channels: net.channels.slice(0, stages), text: null } };
}
