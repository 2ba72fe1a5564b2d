import { wantedWeights } from '#renderer/engine/graph/ir/wanted-weights.ts';
import { graphTargetOf } from '#renderer/engine/runtime/graph-target.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { UNREAD, unetNets } from '#test/golden/check/networks.ts';
import { createRecipe } from '#test/golden/check/recipe.ts';
import { golden, withParameters, worstDifference } from '#test/renderer/engine/graph/golden.ts';

/**
 * How far a golden UNet in WebGPU's half precision is from diffusers' numbers, which are of order 1, when the CPU
 * computes it: it rounds what each operator gives, as a card would.
 */
export async function halfPrecisionError(name: string): Promise<number> {
  const [net] = unetNets(name, golden.unet[name]!, createRecipe(''));
  return withParameters(
    wantedWeights((weights) => net!.build(weights, UNREAD)),
    async (weights) => {
      const graph = net!.build(weights, graphTargetOf('webgpu', 'fused', 'float16'));
      const session = await openSession(graph, { provider: 'cpu', threads: 1 });
      const { noise } = await session.run(net!.feeds);
      await session.release();
      return worstDifference(noise!, net!.expected);
    },
  );
}
