import { buildChange, type ModuleTensors } from '#renderer/engine/adapters/adapter-change.ts';
import { hasOriginalName, parseAdapterKey } from '#renderer/engine/adapters/adapter-keys.ts';
import { bundledWord } from '#renderer/engine/adapters/adapter-kinds.ts';
import { type AdapterModule, adapterNames, type BaseWeights } from '#renderer/engine/adapters/adapter-names.ts';
import { type AdapterRefusal, refusal } from '#renderer/engine/adapters/adapter-refusal.ts';
import { type AdapterSettings, adapterSettings } from '#renderer/engine/adapters/adapter-settings.ts';
import type { WeightChange } from '#renderer/engine/adapters/weight-change.ts';
import type { AdapterFile } from '#renderer/engine/contract/model-choice.ts';
import { areFinite } from '#renderer/engine/weights/finite-numbers.ts';
import { readBytes } from '#renderer/engine/weights/read-tensor.ts';
import { readWeightsFile } from '#renderer/engine/weights/read-weights.ts';
import { shownKey } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** An adapter file that fits a model. */
export interface LoadedAdapter {
  readonly file: AdapterFile;
  /** Free texts of the file, such as its title. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly changes: readonly WeightChange[];
  /** What of the file does not act, one sentence each. */
  readonly notes: readonly Message[];
  /** Reads all numbers that act. Throws `invalid` that names adapter and key where one is NaN or infinite. */
  requireFinite(): Promise<void>;
}

/** A file of which more modules than this share fit nothing was made for another model. */
const STRANGE_MAX = 1 / 4;

/**
 * Reads a LoRA or one of its relatives (LoCon, LoHa, LoKr, DoRA, full differences) in any naming, and finds the weight
 * of every module in it. What fits no weight of this model is told in a note, unless it is too much of the file: then,
 * and where a weight has another shape, it throws `invalid` naming adapter, file and key, with the likely reason.
 */
export async function readAdapter(file: AdapterFile, base: BaseWeights): Promise<LoadedAdapter> {
  const { weights, metadata } = await readWeightsFile(file.file);
  const refuse = refusal({ file, weights, base });
  if (weights.size === 0) throw refuse.empty();
  const settings = await adapterSettings(file.file, metadata).catch(refuse.config);
  if (settings.method !== null && !METHODS.includes(settings.method)) throw refuse.method(settings.method);
  const { modules, words, stray } = sortKeys(weights, refuse);
  const { found, strange } = findTargets(modules, base);
  const used = found.flatMap(({ tensors }) => tensors.keys);
  const unused = [...strange, ...stray];
  const isForeign = used.length === 0 || strange.length > STRANGE_MAX * modules.size;
  if (isForeign || isMostlyStray(stray, used)) throw refuse.strange(unused);
  const changes = await changesOf(found, { settings, refuse });
  return {
    file,
    metadata,
    changes,
    notes: [...settings.notes, ...wordsNote(words), ...unusedNote(unused)],
    requireFinite: () => requireFinite(used, { weights, refuse }),
  };
}

/** What peft calls the methods that are read. */
const METHODS: readonly string[] = ['LORA', 'LOHA', 'LOKR'];

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

interface SortedKeys {
  readonly modules: ReadonlyMap<string, ModuleTensors>;
  /** That textual inversions in the same file stand for. */
  readonly words: ReadonlySet<string>;
  /** Keys that are no part of an adapter. */
  readonly stray: readonly string[];
}

/** The tensors of a file by the module that they belong to. */
function sortKeys(weights: WeightMap, refuse: AdapterRefusal): SortedKeys {
  const modules = new Map<string, ModuleTensors>();
  const words = new Set<string>();
  const stray: string[] = [];
  for (const [key, entry] of weights) {
    const [parsed, word] = [parseAdapterKey(key), bundledWord(key)];
    if (word !== null) words.add(word);
    else if (!parsed) stray.push(key);
    else {
      const { module, role } = parsed;
      const { anyKey, roles, keys } = modules.get(module) ?? { anyKey: key, roles: new Map(), keys: [] };
      if (roles.has(role)) throw refuse.because(key, message('adapter.factor-twice'));
      modules.set(module, { anyKey, roles: roles.set(role, entry), keys: [...keys, key] });
    }
  }
  return { modules, words, stray };
}

/** A module of the file and the layer that it changes. */
interface FoundModule {
  readonly module: string;
  readonly tensors: ModuleTensors;
  readonly target: AdapterModule;
}

/** The layers of the file's modules; `strange` has a key of each module that this model lacks. */
function findTargets(
  modules: ReadonlyMap<string, ModuleTensors>,
  base: BaseWeights,
): { readonly found: readonly FoundModule[]; readonly strange: readonly string[] } {
  const names = adapterNames(base);
  const [found, strange]: [FoundModule[], string[]] = [[], []];
  for (const [module, tensors] of modules) {
    const target = names.get(module);
    if (target) found.push({ module, tensors, target });
    else strange.push(tensors.anyKey);
  }
  return { found, strange };
}

async function changesOf(
  found: readonly FoundModule[],
  { settings, refuse }: { settings: AdapterSettings; refuse: AdapterRefusal },
): Promise<readonly WeightChange[]> {
  const changes = new Map<string, { readonly module: string; readonly change: WeightChange }>();
  for (const { module, tensors, target } of found) {
    requireNumbers(tensors, refuse);
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
  return [...changes.values()].map(({ change }) => change);
}

/** Whole numbers stand for others, by factors that such a file does not have; only alpha and scale may be some. */
function requireNumbers({ roles, anyKey }: ModuleTensors, refuse: AdapterRefusal): void {
  for (const [role, { dtype, unread }] of roles) {
    const isWhole = /^(I|U|BOOL)/.test(dtype) && role !== 'alpha' && role !== 'scale';
    if (isWhole || unread) throw refuse.because(anyKey, message('adapter.format', { role, format: unread ?? dtype }));
  }
}

/** Whether keys that are no part of an adapter are too much of a file. Those of one layer, or of one that fits, are few. */
function isMostlyStray(stray: readonly string[], used: readonly string[]): boolean {
  const layerOf = (key: string) => key.replace(/\.(lora_(A|B|up|down)\.)?[^.]+$/, '');
  const fitting = new Set(used.map(layerOf));
  const strange = new Set(stray.map(layerOf).filter((layer) => !fitting.has(layer)));
  return strange.size > 1 && strange.size > STRANGE_MAX * (fitting.size + strange.size);
}

function unusedNote(keys: readonly string[]): readonly Message[] {
  const [key] = keys;
  return key === undefined ? [] : [message('adapter.unused', { key: shownKey(key), others: keys.length - 1 })];
}

function wordsNote(words: ReadonlySet<string>): readonly Message[] {
  return words.size === 0 ? [] : [message('adapter.bundled-words', { names: [...words].slice(0, 5).map(shownKey) })];
}

async function requireFinite(
  keys: readonly string[],
  { weights, refuse }: { weights: WeightMap; refuse: AdapterRefusal },
): Promise<void> {
  for (const key of keys) {
    const entry = weights.get(key)!;
    if (!areFinite(await readBytes(entry), entry.dtype)) throw refuse.because(key, message('adapter.not-finite'));
  }
}
