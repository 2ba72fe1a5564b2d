import type { Timings } from '#shared/contract/messages.ts';

/** What a task says, in this order: started, (step | preview | interim)*, its results, finished. Files are whole. */
export type EngineEvent =
  | { readonly kind: 'started'; readonly steps: number; readonly loadMs: number }
  | {
      readonly kind: 'step';
      readonly step: number;
      readonly steps: number;
      readonly stepMs: number;
      readonly loss?: number;
      /** A training is held after this step. */
      readonly paused?: true;
    }
  | {
      readonly kind: 'preview';
      readonly step: number;
      readonly data: Uint8Array;
      readonly mime: string;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'picture';
      readonly index: number;
      readonly seed: number;
      readonly data: Uint8Array;
      readonly mime: 'image/png';
      readonly width: number;
      readonly height: number;
      /** Some of it may be transparent. */
      readonly alpha: boolean;
      /** The check of pictures would have withheld it, had the render not asked for it. */
      readonly flagged?: boolean;
    }
  | {
      readonly kind: 'text';
      readonly index: number;
      readonly text: string;
      /** How certain it is: 0 … 1. */
      readonly score: number;
      readonly written: 'caption' | 'tag';
      /** The caption's tokens in its network, the first and the last one included; none of a tag. */
      readonly ids: readonly number[];
    }
  | {
      readonly kind: 'mask';
      readonly index: number;
      readonly label: string;
      /** How well it is thought to fit: trained to lie in 0 … 1, which not every network keeps to. */
      readonly score: number;
      /** Which of the network's masks it is: 0 the only one, 1 … 3 whole, part and part of a part. */
      readonly place: number;
      /** Pixels on the thing, and what they lie in; right and bottom are outside. Null = nothing is on it. */
      readonly area: number;
      readonly box: readonly [left: number, top: number, right: number, bottom: number] | null;
      /** A grey PNG, white on the thing. */
      readonly data: Uint8Array;
      readonly width: number;
      readonly height: number;
    }
  | {
      readonly kind: 'animation';
      readonly seed: number;
      readonly data: Uint8Array;
      readonly mime: 'image/webp';
      readonly width: number;
      readonly height: number;
      /** Fewer than were asked for where the file would be larger than chat platforms take; it moves as fast. */
      readonly frames: number;
      readonly framesPerSecond: number;
    }
  /** An adapter that was trained. */
  | {
      readonly kind: 'file';
      readonly adapter: 'lora' | 'textual-inversion';
      readonly data: Uint8Array;
      readonly mime: 'application/x-safetensors';
      /** The step after which its losses were no numbers; the file is what was before. Left out: they were. */
      readonly brokeOffAt?: number;
    }
  /** What a training would give if it ended now, where that is another than before. */
  | {
      readonly kind: 'interim';
      readonly step: number;
      readonly data: Uint8Array;
      readonly mime: 'application/x-safetensors';
    }
  | { readonly kind: 'finished'; readonly timings: EngineTimings };

/** Without the parts that only the service knows. */
export type EngineTimings = Omit<Timings, 'queuedMs' | 'totalMs'>;
