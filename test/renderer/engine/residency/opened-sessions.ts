import { vi } from 'vitest';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';

/** Sessions of ONNX Runtime, counted while they are opened and released. */
export interface OpenedSessions {
  readonly opened: number;
  readonly released: number;
  /** Counts no more. */
  stop(): void;
}

/** Begins to count, at the library's own functions. */
export function countSessions(): OpenedSessions {
  const ort = ortLibrary()!;
  const { callApart, call } = ort;
  const counts = { opened: 0, released: 0 };
  const spies = [
    vi.spyOn(ort, 'callApart').mockImplementation(async (name, ...args) => {
      await callApart(name, ...args);
      if (name === 'CreateSessionFromArray') counts.opened += 1;
    }),
    vi.spyOn(ort, 'call').mockImplementation((name, ...args) => {
      if (name === 'ReleaseSession') counts.released += 1;
      call(name, ...args);
    }),
  ];
  return {
    get opened() {
      return counts.opened;
    },
    get released() {
      return counts.released;
    },
    stop: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
