import type { Timings } from '#shared/contract/messages.ts';

/** What a render says, in this order: started, (step | preview)*, picture × count, finished. */
export type EngineEvent =
  | { readonly kind: 'started'; readonly steps: number; readonly loadMs: number }
  | { readonly kind: 'step'; readonly step: number; readonly steps: number; readonly stepMs: number }
  | {
      readonly kind: 'preview';
      readonly step: number;
      readonly data: Uint8Array;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: 'picture'; readonly index: number; readonly seed: number; readonly data: Uint8Array }
  | { readonly kind: 'finished'; readonly timings: EngineTimings };

/** Without the parts that only the service knows. */
export type EngineTimings = Omit<Timings, 'queuedMs' | 'totalMs'>;
