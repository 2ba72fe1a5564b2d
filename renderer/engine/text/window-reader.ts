import type { EncodeOptions, TextEncoder } from '#renderer/engine/networks/network.ts';
import { row, type Tensor } from '#renderer/engine/tensor.ts';
import type { TokenWindow } from '#renderer/engine/text/chunks.ts';

/** What an encoder makes of one window: hidden states (1, 77, width), pooled text (1, pooled width). */
export interface EncodedWindow {
  readonly hidden: Tensor;
  readonly pooled: Tensor;
}

/** Reads windows in as few calls as it takes. `masked`: positions that are not looked at, in every window. */
export type ReadWindows = (
  windows: readonly TokenWindow[],
  masked?: readonly number[],
) => Promise<readonly EncodedWindow[]>;

export interface WindowReading extends Pick<EncodeOptions, 'skip' | 'states'> {
  /** Awaited before each call of the encoder. */
  pause(): Promise<void>;
}

/** Reads windows with one encoder, none of them twice. */
export function createWindowReader(encoder: TextEncoder, { skip, states, pause }: WindowReading): ReadWindows {
  const known = new Map<string, EncodedWindow>();

  async function readNew(windows: readonly TokenWindow[], masked: readonly number[]): Promise<void> {
    await pause();
    const options = {
      skip,
      states,
      replacements: windows.flatMap(({ vectors }, window) => vectors.map((one) => ({ ...one, window }))),
      masked: windows.flatMap((_, window) => masked.map((position) => ({ window, position }))),
    };
    const ids = windows.map((window) => window.ids);
    const { hidden, pooled } = await encoder.encode(ids, options);
    for (const [i, window] of windows.entries()) {
      known.set(keyOf(window, masked), { hidden: row(hidden, i), pooled: row(pooled, i) });
    }
  }

  return async (windows, masked = []) => {
    const missing = new Map<string, TokenWindow>();
    for (const window of windows) {
      const key = keyOf(window, masked);
      if (!known.has(key)) missing.set(key, window);
    }
    if (missing.size > 0) await readNew([...missing.values()], masked);
    return windows.map((window) => known.get(keyOf(window, masked))!);
  };
}

function keyOf({ ids, vectors }: TokenWindow, masked: readonly number[]): string {
  return [ids.join(), vectors.map(({ position, name }) => `${position} ${name}`).join('\n'), masked.join()].join(
    '\n\n',
  );
}
