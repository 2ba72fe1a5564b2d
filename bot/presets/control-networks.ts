import { say } from '#bot/text/say.ts';
import type { Message } from '#shared/text/message.ts';

/** A control network as it is typed. Absent = not said. */
export interface TypedNetwork {
  readonly network: string;
  readonly weight?: number;
  readonly from?: number;
  readonly to?: number;
}

const NAMES = ['weight', 'from', 'to'] as const;

const NUMBER = /^\d{1,3}(\.\d{1,6})?$/;

/** In place of a network or behind its numbers: pictures count for more than words, in all of the drawing. */
const GUESS = 'guess';

/** What was typed of control networks. */
export interface TypedControl {
  readonly networks: readonly TypedNetwork[];
  /** Guess mode, which is said once for all of them. */
  readonly isGuess: boolean;
  readonly problems: readonly Message[];
}

/**
 * Reads `canny:0.8:0:0.5, depth, guess`: networks with how closely each is followed and where it begins and ends, as the
 * command line of a renderer has them, and the word for guess mode. What numbers may be is up to who settles the order.
 */
export function readNetworks(text: string): TypedControl {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const networks: TypedNetwork[] = [];
  const problems: Message[] = [];
  let isGuess = false;
  for (const item of items) {
    const words = item.split(':').map((word) => word.trim());
    if (words.at(-1) === GUESS) {
      isGuess = true;
      words.pop();
      if (words.length === 0) continue;
    }
    const [network = '', ...typed] = words;
    if (network === '' || typed.length > NAMES.length || !typed.every((word) => NUMBER.test(word))) {
      problems.push(say('imagine.control-form', { given: item }));
    } else networks.push({ network, ...Object.fromEntries(typed.map((word, at) => [NAMES[at]!, Number(word)])) });
  }
  return { networks, isGuess, problems };
}
