import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take five seconds or more, the longest first; a file that is not listed counts as short. */
const LONGEST = [
  'journeys/drills',
  'renderer/engine/process/webgpu-engine',
  'bench/gpu/gpu-check',
  'bot/discord/delivery',
  'journeys/delivery',
  'journeys/process',
  'renderer/engine/process/run-recipe',
  'journeys/again',
  'journeys/renderers',
  'renderer/engine/process/child-engine',
  'renderer/engine/pipeline/parity',
  'renderer/engine/graph/ir/golden-shapes',
  'renderer/render',
  'journeys/restart',
  'renderer/engine/networks/run-time-loras',
  'renderer/engine/checkpoint/model-traits',
  'bot/studio/page/picture',
  'renderer/main',
  'renderer/service/renderer-service',
  'bot/jobs/killed-bot',
  'bot/cluster/local-renderer',
  'bot/studio/page/prompt',
  'renderer/engine/graph/nets/unet',
  'renderer/engine/residency/model-loader',
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
