import type { NativeCall } from '#renderer/engine/runtime/native-calls.ts';

/** What the engine's main thread tells of itself. */
export type Notice =
  | { readonly kind: 'began'; readonly call: NativeCall }
  | { readonly kind: 'ended'; readonly id: number }
  /** Its event loop has turned. */
  | { readonly kind: 'turned' };

/** Something that takes longer than it may. `what` is a network's name; null = the program itself, between two calls. */
export interface Overdue {
  readonly what: string | null;
  readonly ms: number;
}

/** How long the main thread may be away from its event loop without a call of a network. Milliseconds. */
const LOOP_MS = 300_000;

/** More than this between two looks, and the whole process stood still, or the machine: no call is to blame. */
const LOOK_MS_MAX = 2_000;

/** Knows what the main thread is at, and since when. */
export interface HangWatch {
  hear(notice: Notice): void;
  /** So many milliseconds have passed since the last look: what is overdue now; null = nothing. */
  look(passedMs: number): Overdue | null;
}

/** Nothing is under way. Looks must come once a second or so. */
export function createHangWatch(): HangWatch {
  const open = new Map<number, { readonly call: NativeCall; readonly since: number }>();
  let now = 0;
  let turnedAt = 0;
  return {
    hear(notice) {
      if (notice.kind === 'began') open.set(notice.call.id, { call: notice.call, since: now });
      else if (notice.kind === 'ended') open.delete(notice.id);
      turnedAt = now;
    },
    look(passedMs) {
      now += Math.min(passedMs, LOOK_MS_MAX);
      for (const { call, since } of open.values())
        if (now - since > call.allowedMs) return { what: call.what, ms: now - since };
      if (open.size > 0 || now - turnedAt <= LOOP_MS) return null;
      return { what: null, ms: now - turnedAt };
    },
  };
}
