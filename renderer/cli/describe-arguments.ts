import { fileOption, numberOption, readOptions, wholeOption } from '#renderer/cli/read-options.ts';

/** What the command line asked for. */
export interface DescribeArguments {
  readonly model: string;
  readonly input: string;
  readonly begun: string;
  readonly beams: number;
  readonly lengthMin: number;
  /** Null = twenty tokens more than the text is begun with. */
  readonly lengthMax: number | null;
  readonly repetitionPenalty: number;
  /** Null = as the tagger's own program has it. */
  readonly scoreMin: number | null;
  readonly texts: number;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const DESCRIBE_USAGE = `Says what is in a picture, with a BLIP captioner or a tagger.
  --model DIR           BLIP's folder, or a tagger's file or folder
  --input FILE          PNG, JPEG or WebP, 8 bits a channel
  --beams N             captions that are followed at the same time, 1 … 16 (1)
  --min-length N        tokens of the whole text before it may end, --max-length at most (0)
  --max-length N        and at most                             (20 more than it is begun with)
  --begin TEXT          what the caption is begun with, not part of it: "a picture of" as BLIP has it (nothing)
  --repetition-penalty X  above 1, words come again less often  (1)
  --min-score X         tags less certain are left out, 0 … 1   (as the tagger's own program has it)
  --texts N             captions, as many as beams, or tags     (1 caption, 1000 tags)
  --json                texts with token ids and scores, and timings, as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const OPTIONS = {
  model: { type: 'string' },
  input: { type: 'string' },
  beams: { type: 'string' },
  'min-length': { type: 'string' },
  'max-length': { type: 'string' },
  begin: { type: 'string' },
  'repetition-penalty': { type: 'string' },
  'min-score': { type: 'string' },
  texts: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const LENGTH = { from: 1, to: 10_000 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readDescribeArguments(words: readonly string[]): DescribeArguments | null {
  const values = readOptions(words, OPTIONS);
  if (values.help || words.length === 0) return null;
  const lengthMax = wholeOption('--max-length', values['max-length'], LENGTH);
  const shortest = { from: 0, to: lengthMax ?? LENGTH.to };
  return {
    model: fileOption('--model', values.model),
    input: fileOption('--input', values.input),
    begun: values.begin ?? '',
    beams: wholeOption('--beams', values.beams, { from: 1, to: 16 }) ?? 1,
    lengthMin: wholeOption('--min-length', values['min-length'], shortest) ?? 0,
    lengthMax,
    repetitionPenalty: numberOption('--repetition-penalty', values['repetition-penalty'], { from: 0.1, to: 10 }) ?? 1,
    scoreMin: numberOption('--min-score', values['min-score'], { from: 0, to: 1 }),
    texts: wholeOption('--texts', values.texts, { from: 1, to: 1000 }) ?? 0,
    json: values.json === true,
  };
}
