import { expect, it } from 'vitest';
import { jobMenu } from '#bot/views/job-buttons.ts';
import { someView, TIMINGS } from '#test/bot/views/some-view.ts';

it('offers to change a part of a picture only where some renderer finds parts', () => {
  const file = { file: 'job-0.png', bytes: 1, sha256: null, mime: 'image/png', alpha: false };
  const pictures = [{ ...file, index: 0, seed: 7, width: 512, height: 512 }];
  const { job } = someView({
    state: { kind: 'done', attempt: 1, result: { kind: 'pictures', pictures }, timings: TIMINGS },
  });
  const actions = (segment: boolean) => jobMenu(job, { upscale: false, segment }).map(({ action }) => action);
  expect(actions(true)).toEqual(['region', 'parts', 'hires', 'info', 'report']);
  expect(actions(false)).not.toContain('parts');
});
