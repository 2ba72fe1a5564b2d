import { afterAll, afterEach, expect, vi } from 'vitest';
import type { ModelLoader } from '#renderer/engine/residency/model-loader.ts';
import { ortLibrary } from '#renderer/engine/runtime/ort-library.ts';

/** Sessions of ONNX Runtime, counted while they are opened and released. */
interface OpenedSessions {
  readonly opened: number;
  readonly released: number;
  /** Counts no more. */
  stop(): void;
}

/** Begins to count, at the library's own functions. */
function countSessions(): OpenedSessions {
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

/** Counts for a whole test file, and after each test closes its loaders, which must have released all that they opened. */
export function countLoaderSessions() {
  const sessions = countSessions();
  const loaders: ModelLoader[] = [];
  afterEach(async () => {
    for (const loader of loaders.splice(0)) await loader.close();
    expect(sessions.released).toBe(sessions.opened);
  });
  afterAll(() => sessions.stop());
  return { sessions, closeLater: (loader: ModelLoader) => void loaders.push(loader) };
}
