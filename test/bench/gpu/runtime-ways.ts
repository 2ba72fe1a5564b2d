import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openByBinding } from '#renderer/engine/runtime/binding-session.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { openNative } from '#renderer/engine/runtime/native-graph.ts';
import type { CudaWishes, OpenGraph, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { openRecorded } from '#renderer/engine/runtime/recorded-graph.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { sharedEnglish } from '#shared/text/english.ts';
import type { Message } from '#shared/text/message.ts';

/** A way to ONNX Runtime, with what is asked of the provider. */
export interface RuntimeWay {
  readonly name: string;
  /** Whether a size's first call is computed eagerly, and those after warming up are replays. */
  readonly replays?: boolean;
  open(graph: BuiltGraph): Promise<OpenGraph>;
}

/** The ways that are compared on a provider, the one that people have first. */
export function runtimeWays(provider: Provider): readonly [RuntimeWay, ...RuntimeWay[]] {
  const library = ortLibrary();
  if (!library) throw new Error("Cannot compare the ways to ONNX Runtime: its C API isn't to be had here");
  const options = (graph: BuiltGraph, cuda: CudaWishes, captures = false): OpenOptions => ({
    ...{
      provider,
      threads: 0,
      optimisation: graph.optimisation ?? 'extended',
      arena: true,
      spins: true,
      cuda,
      captures,
    },
  });
  const native = (name: string, cuda: CudaWishes = {}): RuntimeWay => ({
    name,
    open: (graph) => openNative(library, graph, options(graph, cuda)),
  });
  const bound = (name: string, cuda: CudaWishes = {}, captures = false): RuntimeWay => ({
    name,
    replays: captures,
    open: (graph) => openBound(library, graph, options(graph, cuda, captures)),
  });
  const sized: RuntimeWay = {
    name: 'bound, recorded',
    replays: true,
    open: (graph) => openRecorded(library, graph, { ...options(graph, {}, true), warn: refuse }),
  };
  const binding = { name: 'binding', open: (graph: BuiltGraph) => openByBinding(graph, options(graph, {})) };
  const usual = native('C API');
  if (provider === 'webgpu') return [usual, bound('bound'), sized, binding];
  // The CPU records nothing, but its runs are bound and told as a card's are.
  if (provider === 'cpu') return [usual, bound('bound'), bound('bound, recorded', {}, true), binding];
  return [
    usual,
    bound('bound, recorded', {}, true),
    bound('bound, recorded, nhwc, conv + bias', { nhwc: true, fuseConvBias: true }, true),
    bound('bound'),
    native('nhwc', { nhwc: true }),
    native('conv + bias', { fuseConvBias: true }),
    native('attention: flash', { attention: 'flash' }),
    native('attention: cuDNN', { attention: 'cudnn' }),
    native('attention: memory-efficient', { attention: 'memory-efficient' }),
    binding,
  ];
}

/** What is not recorded must not be measured as if it were. */
function refuse(trouble: Message): never {
  throw new Error(sharedEnglish.say(trouble));
}
