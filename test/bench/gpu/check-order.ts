import { readOptions, wholeOption, wrongOption } from '#renderer/cli/read-options.ts';
import { PROVIDERS, type Provider } from '#shared/contract/bounds.ts';
import { plainMessage } from '#shared/text/message.ts';

/** What a check is asked for. */
export interface CheckOrder {
  readonly provider: Provider | 'auto';
  /** In small, to see that the command works. */
  readonly isQuick: boolean;
  /** Golden networks by name; null = all. */
  readonly only: readonly string[] | null;
  /** Also golden UNets in graphs that nobody has by itself. */
  readonly withVariants: boolean;
  readonly withSteps: boolean;
  /** Seconds to compare all ways to ONNX Runtime in; null = they are not compared. */
  readonly matrixSeconds: number | null;
  /** Where all that is measured is written as JSON; null = nowhere. */
  readonly json: string | null;
}

const WISHES = [...PROVIDERS, 'auto'] as const;

/** What a loan of a card leaves of its six minutes. */
const MATRIX_SECONDS = 330;

const FLAG = { type: 'boolean' } as const;
const TEXT = { type: 'string' } as const;

const OPTIONS = {
  ...{ provider: TEXT, only: TEXT, 'budget-s': TEXT, json: TEXT },
  ...{ quick: FLAG, variants: FLAG, 'skip-steps': FLAG, matrix: FLAG },
} as const;

/** Reads the words after `npm run gpu:check --`; `nets` are the networks that there are. Throws `invalid`, in a sentence. */
export function readCheckOrder(words: readonly string[], nets: readonly string[]): CheckOrder {
  const asked = readOptions(words, OPTIONS);
  const { matrix = false, json = null, 'skip-steps': skipsSteps = false, 'budget-s': budget } = asked;
  const provider = WISHES.find((name) => name === (asked.provider ?? 'auto'));
  if (!provider) throw wrongOption('--provider', oneOf(['auto', ...PROVIDERS]), asked.provider!);
  const only = asked.only?.split(',') ?? null;
  const stray = only?.find((name) => !nets.includes(name));
  if (stray !== undefined) throw wrongOption('--only', oneOf(nets), stray || 'nothing');
  if (budget !== undefined && !matrix) throw wrongOption('--budget-s', plainMessage('beside --matrix'), 'alone');
  if (skipsSteps && matrix) throw wrongOption('--skip-steps', plainMessage('without --matrix'), 'with it');
  const seconds = wholeOption('--budget-s', budget, { from: 0, to: 86_400 }) ?? MATRIX_SECONDS;
  return {
    provider,
    isQuick: asked.quick ?? false,
    only,
    withVariants: asked.variants ?? false,
    withSteps: !skipsSteps && !matrix,
    matrixSeconds: matrix ? seconds : null,
    json,
  };
}

function oneOf(names: readonly string[]) {
  return plainMessage(`one of ${names.join(', ')}`);
}
