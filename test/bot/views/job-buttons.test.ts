import { expect, it } from 'vitest';
import type { Task } from '#bot/domain/task.ts';
import { jobButtons, jobMenu } from '#bot/views/job-buttons.ts';
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

it('offers to go on from a picture of words, and from such a one made larger or mended, but not from what was brought', () => {
  const file = { file: 'job-0.png', bytes: 1, sha256: null, mime: 'image/png', alpha: false };
  const pictures = [{ ...file, index: 0, seed: 7, width: 512, height: 512 }];
  const state = { kind: 'done', attempt: 1, result: { kind: 'pictures', pictures }, timings: TIMINGS } as const;
  const image = { sha256: 'ab'.repeat(32), bytes: 9, mime: 'image/png' };
  const { task: draw } = someView().job.settled;
  const source = { image, strength: 0.5, mask: null, margins: null, imageGuidance: 0, pasteBack: null };
  const offered = (task: Task, parentId: string | null) => {
    const { job } = someView({ state, settled: { task }, job: { parentId } });
    const offer = { upscale: true, restore: true };
    return [jobButtons(job, offer), jobMenu(job, offer)].map((all) => all.map(({ action }) => action).join(' '));
  };
  expect(offered({ ...draw, source } as Task, 'before')).toEqual([
    'reroll vary upscale edit delete',
    'region hires restore info report',
  ]);
  expect(offered({ kind: 'restore', image, model: '', fidelity: 0.5 }, 'before')).toEqual([
    'vary upscale restore delete',
    'region hires info report',
  ]);
  const larger = { kind: 'upscale', image, model: '', scale: 4 } as const;
  expect(offered(larger, 'before')).toEqual(['vary upscale restore delete', 'region info report']);
  expect(offered(larger, null)).toEqual(['upscale restore delete', '']);
});
