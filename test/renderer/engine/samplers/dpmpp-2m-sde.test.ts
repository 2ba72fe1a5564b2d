import { describe, it } from 'vitest';
import { dpmpp2mSde } from '#renderer/engine/samplers/dpmpp-2m-sde.ts';
import { checkTrajectory, trajectories } from '#test/renderer/engine/samplers/trajectory.ts';

describe('dpmpp2mSde', () => {
  it.each(trajectories('DPM++2M_SDE_karras'))(
    'follows the recorded run of %s with %s',
    async (_name, _type, golden) => {
      await checkTrajectory(dpmpp2mSde, golden);
    },
  );
});
