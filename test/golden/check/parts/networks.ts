import { compareTensor } from '#test/golden/check/compare.ts';
import { clipNets, type GoldenNet, runNet, taesdNets, unetNets, vaeNets } from '#test/golden/check/networks.ts';
import { type GoldenCase, type GoldenFile, type GoldenPart, recordedAt } from '#test/golden/check/part.ts';
import type { golden } from '#test/renderer/engine/graph/golden.ts';

/** Of outputs that are of order 1. */
const BOUND = { bound: 1e-4 };

/** UNets, VAE, TAESD and text encoders of engine.json. */
export const NETWORK_PARTS: readonly GoldenPart[] = [
  {
    format: 'engine',
    key: 'unet',
    cases: (file) =>
      Object.entries(recordedAt<typeof golden.unet>(file, 'unet')).flatMap(([name, recorded]) =>
        casesOf(unetNets(name, recorded, file.recipe), file),
      ),
  },
  {
    format: 'engine',
    key: 'vae',
    cases: (file) => casesOf(vaeNets(recordedAt(file, 'vae'), file.recipe), file),
  },
  {
    format: 'engine',
    key: 'taesd',
    cases: (file) => casesOf(taesdNets(recordedAt(file, 'taesd'), file.recipe), file),
  },
  {
    format: 'engine',
    key: 'clip',
    cases: (file) =>
      Object.entries(recordedAt<typeof golden.clip>(file, 'clip')).flatMap(([name, recorded]) =>
        casesOf(clipNets(name, recorded), file),
      ),
  },
];

function casesOf(nets: readonly GoldenNet[], { recipe }: GoldenFile): GoldenCase[] {
  return nets.map((net, i) => ({
    name: nets.length > 1 ? `${net.name} ${i + 1}` : net.name,
    run: async () => [compareTensor('', await runNet(net, recipe), net.expected, BOUND)],
  }));
}
