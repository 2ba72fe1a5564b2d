import type { Prompt } from '#shared/contract/messages.ts';
import type { Message } from '#shared/text/message.ts';

/** A prompt as read, before anybody knows how many steps there will be: see promptAt. */
export interface Script {
  /** Joined by AND; at least one. */
  readonly subjects: readonly ScriptSubject[];
}

export interface ScriptSubject {
  readonly weight: number;
  /** As typed, without its weight. */
  readonly source: string;
  readonly parts: readonly ScriptPart[];
}

/** Text with its brackets, or something in square brackets that changes from step to step. */
export type ScriptPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `[before:after:when]`, `[after:when]`, `[before::when]`. */
  | {
      readonly kind: 'edit';
      readonly before: readonly ScriptPart[];
      readonly after: readonly ScriptPart[];
      /** The last step of `before`, or (with a point) that share of the steps. */
      readonly when: { readonly value: number; readonly isShare: boolean };
    }
  /** `[a|b]`: one after the other, step by step. */
  | { readonly kind: 'alternate'; readonly options: readonly (readonly ScriptPart[])[] };

/** `<lora:name:0.8>`: an adapter that the author wishes for, and where it says so. */
export interface AdapterWish {
  readonly name: string;
  readonly weight: number;
  /** In the text encoders; left out = weight acts there too. */
  readonly textWeight?: number;
  readonly from: number;
  readonly to: number;
}

/** A stretch of a text: UTF-16 offsets. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Something the author probably did not mean, with the place it is at (UTF-16 offsets into the text as typed). */
export interface Problem {
  readonly from: number;
  readonly to: number;
  /** A short, kind sentence: what is odd and what was done with it. */
  readonly message: Message;
  /** It says itself what it is about: no stretch of the text need be shown with it. */
  readonly isPlain?: true;
}

/** Inline settings: `--seed 7 --steps 4 --ar 3:2 --no hands`. Absent = not given. */
export interface Flags {
  readonly seed?: number;
  readonly steps?: number;
  readonly guidance?: number;
  readonly count?: number;
  /** Width to height, each at least 1. */
  readonly ratio?: { readonly width: number; readonly height: number };
  readonly width?: number;
  readonly height?: number;
  readonly style?: string;
  readonly model?: string;
  readonly sampler?: string;
  /** Of timesteps. */
  readonly spacing?: string;
  /** How much of a picture to start from may change, 0 … 1. */
  readonly strength?: number;
  /** Midjourney's weight of such a picture, 0 … 3: how much of it stays. */
  readonly imageWeight?: number;
  /** Whether what a mask or margins leave of a picture to start from stays pixel by pixel: on or off. */
  readonly keep?: string;
  /** How weights act: one of WEIGHTINGS. */
  readonly weighting?: string;
  /** Times that a second pass makes the sides longer. */
  readonly hires?: number;
  /** What enlarges for it: pixels, latent, upscaler, or an upscaler's name. */
  readonly hiresBy?: string;
  /** Name of the model that takes over before the end, and after which share of the noise levels. */
  readonly refiner?: string;
  readonly handover?: number;
  /** How unlike the pictures of a batch are, 1 … 100. */
  readonly chaos?: number;
  /** A1111's variation seed, and how much of its noise is mixed in, 0 … 1. */
  readonly subseed?: number;
  readonly subseedStrength?: number;
  /** Opposite edges meet. */
  readonly tile?: boolean;
  /** After how many of a hundred steps the picture is taken as it is. */
  readonly stop?: number;
  /** A quick look first. */
  readonly draft?: boolean;
  /** It may wait for what others ask for, or should not. */
  readonly relax?: boolean;
  readonly fast?: boolean;
  /** How often it is drawn, each time with another seed. */
  readonly repeat?: number;
  /** Text to add to the negative prompt. */
  readonly no?: string;
}

/** What reading a prompt gives: always everything that was understood, and what was not. */
export interface ReadPrompt {
  readonly script: Script;
  /** Every word of it, whatever the step and the subject; for a plain prompt what is drawn. */
  readonly prompt: Prompt;
  /** The text without flags and adapters, as typed. */
  readonly text: string;
  readonly flags: Flags;
  readonly adapters: readonly AdapterWish[];
  readonly problems: readonly Problem[];
}
