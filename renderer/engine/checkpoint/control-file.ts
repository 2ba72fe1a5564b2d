import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { adapterWeights, controlNetWeights, type NamedControl } from '#renderer/engine/checkpoint/control-names.ts';
import { deriveUNetConfig } from '#renderer/engine/checkpoint/derive-unet-config.ts';
import { readFolderWeights } from '#renderer/engine/checkpoint/folder-weights.ts';
import { partAlone } from '#renderer/engine/checkpoint/foreign-models.ts';
import { refuseQuantisedKeys, refuseWholeNumbers } from '#renderer/engine/checkpoint/quantised.ts';
import type { ControlChoice } from '#renderer/engine/contract/model-choice.ts';
import { parseControlNetConfig } from '#renderer/engine/graph/nets/controlnet-config.ts';
import { type AdapterNet, adapterShape, parseAdapterConfig } from '#renderer/engine/graph/nets/t2i-adapter-config.ts';
import { fitTogether, type SteeredShape, steeredShape } from '#renderer/engine/graph/nets/unet-steering.ts';
import { readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { readWeights } from '#renderer/engine/weights/read-weights.ts';
import { quote, shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What a file or folder of a network that steers others holds. */
export type ControlFile =
  | {
      readonly kind: 'controlnet';
      readonly config: object;
      /** Nobody has said it: what no shape shows is as in the published ones. */
      readonly isGuessed: boolean;
      readonly weights: WeightMap;
      readonly fits: SteeredShape;
    }
  | { readonly kind: 'adapter'; readonly net: AdapterNet; readonly weights: WeightMap; readonly fits: SteeredShape };

/** Networks of neighbouring kinds, each by a key that ours do not have. */
const OTHER_KINDS: readonly (readonly [RegExp, Message])[] = [
  [/^(control_model\.)?(task_embedding|control_add_embedding\.|transformer_layes\.)/, message('control.is-union')],
  [/^lora_controlnet$/, message('control.is-lora')],
  [/^(ctrl_|up_zero_convs_out|base_)/, message('control.is-xs')],
];

const CLASSES: readonly string[] = ['ControlNetModel', 'T2IAdapter'];

/**
 * Finds what a ControlNet's or T2I-Adapter's files hold: a diffusers folder, or a file with the original or diffusers'
 * keys, whose configuration its shapes tell. Only headers are read. Throws one sentence that names file and key.
 */
export async function readControl({ name, path }: ControlChoice): Promise<ControlFile> {
  const found = await stat(path).catch(() => null);
  if (!found) throw unloadable(name, message('control.gone'));
  const config = found.isDirectory() ? await readConfig(path, name) : null;
  const all = found.isDirectory() ? await readFolderWeights(path, name) : await readWeights(path);
  return understandControl(all, { config, name });
}

/** The same from all weights of the files, by their keys there, and the folder's config.json (null for a file). */
export function understandControl(all: WeightMap, { config, name }: ControlSource): ControlFile {
  refuseQuantisedKeys(all.keys(), name);
  for (const [pattern, reason] of OTHER_KINDS) {
    const key = [...all.keys()].find((one) => pattern.test(one));
    if (key !== undefined) throw unloadable(name, message('control.other', { reason, key: quote(key) }));
  }
  const net = controlNetWeights(all);
  if (net) return understoodNet(named(net, name), { config, name });
  const adapter = adapterWeights(all);
  if (adapter) return understoodAdapter(named(adapter, name), { config, name });
  const [first = ''] = all.keys();
  throw unloadable(name, partAlone(all) ?? message('control.foreign', { key: quote(first) }));
}

/** Whether it is for models of this shape. */
export function fitsModel({ fits }: Pick<ControlFile, 'fits'>, shape: SteeredShape): boolean {
  return fitTogether(fits, shape);
}

/** Refuses a network for models of another shape; `model` is what it is to steer. */
export function requireFit(name: string, { fits }: ControlFile, model: { name: string; shape: SteeredShape }): void {
  if (fitsModel({ fits }, model.shape)) return;
  const lines = [fits, model.shape].map(lineOf);
  const isToldApart = JSON.stringify(lines[0]) !== JSON.stringify(lines[1]);
  const [wanted, given] = isToldApart ? lines : [fits, model.shape].map(stagesOf);
  throw failure('invalid', 'control.family', { network: name, model: model.name, wanted: wanted!, given: given! });
}

/** What no shape shows; a ControlNet has it from the UNet that it was copied of. */
const INHERITED = ['attention_head_dim', 'num_attention_heads', 'norm_num_groups', 'norm_eps', 'upcast_attention'];

/** The configuration of a ControlNet for a model with this UNet's config.json. */
export function configFor({ config, isGuessed }: ControlFile & { kind: 'controlnet' }, unet: unknown): object {
  if (!isGuessed || typeof unet !== 'object' || unet === null) return config;
  const said = Object.entries(unet).filter(([key]) => INHERITED.includes(key));
  return { ...config, ...Object.fromEntries(said) };
}

/** Which models it is for, in words. */
function lineOf({ channels, text }: SteeredShape): Message {
  if (text?.added || (text === null && channels.length === 3)) return message('control.line', { line: 'SDXL' });
  if (text === null) return message('control.line', { line: 'SD 1 and 2' });
  const line = { 768: 'SD 1', 1024: 'SD 2' }[text.width];
  return line ? message('control.line', { line }) : message('control.width', { width: text.width });
}

function stagesOf({ channels }: SteeredShape): Message {
  return message('control.stages', { channels: channels.join(', ') });
}

function named({ weights, foreign }: NamedControl, name: string): WeightMap {
  if (foreign !== null) throw unloadable(name, message('control.foreign', { key: quote(foreign) }));
  refuseWholeNumbers(weights, name);
  return weights;
}

/** Where a network's weights came from. */
export interface ControlSource {
  /** The folder's config.json; null for a file. */
  readonly config: object | null;
  readonly name: string;
}

function understoodNet(weights: WeightMap, { config }: ControlSource): ControlFile {
  const known = config ?? deriveControlNetConfig(weights);
  const { unet } = parseControlNetConfig(known);
  return { kind: 'controlnet', config: known, isGuessed: config === null, weights, fits: steeredShape(unet) };
}

function understoodAdapter(weights: WeightMap, { config }: ControlSource): ControlFile {
  const net = config ? parseAdapterConfig(config) : adapterShape(weights);
  return { kind: 'adapter', net, weights, fits: net.fits };
}

/** Width of the text that SDXL reads, where no weight of a small network shows it. */
const SDXL_TEXT_WIDTH = 2048;

/** Latent side; any can be run. */
const USUAL_SIDE = 64;

function deriveControlNetConfig(weights: WeightMap): object {
  const config = deriveUNetConfig(weights, USUAL_SIDE);
  const hasLayers = [...weights.keys()].some((key) => key.includes('.transformer_blocks.'));
  const small = { transformer_layers_per_block: 0, cross_attention_dim: SDXL_TEXT_WIDTH };
  return {
    ...config,
    ...(!hasLayers && small),
    conditioning_embedding_out_channels: pictureChannels(weights),
  };
}

function pictureChannels(weights: WeightMap): readonly (number | undefined)[] {
  const shapeOf = (part: string) => weights.get(`controlnet_cond_embedding.${part}.weight`)?.shape[0];
  const channels = [shapeOf('conv_in')];
  for (let i = 1; shapeOf(`blocks.${i}`) !== undefined; i += 2) channels.push(shapeOf(`blocks.${i}`));
  return channels;
}

async function readConfig(folder: string, name: string): Promise<object> {
  const config = await readJsonFile(join(folder, 'config.json')).catch((cause: unknown) => {
    throw unloadable(name, message('control.no-config', { folder: basename(folder) }), cause);
  });
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    throw unloadable(name, message('control.no-config', { folder: basename(folder) }));
  }
  const { _class_name: own = null } = config as { readonly _class_name?: unknown };
  if (own === null || CLASSES.includes(String(own))) return config;
  throw unloadable(name, message('control.class', { known: CLASSES, given: shownKey(String(own)) }));
}

function unloadable(network: string, reason: Message, cause?: unknown): Failure {
  return failure('invalid', 'control.unloadable', { network, reason }, cause === undefined ? {} : { cause });
}
