import { factorDims } from '#renderer/engine/derive/lora-factors-graph.ts';
import { lowRankInputs } from '#renderer/engine/graph/layers/low-rank-inputs.ts';
import type { LoraFactors, LowRankFactors } from '#renderer/engine/networks/network.ts';
import type { OpenedGraph } from '#renderer/engine/networks/shared-weights.ts';
import type { Feeds, LastingTensor, Session } from '#renderer/engine/runtime/session.ts';
import { elements } from '#renderer/engine/tensor.ts';
import { meantShape, type WeightMap } from '#renderer/engine/weights/weight-map.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

/** A network with inputs for LoRAs. */
export interface AdaptedSession extends Session {
  /** The factors as inputs; zeros for weights with inputs that these LoRAs leave alone. */
  feedsOf(loras: LoraFactors): Feeds;
}

/** Which weights get inputs, by key. */
export type Targets = (key: string) => boolean;

/** Opens sessions with inputs for LoRAs as they are asked for, one at a time. */
export interface AdaptedSessions {
  /** One with inputs for all weights that these LoRAs change. */
  for(loras: LoraFactors): Promise<AdaptedSession>;
  release(): Promise<void>;
}

/** Sessions that have inputs for what was asked for; the one after them has inputs for every weight. */
const NARROW_MAX = 3;

/**
 * Only weights that some LoRA has changed get inputs: each costs up to five operators a step, and most LoRAs leave most
 * kinds of weights alone. One that changes further weights opens the session anew, with inputs for these, too.
 */
export function createAdaptedSessions(open: (targets: Targets) => Promise<AdaptedSession>): AdaptedSessions {
  let keys: ReadonlySet<string> = new Set();
  let narrow = 0;
  let current: Promise<AdaptedSession> | null = null;
  const reopen = () => {
    narrow += 1;
    const targets = keys;
    const opening = reopened(current, () => open(narrow > NARROW_MAX ? () => true : (key) => targets.has(key)));
    current = opening;
    opening.catch(() => {
      // A failure is not remembered: the next call tries again.
      if (current === opening) current = null;
    });
    return opening;
  };
  return {
    for(loras) {
      const further = [...loras.keys()].filter((key) => !keys.has(key));
      keys = new Set([...keys, ...further]);
      const isCovered = further.length === 0 || narrow > NARROW_MAX;
      return current && isCovered ? current : reopen();
    },
    async release() {
      await (await current?.catch(() => null))?.release();
    },
  };
}

/** The one before goes first, as a card may not hold both; runs that wait for it have their turn before that. */
async function reopened(
  before: Promise<AdaptedSession> | null,
  open: () => Promise<AdaptedSession>,
): Promise<AdaptedSession> {
  await (await before?.catch(() => null))?.release();
  return open();
}

/** An opened graph whose weights have inputs for LoRAs, all or some. */
export function adaptedSession(
  { graph, session }: OpenedGraph,
  weights: WeightMap,
  provider: Provider,
): AdaptedSession {
  const inputs = new Set(graph.inputs);
  const keys = [...weights.keys()].filter((key) => inputs.has(lowRankInputs(key).down));
  // A convolution without kernels has no place in WebGPU's grid of threads: one of zeros stands for it.
  const rank = provider === 'webgpu' ? 1 : 0;
  const absent = new Map(keys.map((key) => [key, zeros(meantShape(weights.get(key)!), rank)]));
  return {
    ...session,
    feedsOf(loras) {
      const stray = [...loras.keys()].find((key) => !absent.has(key));
      if (stray !== undefined) throw failure('internal', 'network.no-lora', { network: graph.name, key: stray });
      return Object.fromEntries([...absent].flatMap(([key, none]) => named(key, loras.get(key) ?? none)));
    },
  };
}

function named(key: string, { down, up }: LowRankFactors): [string, LastingTensor][] {
  const names = lowRankInputs(key);
  return [
    [names.down, { ...down, isLasting: true }],
    [names.up, { ...up, isLasting: true }],
  ];
}

function zeros(shape: readonly number[], rank: number): LowRankFactors {
  const dims = factorDims(shape, rank);
  const tensor = (sizes: readonly number[]) => ({ dims: sizes, data: new Float32Array(elements(sizes)) });
  return { down: tensor(dims.down), up: tensor(dims.up) };
}
