import type { BuiltGraph } from '#renderer/engine/graph/ir/built-graph.ts';
import { openBound } from '#renderer/engine/runtime/bound-graph.ts';
import { OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { refusalFor } from '#renderer/engine/runtime/device-refusal.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import type { OpenGraph, OpenOptions } from '#renderer/engine/runtime/open-graph.ts';
import type { OrtLibrary } from '#renderer/engine/runtime/ort-library.ts';
import { type NamedSizes, openForSizes } from '#renderer/engine/runtime/sized-graphs.ts';
import { loadedDriver } from '#renderer/engine/runtime/this-machine.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** How the graph is opened; `warn` is told where nothing of it can be recorded. */
export type RecordedOptions = OpenOptions & { readonly warn?: (trouble: Message) => void };

/**
 * Opens a graph whose runs are recorded and replayed (bound-graph.ts). ONNX Runtime refuses that where something runs
 * on the CPU. On WebGPU that is arithmetic on sizes and nothing else, so the graph is opened again for the sizes that
 * come; elsewhere its runs are not recorded.
 */
export async function openRecorded(ort: OrtLibrary, graph: BuiltGraph, options: RecordedOptions): Promise<OpenGraph> {
  const { warn, ...given } = options;
  const how = { ...given, captures: true };
  const refused = (thrown: unknown) =>
    warn?.(message('device.unrecorded', { network: graph.name, reason: refusalFor(thrown, loadedDriver()) }));
  try {
    return await openBound(ort, graph, how);
  } catch (thrown) {
    const general = await openBound(ort, graph, { ...how, captures: false });
    if (how.provider !== 'webgpu') {
      refused(thrown);
      return general;
    }
    const opening = (sizes: NamedSizes) => () => openBound(ort, graph, { ...how, sizes });
    const openAt = (sizes: NamedSizes) =>
      nativeCall({ what: graph.name, allowedMs: OPENING_MS }, opening(sizes)).catch((reason: unknown) => {
        refused(reason);
        return null;
      });
    return openForSizes(general, { graph, openAt });
  }
}
