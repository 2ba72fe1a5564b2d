import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take eight seconds or more, about the longest first, those that mostly wait between those that compute; a
 * file that is not listed counts as short.
 */
const LONGEST = [
  'bench/gpu/gpu-check',
  'bot/discord/delivery',
  'renderer/engine/process/run-recipe',
  'bot/studio/page/whole',
  'renderer/engine/pipeline/parity',
  'renderer/engine/process/child-engine',
  'bot/studio/page/picture',
  'renderer/render',
  'renderer/engine/residency/model-loader',
  'bot/cluster/local-renderer',
  'renderer/service/renderer-service',
  'renderer/main',
  'renderer/engine/networks/run-time-loras',
  'renderer/engine/graph/nets/unet',
  'bot/studio/page/prompt',
  'bot/studio/page/live',
  'journeys/imagine',
  'bot/studio/page/rooms',
  'renderer/service/loading',
  'bot/studio/page/controls',
  'bot/studio/page/page-languages',
  'bot/discord/imagine',
  'bot/jobs/resilience',
  'renderer/engine/derive/tile-kernels',
  'renderer/engine/graph/dialects/dialect-cuda',
  'renderer/cli/models',
  'renderer/engine/graph/dialects/winograd',
  'renderer/engine/derive/merge-adapters',
];

/** Long files begin first, so that no worker is left alone with one at the end. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
