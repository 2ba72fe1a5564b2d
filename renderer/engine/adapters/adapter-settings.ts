import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parseBoundedJson, readJsonFile } from '#renderer/engine/weights/bounded-json.ts';
import { isWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What was trained beside the factors: as diffusers writes it into a file's metadata, or peft into a file beside it. */
export interface AdapterSettings {
  /** Of a module as the file names it; null where nothing is said. */
  alphaOf(module: string): number | null;
  /** Whether it was trained as rsLoRA. */
  isRankStabilised(module: string): boolean;
  /** What peft calls the method: LORA, LOHA …; null where nothing is said. */
  readonly method: string | null;
  /** What of it is not obeyed, one sentence each. */
  readonly notes: readonly Message[];
}

/** Fields of peft's configurations: those that are obeyed, and those that say what the tensors say or only trained. */
const FIELDS: ReadonlySet<string> = new Set(
  (
    'peft_type task_type auto_mapping base_model_name_or_path revision inference_mode peft_version ' +
    'r lora_alpha alpha alpha_pattern rank_pattern use_rslora use_dora lora_bias bias fan_in_fan_out ' +
    'target_modules exclude_modules target_parameters modules_to_save layers_to_transform layers_pattern ' +
    'lora_dropout rank_dropout module_dropout rank_dropout_scale init_lora_weights init_weights ' +
    'megatron_config megatron_core loftq_config eva_config corda_config lora_ga_config runtime_config ' +
    'trainable_token_indices ensure_weight_tying qalora_group_size use_qalora alora_invocation_tokens arrow_config ' +
    'use_effective_conv2d decompose_both decompose_factor layer_replication'
  ).split(' '),
);

/** A pattern is the end of a module's name; one that is more is a regular expression, and nobody's are run here. */
const PLAIN_PATTERN = /^[\w.]+$/;

type Fields = Readonly<Record<string, unknown>>;

/** By network as the module's name begins with it (`unet.`), or without one for all of the file. */
type ByNetwork = ReadonlyMap<string, Fields>;

/** The settings of an adapter file. Throws what reading throws for a file beside it that is no JSON. */
export async function adapterSettings(
  file: string,
  metadata: Readonly<Record<string, string>>,
): Promise<AdapterSettings> {
  const beside = await configBeside(file);
  const config = beside === null ? null : fieldsOf(await readJsonFile(beside));
  return settingsFrom(
    new Map([...byNetwork(metadata.lora_adapter_metadata), ...(config ? [['', config] as const] : [])]),
  );
}

/** peft's adapter_config.json, where the file is the one that it was saved with; null for any other file. */
export async function configBeside(file: string): Promise<string | null> {
  const config = join(dirname(file), CONFIG);
  const isThere = await stat(config).catch(() => null);
  if (!isThere) return null;
  if (basename(file).startsWith('adapter_model.')) return config;
  // Looked at only then: a folder of adapters may hold thousands.
  const names = await readdir(dirname(file));
  return names.filter(isWeightsFile).length === 1 ? config : null;
}

const CONFIG = 'adapter_config.json';

/** `{"unet.lora_alpha": 8, …}`; nothing of a text that is no JSON. */
function byNetwork(text: string | undefined): ByNetwork {
  const networks = new Map<string, Record<string, unknown>>();
  for (const [key, value] of Object.entries(parsed(text ?? '{}'))) {
    const [, network, field] = /^(unet|text_encoder(?:_2)?)\.(.+)$/.exec(key) ?? [];
    if (network === undefined || field === undefined) continue;
    networks.set(network, { ...networks.get(network), [field]: value });
  }
  return networks;
}

function parsed(text: string): Fields {
  try {
    return fieldsOf(parseBoundedJson(text)) ?? {};
  } catch {
    return {};
  }
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

function settingsFrom(networks: ByNetwork): AdapterSettings {
  const own = (module: string) => {
    const [network, ...path] = module.split('.');
    const fields = networks.get(network!);
    return fields ? { fields, name: path.join('.') } : { fields: networks.get('') ?? {}, name: module };
  };
  const method = [...networks.values()].map(({ peft_type: type }) => type).find((type) => typeof type === 'string');
  return {
    alphaOf: (module) => alphaOf(own(module)),
    isRankStabilised: (module) => own(module).fields.use_rslora === true,
    method: typeof method === 'string' ? method.toUpperCase() : null,
    notes: [...networks.values()].flatMap(notesOf),
  };
}

function alphaOf({ fields, name }: { readonly fields: Fields; readonly name: string }): number | null {
  const patterns = Object.entries(fieldsOf(fields.alpha_pattern) ?? {});
  for (const [suffix, alpha] of patterns) {
    if ((name === suffix || name.endsWith(`.${suffix}`)) && typeof alpha === 'number') return alpha;
  }
  const alpha = fields.lora_alpha ?? fields.alpha;
  return typeof alpha === 'number' ? alpha : null;
}

function notesOf(fields: Fields): readonly Message[] {
  const unknown = Object.keys(fields).filter((name) => !FIELDS.has(name));
  const patterns = Object.keys(fieldsOf(fields.alpha_pattern) ?? {}).filter((name) => !PLAIN_PATTERN.test(name));
  // Both are for layers that no network of Stable Diffusion has.
  const others = ['fan_in_fan_out', 'layer_replication'].filter((name) => fields[name]);
  return [
    ...(unknown.length === 0 ? [] : [message('adapter.unknown-setting', { names: unknown.map(shownKey) })]),
    ...(patterns.length === 0 ? [] : [message('adapter.unread-pattern', { pattern: shownKey(patterns[0]!) })]),
    ...(others.length === 0 ? [] : [message('adapter.unknown-setting', { names: others })]),
  ];
}
