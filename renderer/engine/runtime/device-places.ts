import { OPENING_MS } from '#renderer/engine/runtime/call-allowance.ts';
import { memoryTurn } from '#renderer/engine/runtime/device-turn.ts';
import { openMemoryApart } from '#renderer/engine/runtime/memory-apart.ts';
import { nativeCall } from '#renderer/engine/runtime/native-calls.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';
import type { PlacedTensor } from '#renderer/engine/runtime/session.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** What is wanted of a place. */
export interface PlaceWish {
  readonly dims: readonly number[];
  readonly type: 'float' | 'float16';
  /** Whether sessions are to read it from there for as long as they are open, whatever comes to lie there. */
  readonly stays: boolean;
}

/** Memory where a provider computes, for what sessions hand each other without its leaving the device. */
export interface DevicePlaces {
  /** A place for a tensor; what lies there at first is nobody's. */
  place(wish: PlaceWish): Promise<PlacedTensor>;
  /** Gives a place back, once no session has it any more. */
  free(tensor: PlacedTensor): Promise<void>;
  /** Gives all of it back. */
  release(): Promise<void>;
}

/** Opens memory of a provider; null where it cannot be reached: through ONNX Runtime's C API alone, and a card's by CUDA's. */
export async function openDevicePlaces(provider: Provider): Promise<DevicePlaces | null> {
  const ort = ortLibrary();
  if (!ort) return null;
  const turn = memoryTurn(provider);
  const opening = () => nativeCall({ what: 'memory', allowedMs: OPENING_MS }, () => openMemoryApart(ort, provider));
  const memory = await turn(opening);
  if (!memory) return null;
  const held = new Set<PlacedTensor>();
  const free = (tensor: PlacedTensor) => {
    if (held.delete(tensor)) tensor.placed.release();
  };
  return {
    place: ({ dims, type, stays }) =>
      turn(() => {
        const tensor = { dims, placed: memory.place(dims, type), stays };
        held.add(tensor);
        return tensor;
      }),
    free: (tensor) => turn(() => free(tensor)),
    release: () =>
      turn(() => {
        for (const tensor of [...held]) free(tensor);
        memory.release();
      }),
  };
}
