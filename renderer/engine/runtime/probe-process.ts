// Tries one provider, named in the first argument, and tells the parent what it found.

import { probe } from '#renderer/engine/runtime/probe.ts';
import { PROVIDERS } from '#shared/contract/bounds.ts';

process.on('disconnect', () => process.exit(0));
const provider = PROVIDERS.find((name) => name === process.argv[2]) ?? 'cpu';
const verdict = await probe(provider);
process.send?.(verdict, () => process.exit(0));
