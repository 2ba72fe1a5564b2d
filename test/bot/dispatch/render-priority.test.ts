import { expect, it } from 'vitest';
import { renderPriority } from '#bot/dispatch/render-priority.ts';
import type { Job } from '#bot/domain/job.ts';
import { LIVE_PLACE } from '#bot/domain/live-place.ts';
import { newJob } from '#test/fakes/new-job.ts';

const MINUTE = 60_000;

it.each<readonly [name: string, change: Partial<Job>, priority: number]>([
  ['a picture on a channel', {}, 0],
  ['one that somebody watches while they type', { place: LIVE_PLACE }, 1],
  ['one whose message a bot can always change', { panel: panel('direct', 6 * MINUTE) }, 0],
  ['one whose token has time', { panel: panel('token', 7 * MINUTE) }, 0],
  ['one whose token ends soon', { panel: panel('token', 6 * MINUTE) }, 1],
  ['one whose token has ended', { panel: panel('token', -MINUTE) }, 1],
])('%s goes before others at its renderer: %s', (_, change, priority) => {
  const { place } = newJob('a');
  expect(renderPriority({ place, panel: null, ...change }, 0)).toBe(priority);
});

function panel(reach: 'direct' | 'token', tokenExpiresAt: number): Job['panel'] {
  return { channelId: '1', messageId: '2', interactionToken: 't', tokenExpiresAt, reach };
}
