import * as ort from 'onnxruntime-node';
import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { type CallAllowance, createCallAllowance, OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import type { Tensor } from '#renderer/engine/tensor.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';

// Errors come as exceptions; ONNX Runtime would also print them, in colour, past our log.
ort.env.logLevel = 'fatal';

/** Whole numbers, such as token ids. */
export interface IntTensor {
  readonly dims: readonly number[];
  readonly ints: Int32Array;
}

export type Feeds = Readonly<Record<string, Tensor | IntTensor>>;

/** An opened graph. */
export interface Session {
  /**
   * Computes the outputs asked for (all when left out). It blocks this thread until the numbers are there and cannot be
   * cancelled: whoever calls it in a row must let other work in between. The results are the caller's own.
   */
  run(feeds: Feeds, wanted?: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
  /** Gives the memory back. Running afterwards fails. */
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly provider: Provider;
  /** Threads for one operator; 0 lets ONNX Runtime take every core. */
  readonly threads: number;
  /** Start of a file's name: what ran each node, and how long, is written there at the release. */
  readonly profile?: string;
}

/**
 * Opens a graph that we emitted ourselves: its weights may lie anywhere on this machine (the external data folder is
 * the root), so never give it an ONNX file from outside. Blocks the thread while it loads.
 */
export async function openSession(graph: BuiltGraph, options: SessionOptions): Promise<Session> {
  const session = await nativeCall({ what: graph.name, allowedMs: OPENING_MS }, () => create(graph, options));
  const opened = { session, graph, allowance: createCallAllowance(options.provider) };
  return {
    run: (feeds, wanted) => run(opened, feeds, wanted ?? graph.outputs),
    async release() {
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

async function create(graph: BuiltGraph, options: SessionOptions): Promise<ort.InferenceSession> {
  try {
    return await ort.InferenceSession.create(graph.bytes, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      graphOptimizationLevel: graph.optimisation ?? 'extended',
      // A pattern is kept beside the arena that the first run filled, so it doubles the memory and speeds up nothing.
      enableMemPattern: false,
      ...(options.profile !== undefined && { enableProfiling: true, profileFilePrefix: options.profile }),
      // Warnings would tell once per weight that an initializer is also an input.
      logSeverityLevel: 4,
      extra: { session: { model_external_initializers_file_folder_path: '/' } },
    });
  } catch (cause) {
    throw failure('unavailable', 'session.unopened', { network: graph.name, provider: options.provider }, { cause });
  }
}

interface Opened {
  readonly session: ort.InferenceSession;
  readonly graph: BuiltGraph;
  readonly allowance: CallAllowance;
}

async function run(
  { session, graph, allowance }: Opened,
  feeds: Feeds,
  wanted: readonly string[],
): Promise<Readonly<Record<string, Tensor>>> {
  const inputs = Object.fromEntries(graph.inputs.map((name) => [name, toOrt(feeds[name], { name, graph })]));
  const size = inputs[graph.inputs[0]!]?.size ?? 0; // of the latents, the picture or the tokens; the rest goes with it
  const began = performance.now();
  try {
    const call = { what: graph.name, allowedMs: allowance.allowedMs(size) };
    const outputs = await nativeCall(call, () => session.run(inputs, wanted));
    allowance.took(size, performance.now() - began);
    return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, fromOrt(value)]));
  } catch (cause) {
    throw failure('unavailable', 'session.failed', { network: graph.name }, { cause });
  }
}

function toOrt(feed: Tensor | IntTensor | undefined, at: { name: string; graph: BuiltGraph }): ort.Tensor {
  if (!feed) throw failure('internal', 'session.no-input', { network: at.graph.name, input: at.name });
  return 'ints' in feed
    ? new ort.Tensor('int32', feed.ints, feed.dims)
    : new ort.Tensor('float32', feed.data, feed.dims);
}

function fromOrt(value: ort.Tensor): Tensor {
  if (!(value.data instanceof Float32Array)) {
    throw failure('internal', 'session.output', { type: value.type });
  }
  return { dims: value.dims, data: value.data };
}
