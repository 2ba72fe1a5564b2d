import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { type CallAllowance, createCallAllowance, OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { memoryTurn, turnFor } from '#renderer/engine/runtime/device-turn.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type {
  GraphInput,
  OpenGraph,
  OpenOptions,
  OutputNumbers,
  PlacedInput,
} from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary, ortTrouble } from '#renderer/engine/runtime/ort-library.ts';
import { openRecorded } from '#renderer/engine/runtime/recorded-graph.ts';
import { elements, type Tensor } from '#renderer/engine/tensor.ts';
import { abortable } from '#shared/async/abortable.ts';
import { currentStop } from '#shared/async/stop-scope.ts';
import type { TakeTurn } from '#shared/async/turn.ts';
import { runtimeWish, wantsPlaces } from '#shared/config/engine.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { failure } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** Whole numbers, such as token ids. */
export interface IntTensor {
  readonly dims: readonly number[];
  readonly ints: Int32Array;
}

/** A tensor whose numbers never change: where inputs have places on a device, it is sent there once. */
export type LastingTensor = Tensor & { readonly isLasting: true };

/** A tensor that lies on the device (device.ts). */
export type PlacedTensor = PlacedInput;

export type Feeds = Readonly<Record<string, Tensor | IntTensor | LastingTensor | PlacedTensor>>;

/** An opened graph. */
export interface Session {
  /**
   * Computes the outputs asked for (all when left out); one run after another. When the signal of the scope aborts
   * (stop-scope.ts) it stops in its middle and rejects with the reason. The results are the caller's own; outputs with
   * a place in `into` go there and are not among them.
   */
  run(
    feeds: Feeds,
    wanted?: readonly string[],
    into?: Readonly<Record<string, PlacedTensor>>,
  ): Promise<Readonly<Record<string, Tensor>>>;
  /** Gives the memory back. Running afterwards fails. */
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly provider: Provider;
  /** Threads for one operator; 0 lets ONNX Runtime take every core. */
  readonly threads: number;
  /** Start of a file's name: what ran each node, and how long, is written there at the release. */
  readonly profile?: string;
  /**
   * Whether a card shall record what it does for a size and replay it, where that is wished for (EASEL_RUNTIME): for
   * what runs in every step, as a recording of WebGPU keeps all memory that its run took.
   */
  readonly records?: boolean;
  /** Is told what is not as it should be, where the graph computes all the same; nobody when left out. */
  readonly warn?: (trouble: Message) => void;
  /** What the graph shares with others (BuiltGraph.sharedWeights), by its names; it must stay until the release. */
  readonly shared?: Readonly<Record<string, PlacedTensor>>;
}

/**
 * Opens a graph that we emitted ourselves: its weights may lie anywhere on this machine (the external data folder is
 * the root), so never give it an ONNX file from outside.
 */
export async function openSession(graph: BuiltGraph, options: SessionOptions): Promise<Session> {
  const { optimisation = 'extended' } = graph;
  const { records = false, ...given } = options;
  const captures = records && options.provider !== 'cpu' && runtimeWish() === 'c-api-recorded';
  const how = { ...given, optimisation, arena: true, spins: true, captures };
  const { provider } = options;
  const opening = () => nativeCall({ what: graph.name, allowedMs: OPENING_MS }, () => openGraph(graph, how));
  const opened = await memoryTurn(provider)(opening).catch((cause: unknown) => {
    throw failure('unavailable', 'session.unopened', { network: graph.name, provider }, { cause });
  });
  const turn = turnFor(provider);
  const state = { opened, graph, turn, allowance: createCallAllowance(options.provider), isReleased: false };
  return {
    run: (feeds, wanted = graph.outputs, into = {}) => run(state, feeds, { wanted, into }),
    release() {
      state.isReleased = true;
      return turn(() => opened.release());
    },
  };
}

type GraphWish = OpenOptions & Pick<SessionOptions, 'warn'>;

/** Opens a graph through the C API, or where that is not to be had, through the binding. */
export function openGraph(graph: BuiltGraph, options: GraphWish): Promise<OpenGraph> {
  const library = ortLibrary();
  if (!library) {
    const trouble = ortTrouble();
    if (trouble) options.warn?.(trouble);
    return openByBinding(graph, options);
  }
  if (!wantsPlaces()) return openNative(library, graph, options);
  return options.captures ? openRecorded(library, graph, options) : openBound(library, graph, options);
}

interface OpenedSession {
  readonly opened: OpenGraph;
  readonly graph: BuiltGraph;
  readonly turn: TakeTurn;
  readonly allowance: CallAllowance;
  isReleased: boolean;
}

async function run(
  { opened, graph, turn, allowance, isReleased }: OpenedSession,
  feeds: Feeds,
  { wanted, into }: { readonly wanted: readonly string[]; readonly into: Readonly<Record<string, PlacedTensor>> },
): Promise<Readonly<Record<string, Tensor>>> {
  const inputs = Object.fromEntries(graph.inputs.map((name) => [name, numbersOf(feeds[name], { name, graph })]));
  if (isReleased) throw failure('unavailable', 'session.failed', { network: graph.name });
  const size = elements(inputs[graph.inputs[0]!]?.dims ?? [0]); // of the latents, picture or tokens; the rest goes with it
  const signal = currentStop();
  const once = async () => {
    await opened.prepare?.(inputs);
    const began = performance.now();
    const call = { what: graph.name, allowedMs: allowance.allowedMs(size) };
    const outputs = await nativeCall(call, () => opened.run(inputs, wanted, signal, into));
    allowance.took(size, performance.now() - began);
    return outputs;
  };
  try {
    const outputs = await (signal ? abortable(turn(once), signal) : turn(once));
    return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, floatsOf(value)]));
  } catch (cause) {
    signal?.throwIfAborted();
    throw failure('unavailable', 'session.failed', { network: graph.name }, { cause });
  }
}

function numbersOf(feed: Feeds[string] | undefined, at: { name: string; graph: BuiltGraph }): GraphInput {
  if (!feed) throw failure('internal', 'session.no-input', { network: at.graph.name, input: at.name });
  if ('placed' in feed) return feed;
  if ('ints' in feed) return { dims: feed.dims, numbers: feed.ints };
  return { dims: feed.dims, numbers: feed.data, areLasting: 'isLasting' in feed };
}

function floatsOf({ dims, data }: OutputNumbers): Tensor {
  if (!(data instanceof Float32Array)) throw failure('internal', 'session.output', { type: data.constructor.name });
  return { dims, data };
}
