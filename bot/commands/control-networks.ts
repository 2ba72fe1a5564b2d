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

/**
 * Reads `canny:0.8:0:0.5, depth`: networks with how closely each is followed and where it begins and ends, as the
 * command line of a renderer has them. What numbers may be is up to who settles the order.
 */
export function readNetworks(text: string): {
  readonly networks: readonly TypedNetwork[];
  readonly problems: readonly Message[];
} {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const networks: TypedNetwork[] = [];
  const problems: Message[] = [];
  for (const item of items) {
    const [network = '', ...typed] = item.split(':').map((word) => word.trim());
    if (network === '' || typed.length > NAMES.length || !typed.every((word) => NUMBER.test(word))) {
      problems.push(say('imagine.control-form', { given: item }));
    } else networks.push({ network, ...Object.fromEntries(typed.map((word, at) => [NAMES[at]!, Number(word)])) });
  }
  return { networks, problems };
}
