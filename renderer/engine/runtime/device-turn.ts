import { createTurn, type TakeTurn } from '#shared/async/turn.ts';
import { runtimeWish } from '#shared/config/engine.ts';
import type { Provider } from '#shared/contract/bounds.ts';

/** The networks of a GPU take turns: they share its memory, and each of them alone keeps it busy. */
const deviceTurn = createTurn();

/** For what a network of a provider does: those of the CPU do not wait for each other. */
export function turnFor(provider: Provider): TakeTurn {
  return provider === 'cpu' ? createTurn() : deviceTurn;
}

/**
 * For what touches a provider's memory beside its networks' runs, such as their opening. ONNX Runtime's part for WebGPU
 * ends the process when two threads are in it at once, and what CUDA allocates spoils what is being recorded.
 */
export function memoryTurn(provider: Provider): TakeTurn {
  const isShared = provider === 'webgpu' || (provider === 'cuda' && runtimeWish() === 'c-api-recorded');
  return isShared ? deviceTurn : async (work) => work();
}
