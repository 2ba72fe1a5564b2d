import type { SetAside } from '#renderer/engine/contract/settings.ts';
import type { Clock } from '#shared/clock.ts';
import type { Provider } from '#shared/contract/bounds.ts';
import { message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** So many faults within this time set a provider aside. One alone may have been the job's. */
const FAULTS = 2;
const WITHIN_MS = 10 * 60_000;

/** How long for the first time; twice as long each time after that, up to a day. */
const FIRST_MS = 10 * 60_000;
const LONGEST_MS = 24 * 60 * 60_000;

/** Which providers broke the engine lately, and are left alone for a while. The CPU never is: it is the last that can draw. */
export interface ProviderQuarantine {
  /** The engine died or hung while it computed there; `sure` = a trial has shown that it computes wrongly. */
  fault(provider: string, reason: Message, options?: { readonly sure?: boolean }): void;
  /** Those that are left alone now. */
  setAside(): readonly SetAside[];
  /** Milliseconds until the next of them may be tried again; null where none waits. */
  untilNext(): number | null;
}

/** Nobody has broken anything yet. */
export function createProviderQuarantine(clock: Clock): ProviderQuarantine {
  const records = new Map<Provider, { faults: number[]; times: number; until: number; reason: Message }>();
  const held = () => [...records].filter(([, { until }]) => until > clock.now());
  return {
    fault(provider, reason, { sure = false } = {}) {
      if (provider !== 'cuda' && provider !== 'webgpu') return;
      const now = clock.now();
      const record = records.get(provider) ?? { faults: [], times: 0, until: 0, reason };
      records.set(provider, record);
      record.faults = [...record.faults.filter((at) => now - at < WITHIN_MS), now];
      record.reason = reason;
      if (!sure && record.faults.length < FAULTS) return;
      record.until = now + Math.min(FIRST_MS * 2 ** record.times, LONGEST_MS);
      record.times += 1;
      record.faults = [];
    },
    setAside: () =>
      held().map(([provider, { until, reason }]) => {
        const minutes = Math.ceil((until - clock.now()) / 60_000);
        return { provider, reason: message('device.set-aside', { reason, minutes }) };
      }),
    untilNext() {
      const ends = held().map(([, { until }]) => until - clock.now());
      return ends.length > 0 ? Math.min(...ends) : null;
    },
  };
}
