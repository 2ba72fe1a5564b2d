import { parseArgs } from 'node:util';
import {
  CANNY,
  isPlainMethod,
  METHODS_BY_KIND,
  PREPROCESS_METHODS,
  PREPROCESSOR_KINDS,
  type PreprocessMethod,
  preprocessMethod,
} from '#shared/contract/preprocess-methods.ts';
import type { Failure } from '#shared/failure.ts';
import { failure, message } from '#shared/text/failure.ts';
import type { Message } from '#shared/text/message.ts';

/** What the command line asked for; numbers as in ValidPreprocess. */
export interface PreprocessArguments {
  readonly method: PreprocessMethod;
  /** Null for methods that need no network. */
  readonly model: string | null;
  readonly input: string;
  readonly out: string;
  readonly low: number;
  readonly high: number;
  readonly side: number | null;
  readonly detectSide: number | null;
  readonly json: boolean;
}

/** One line for each option, for --help. */
export const PREPROCESS_USAGE = `Makes the picture that a control network reads of another one: METHOD --input FILE --out FILE
  METHOD                ${PREPROCESS_METHODS.join(', ')}
  --input FILE          PNG, JPEG or WebP, 8 bits a channel; one that is a control picture already is taken as it is
  --out FILE            the control picture, as PNG
  --model FILE          the network, for all methods but canny and invert: ${PREPROCESSOR_KINDS.join(', ')}
  --low N --high N      thresholds of canny, 0 … ${CANNY.max}               (${CANNY.low} and ${CANNY.high})
  --side N              pixels of the result's shorter side, brought to multiples of 64 (the picture's own size)
  --detect N            pixels of the shorter side at which the picture is looked at
                        (--side; without it canny and depth take the picture as it is, the others 512)
  --json                timings and sizes as JSON
EASEL_PROVIDER and EASEL_THREADS say what computes.`;

const OPTIONS = {
  model: { type: 'string' },
  input: { type: 'string' },
  out: { type: 'string' },
  low: { type: 'string' },
  high: { type: 'string' },
  side: { type: 'string' },
  detect: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

const SIDE = { from: 64, to: 2048 };

/** Reads the command line; null = help was asked for. Throws `invalid` with one sentence. */
export function readPreprocessArguments(words: readonly string[]): PreprocessArguments | null {
  const { values, positionals } = parse(words);
  if (values.help || words.length === 0) return null;
  const method = methodOf(positionals);
  const { input, out, low, high, side, detect, json } = values;
  for (const [option, value] of Object.entries({ '--input': input, '--out': out })) {
    if (!value) throw wrong(option, message('limit.file'), message('given.none'));
  }
  if (method !== 'canny' && (low ?? high) !== undefined)
    throw failure('invalid', 'preprocess.no-thresholds', { method });
  const threshold = (option: string, text: string | undefined, usual: number) =>
    text === undefined ? usual : number(option, text, { from: 0, to: CANNY.max });
  return {
    method,
    model: modelOf(method, values.model),
    input: input!,
    out: out!,
    low: threshold('--low', low, CANNY.low),
    high: threshold('--high', high, CANNY.high),
    side: side === undefined ? null : wholeNumber('--side', side, SIDE),
    detectSide: detect === undefined ? null : wholeNumber('--detect', detect, SIDE),
    json,
  };
}

function methodOf(words: readonly string[]): PreprocessMethod {
  const found = words.length === 1 ? preprocessMethod(words[0]!) : null;
  if (found) return found;
  const given = words.length === 0 ? message('given.none') : JSON.stringify(words.join(' '));
  throw failure('invalid', 'preprocess.no-method', { known: [...PREPROCESS_METHODS], given });
}

function modelOf(method: PreprocessMethod, file: string | undefined): string | null {
  if (isPlainMethod(method)) {
    if (file !== undefined) throw wrong('--model', message('limit.no-file'), JSON.stringify(file));
    return null;
  }
  if (file) return file;
  const kinds = PREPROCESSOR_KINDS.filter((kind) => METHODS_BY_KIND[kind].includes(method)).join(', ');
  throw wrong('--model', message('limit.file-of-network', { kinds }), message('given.none'));
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function number(option: string, text: string, { from, to }: Range): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= from && value <= to) return value;
  throw wrong(option, message('limit.number', { from, to }), JSON.stringify(text));
}

function wholeNumber(option: string, text: string, range: Range): number {
  const value = number(option, text, range);
  if (Number.isInteger(value)) return value;
  throw wrong(option, message('limit.whole', range), JSON.stringify(text));
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (thrown) {
    const [problem = ''] = (thrown as Error).message.split('. ');
    throw failure('invalid', 'command.unreadable', { problem });
  }
}

function wrong(option: string, limit: Message, given: string | Message): Failure {
  return failure('invalid', 'preprocess.argument', { option, limit, given });
}
