import { buildOneNode } from '#renderer/engine/graph/one-node.ts';
import { openSession } from '#renderer/engine/runtime/session.ts';
import { mayHaveVulkan } from '#renderer/engine/runtime/vulkan-loader.ts';
import { libraryPath } from '#shared/config.ts';
import { Failure } from '#shared/failure.ts';

/** What computes. */
export type Provider = 'cuda' | 'webgpu' | 'cpu';

/** Best first; also the order in which they are tried. */
export const PROVIDERS: readonly Provider[] = ['cuda', 'webgpu', 'cpu'];

export interface ProviderChoice {
  readonly provider: Provider;
  /** One sentence for the operator: which, and why not the others. */
  readonly reason: string;
}

/**
 * Finds what computes by opening and running a one-node model on each provider in turn: `auto` tries all, a name tries
 * only that one and fails with its reason. ONNX Runtime itself never falls back, and its list of backends is static.
 */
export async function chooseProvider(wish: Provider | 'auto'): Promise<ProviderChoice> {
  const refusals: string[] = [];
  for (const provider of wish === 'auto' ? PROVIDERS : [wish]) {
    const refusal = await probe(provider);
    if (refusal === null) return { provider, reason: reasonFor(provider, { wish, refusals }) };
    refusals.push(`${provider}: ${refusal}`);
  }
  throw new Failure('unavailable', `Cannot compute on ${wish}: ${refusals.join('; ')}`);
}

/** Why a provider cannot be used, or null when it computes. */
async function probe(provider: Provider): Promise<string | null> {
  if (provider === 'webgpu' && !mayHaveVulkan({ platform: process.platform, libraryPath: libraryPath() }))
    return 'libvulkan.so.1 is not installed';
  const graph = buildOneNode({ op: 'MatMul', inputs: { a: [2, 2], b: [2, 2] }, output: [2, 2] });
  try {
    const session = await openSession(graph, { provider, threads: 1 });
    const a = { dims: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const { y } = await session.run({ a, b: a });
    await session.release();
    return y?.data.join() === '7,10,15,22' ? null : 'it computes wrong numbers';
  } catch (error) {
    return shortReason(error);
  }
}

/** ONNX Runtime's messages carry source paths and line numbers before and after the sentence that matters. */
function shortReason(error: unknown): string {
  const cause = error instanceof Failure ? error.cause : error;
  const text = cause instanceof Error ? cause.message : String(cause);
  const missing = /([\w.+-]+\.(?:so|dll|dylib)[\w.]*): cannot open shared object file/.exec(text);
  if (missing) return `${missing[1]} is not installed`;
  const sentence = text.split('\n')[0]!.replace(/^.*?(?:\) |: )(?=[A-Z][a-z]+ )/, '');
  return sentence.slice(0, 160).trim();
}

function reasonFor(provider: Provider, why: { wish: string; refusals: readonly string[] }): string {
  if (why.wish !== 'auto') return 'asked for';
  if (why.refusals.length === 0) return `${provider} is the fastest and works`;
  return why.refusals.join('; ');
}
