import * as ort from 'onnxruntime-node';
import { vi } from 'vitest';

/** Sessions of ONNX Runtime, counted while they are opened and released. */
export interface OpenedSessions {
  readonly opened: number;
  readonly released: number;
  /** Counts no more. */
  stop(): void;
}

/** Begins to count. */
export function countSessions(): OpenedSessions {
  const releases: { readonly mock: { readonly calls: readonly unknown[] } }[] = [];
  const create = ort.InferenceSession.create.bind(ort.InferenceSession) as (
    ...given: unknown[]
  ) => Promise<ort.InferenceSession>;
  const spy = vi.spyOn(ort.InferenceSession, 'create').mockImplementation(async (...given: unknown[]) => {
    const session = await create(...given);
    releases.push(vi.spyOn(session, 'release'));
    return session;
  });
  return {
    get opened() {
      return releases.length;
    },
    get released() {
      return releases.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    },
    stop: () => spy.mockRestore(),
  };
}
