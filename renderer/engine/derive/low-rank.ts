import { buildLoraFactors, type LoraTarget } from '#renderer/engine/derive/lora-factors-graph.ts';
import { buildMerge, type WeightMerge } from '#renderer/engine/derive/merge-graph.ts';
import { computeOnce } from '#renderer/engine/runtime/compute-once.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';

/** The bytes of a weight with its changes, as they are to be stored, in the beginning of `into`. */
export async function mergeInto(into: Uint8Array, merge: WeightMerge): Promise<Uint8Array> {
  const graph = buildMerge(merge);
  const outputs = await computeOnce(graph, { arena: true });
  let at = 0;
  for (const name of graph.outputs) {
    const { buffer, byteOffset, byteLength } = outputs[name]!.data;
    into.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return into.subarray(0, at);
}

/** What LoRAs add to weights, as networks take it: by the targets' names, float32. */
export async function loraFactors(
  targets: readonly LoraTarget[],
): Promise<ReadonlyMap<string, { readonly down: Tensor; readonly up: Tensor }>> {
  const outputs = targets.length === 0 ? {} : await computeOnce(buildLoraFactors(targets));
  const tensor = (name: string): Tensor => {
    const { dims, data } = outputs[name]!;
    return { dims, data: data as Float32Array };
  };
  return new Map(targets.map(({ name }) => [name, { down: tensor(`${name}:down`), up: tensor(`${name}:up`) }]));
}
