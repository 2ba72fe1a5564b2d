import type { AdapterFile } from '#renderer/engine/engine.ts';
import { elements } from '#renderer/engine/tensor.ts';
import {
  type AdapterKey,
  type AdapterTarget,
  adapterNames,
  type BaseWeights,
  hasOriginalName,
  parseAdapterKey,
} from '#renderer/engine/weights/adapter-names.ts';
import { refusal } from '#renderer/engine/weights/adapter-refusal.ts';
import { adapterScale, adapterSettings } from '#renderer/engine/weights/adapter-scale.ts';
import { readMetadata } from '#renderer/engine/weights/read-metadata.ts';
import { readTensor } from '#renderer/engine/weights/read-tensor.ts';
import { readSafetensors } from '#renderer/engine/weights/safetensors.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';

/** One weight of the model and the two factors that change it by scale · B·A. */
export interface LowRankChange {
  readonly target: AdapterTarget;
  /** A, (rank, in) whatever its shape in the file. */
  readonly down: WeightEntry;
  /** B, (out, rank). */
  readonly up: WeightEntry;
  readonly rank: number;
  /** At strength 1. */
  readonly scale: number;
}

/** A LoRA file that fits a model. */
export interface Adapter {
  readonly file: AdapterFile;
  readonly changes: readonly LowRankChange[];
}

/**
 * Reads a LoRA (arXiv 2106.09685) and finds the weight of every module in it. Strict: throws `invalid` naming adapter,
 * file and key, with the likely reason, for any key that fits no weight of this model.
 */
export async function readAdapter(file: AdapterFile, base: BaseWeights): Promise<Adapter> {
  const weights = await readSafetensors(file.file);
  const settings = adapterSettings(await readMetadata(file.file));
  const refuse = refusal({ file, weights, base });
  const changes = new Map<string, LowRankChange & { readonly module: string }>();
  const targets = adapterNames(base);
  for (const [module, factors] of modulesOf(weights, refuse)) {
    const target = targets.get(module) ?? refuse.unknown(factors.anyKey);
    const pair = checkedPair({ module, factors, target }, refuse);
    const place = `${target.part}.${target.key}`;
    if (changes.has(place) && hasOriginalName(module)) continue;
    const other = changes.get(place);
    if (other && !hasOriginalName(other.module)) throw refuse.because(factors.anyKey, `${other.module} changes it too`);
    const alpha = factors.alpha ? (await readTensor(factors.alpha)).data[0]! : null;
    const scale = adapterScale({ settings, module, rank: pair.rank, alpha });
    if (!Number.isFinite(scale)) throw refuse.because(factors.anyKey, `its alpha is ${alpha}`);
    changes.set(place, { target, ...pair, scale, module });
  }
  if (changes.size === 0) throw refuse.empty();
  return { file, changes: [...changes.values()] };
}

interface Factors {
  down?: WeightEntry;
  up?: WeightEntry;
  alpha?: WeightEntry;
  /** A key of the module, for messages. */
  readonly anyKey: string;
}

type Refusal = ReturnType<typeof refusal>;

function modulesOf(weights: WeightMap, refuse: Refusal): ReadonlyMap<string, Factors> {
  const modules = new Map<string, Factors>();
  for (const [key, entry] of weights) {
    const { module, role }: AdapterKey = parseAdapterKey(key) ?? refuse.unknown(key);
    const factors = modules.get(module) ?? { anyKey: key };
    if (factors[role]) throw refuse.because(key, 'the file has this factor twice');
    modules.set(module, Object.assign(factors, { [role]: entry }));
  }
  return modules;
}

/** Both factors, with shapes that multiply to the target's. */
function checkedPair(
  { factors, target, module }: { module: string; factors: Factors; target: AdapterTarget },
  refuse: Refusal,
): { down: WeightEntry; up: WeightEntry; rank: number } {
  const { down, up, anyKey } = factors;
  if (!down || !up) throw refuse.because(anyKey, `${module} lacks its ${down ? 'up' : 'down'} factor`);
  const rank = down.shape[0] ?? 0;
  const out = target.entry.shape[0]!;
  const inner = target.entry.shape.slice(1);
  const fits =
    rank > 0 &&
    up.shape[0] === out &&
    elements(up.shape) === out * rank &&
    elements(down.shape) === rank * elements(inner);
  if (!fits) throw refuse.shape(anyKey, { down: down.shape, up: up.shape, weight: target.entry.shape });
  return { down, up, rank };
}
