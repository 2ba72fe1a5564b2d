import { expect, it } from 'vitest';
import { runSoak } from '#test/bench/soak/soak.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

it('every open panel is true within three seconds, whatever fails', async () => {
  const { untrue, open, twice, announced, problems, jobs } = await runSoak({
    folder: scratchFolder(),
    seconds: 30,
    seed: 1,
  });
  expect({ untrue, open, twice, announced, problems }).toEqual({
    ...{ untrue: [], open: 0, twice: 0, announced: 0, problems: 0 },
  });
  expect(jobs).toBeGreaterThan(10);
}, 180_000);
