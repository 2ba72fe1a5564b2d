import { buildChange, type ModuleTensors } from '#renderer/engine/adapters/adapter-change.ts';
import { hasOriginalName, parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import { adapterNames, type BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { type AdapterRefusal, refusal } from '#renderer/engine/adapters/adapter-refusal.ts';
import { adapterSettings } from '#renderer/engine/adapters/adapter-scale.ts';
import type { WeightChange } from '#renderer/engine/adapters/weight-change.ts';
import type { AdapterFile } from '#renderer/engine/contract/model-choice.ts';
import { readWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/** An adapter file that fits a model. */
export interface LoadedAdapter {
  readonly file: AdapterFile;
  /** Free texts of the file, such as its title. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly changes: readonly WeightChange[];
}

/**
 * Reads a LoRA or one of its relatives (LoCon, LoHa, LoKr, DoRA, full differences) in any naming, and finds the weight
 * of every module in it. Strict: throws `invalid` naming adapter, file and key, with the likely reason, for any key
 * that fits no weight of this model.
 */
export async function readAdapter(file: AdapterFile, base: BaseWeights): Promise<LoadedAdapter> {
  const { weights, metadata } = await readWeightsFile(file.file);
  const settings = adapterSettings(metadata);
  const refuse = refusal({ file, weights, base });
  const changes = new Map<string, { readonly module: string; readonly change: WeightChange }>();
  const names = adapterNames(base);
  for (const [module, tensors] of modulesOf(weights, refuse)) {
    const target = names.get(module) ?? refuse.unknown(tensors.anyKey);
    for (const change of await buildChange({ module, tensors, target, settings }, refuse)) {
      const place = `${change.target.part}.${change.target.key}`;
      const other = changes.get(place);
      if (other && hasOriginalName(module)) continue;
      if (other && !hasOriginalName(other.module)) {
        throw refuse.because(tensors.anyKey, message('adapter.same-weight', { module: shownKey(other.module) }));
      }
      changes.set(place, { module, change });
    }
  }
  if (changes.size === 0) throw refuse.empty();
  return { file, metadata, changes: [...changes.values()].map(({ change }) => change) };
}

/**
 * Whether an adapter can be added while the network runs, as two small products beside each weight: plain LoRA and
 * LoCon can. A LoHa's or LoKr's change has full rank, a DoRA's depends on the weight, and embeddings take no addend:
 * such adapters are merged into the weights.
 */
export function isRunTime({ changes }: LoadedAdapter): boolean {
  return changes.every(
    ({ delta, magnitude, target }) => delta.kind === 'low-rank' && !magnitude && !MERGED_ONLY.test(target.key),
  );
}

const MERGED_ONLY = /(^|\.)(token_embedding|position_embedding)\.weight$/;

/** The tensors of a file by the module that they belong to. */
function modulesOf(weights: WeightMap, refuse: AdapterRefusal): ReadonlyMap<string, ModuleTensors> {
  const modules = new Map<string, ModuleTensors>();
  for (const [key, entry] of weights) {
    const { module, role } = parseAdapterKey(key) ?? refuse.unknown(key);
    const { anyKey, roles } = modules.get(module) ?? { anyKey: key, roles: new Map() };
    if (roles.has(role)) throw refuse.because(key, message('adapter.factor-twice'));
    modules.set(module, { anyKey, roles: roles.set(role, entry) });
  }
  return modules;
}
