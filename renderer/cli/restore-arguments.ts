import { fileOption, numberOption, readOptions } from '#renderer/cli/read-options.ts';

/** What the command line asked for. */
export interface RestoreArguments {
  readonly model: string;
  readonly detector: string;
  /** Null = none. */
  readonly parser: string | null;
  readonly input: string;
  readonly fidelity: number;
  readonly out: string;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const RESTORE_USAGE = `Mends the faces in a picture, with CodeFormer, whose licence (S-Lab 1.0) forbids commercial use.
  --model FILE          codeformer.pth
  --detector FILE       detection_Resnet50_Final.pth, which finds faces
  --parser FILE         parsing_parsenet.pth, which tells a face from what is round it (none)
  --input FILE          PNG, JPEG or WebP, 8 bits a channel
  --fidelity X          0 … 1: more keeps to the faces as they are, less to what the network knows (0.5)
  --out FILE            the picture with its faces mended, of the same size, as PNG
  --json                faces and timings as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const OPTIONS = {
  model: { type: 'string' },
  detector: { type: 'string' },
  parser: { type: 'string' },
  input: { type: 'string' },
  fidelity: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const USUAL_FIDELITY = 0.5;

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readRestoreArguments(words: readonly string[]): RestoreArguments | null {
  const values = readOptions(words, OPTIONS);
  if (values.help || words.length === 0) return null;
  return {
    model: fileOption('--model', values.model),
    detector: fileOption('--detector', values.detector),
    parser: values.parser === undefined ? null : fileOption('--parser', values.parser),
    input: fileOption('--input', values.input),
    fidelity: numberOption('--fidelity', values.fidelity, { from: 0, to: 1 }) ?? USUAL_FIDELITY,
    out: fileOption('--out', values.out),
    json: values.json,
  };
}
