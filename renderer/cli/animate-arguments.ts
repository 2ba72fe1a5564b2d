import { fileOption, numberOption, readOptions, wholeOption } from '#renderer/cli/read-options.ts';
import { FRAMES_PER_SECOND, MOTION_MAX, USUAL_FILM } from '#renderer/engine/contract/animate-task.ts';
import { failure, message } from '#shared/text/failure.ts';

/** What the command line asked for; null = as the model's files say. */
export interface AnimateArguments {
  readonly model: string;
  readonly input: string;
  readonly out: string;
  readonly latents: string | null;
  readonly seed: number;
  readonly frames: number | null;
  readonly steps: number;
  readonly framesPerSecond: number;
  readonly motion: number;
  readonly imageNoise: number;
  readonly guidance: { readonly first: number; readonly last: number };
  readonly width: number;
  readonly height: number;
  readonly decodedAtOnce: number | null;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const ANIMATE_USAGE = `Makes a picture move, with Stable Video Diffusion.
  --model DIR           a folder as diffusers writes it, or a single file
  --input FILE          PNG, JPEG or WebP, 8 bits a channel: the first frame, brought to the size whatever its shape
  --out FILE            the animation, as WebP
  --latents FILE        the frames' final latents, as JSON: shape, and numbers in row order
  --width N, --height N multiples of 8                              (${USUAL_FILM.width} × ${USUAL_FILM.height})
  --frames N            1 … 64                                      (as the model was made for)
  --steps N             1 … 200                                     (${USUAL_FILM.steps})
  --fps X               ${FRAMES_PER_SECOND.from} … ${FRAMES_PER_SECOND.to} (${USUAL_FILM.framesPerSecond})
  --motion X            how much moves, 0 … ${MOTION_MAX}                    (${USUAL_FILM.motion})
  --noise-aug X         noise that the picture gets, 0 … 1          (${USUAL_FILM.imageNoise})
  --min-guidance X      of the first frame, 0 … 30                  (${USUAL_FILM.guidance.first})
  --max-guidance X      of the last frame; none where neither is above 1 (${USUAL_FILM.guidance.last})
  --decode-chunk N      frames that are decoded at once             (as many as memory allows; diffusers: all)
  --seed N              as in diffusers on the CPU                  (0)
  --json                timings and sizes as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const TEXT = { type: 'string' } as const;
const OPTIONS = {
  ...{ model: TEXT, input: TEXT, out: TEXT, latents: TEXT, width: TEXT, height: TEXT, frames: TEXT, steps: TEXT },
  ...{ fps: TEXT, motion: TEXT, 'noise-aug': TEXT, 'min-guidance': TEXT, 'max-guidance': TEXT, 'decode-chunk': TEXT },
  seed: TEXT,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const SIDE = { from: 64, to: 2048 };
const GUIDANCE = { from: 0, to: 30 };
const FRAMES = { from: 1, to: 64 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readAnimateArguments(words: readonly string[]): AnimateArguments | null {
  const values = readOptions(words, OPTIONS);
  if (values.help || words.length === 0) return null;
  return {
    model: fileOption('--model', values.model),
    input: fileOption('--input', values.input),
    out: fileOption('--out', values.out),
    latents: values.latents === undefined ? null : fileOption('--latents', values.latents),
    seed: wholeOption('--seed', values.seed, { from: 0, to: 2 ** 32 - 1 }) ?? 0,
    frames: wholeOption('--frames', values.frames, FRAMES),
    steps: wholeOption('--steps', values.steps, { from: 1, to: 200 }) ?? USUAL_FILM.steps,
    framesPerSecond: numberOption('--fps', values.fps, FRAMES_PER_SECOND) ?? USUAL_FILM.framesPerSecond,
    motion: numberOption('--motion', values.motion, { from: 0, to: MOTION_MAX }) ?? USUAL_FILM.motion,
    imageNoise: numberOption('--noise-aug', values['noise-aug'], { from: 0, to: 1 }) ?? USUAL_FILM.imageNoise,
    guidance: {
      first: numberOption('--min-guidance', values['min-guidance'], GUIDANCE) ?? USUAL_FILM.guidance.first,
      last: numberOption('--max-guidance', values['max-guidance'], GUIDANCE) ?? USUAL_FILM.guidance.last,
    },
    width: side('--width', values.width) ?? USUAL_FILM.width,
    height: side('--height', values.height) ?? USUAL_FILM.height,
    decodedAtOnce: wholeOption('--decode-chunk', values['decode-chunk'], FRAMES),
    json: values.json === true,
  };
}

function side(option: string, text: string | undefined): number | null {
  const value = wholeOption(option, text, SIDE);
  if (value === null || value % 8 === 0) return value;
  throw failure('invalid', 'animator.argument', {
    option,
    limit: message('limit.multiple', { of: 8 }),
    given: String(value),
  });
}
