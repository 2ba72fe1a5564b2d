import { expect, it } from 'vitest';
import type { Grant } from '#bot/ports/access.ts';
import { openAccess } from '#bot/studio/server/access.ts';
import { createFakeClock } from '#test/fakes/clock.ts';

const DAY_MS = 24 * 3_600_000;

it('a signed link opens until its last day is over, and says that it has run out from then on', async () => {
  let grants: readonly Grant[] = [];
  const store = {
    key: async () => new Uint8Array(32),
    all: async () => grants,
    change: async (how: (all: readonly Grant[]) => readonly Grant[]) => {
      grants = how(grants);
    },
  };
  const clock = createFakeClock();
  const access = await openAccess({ store, clock });
  const link = await access.grant({ kind: 'link', memberId: null, name: 'Mara', level: 'look', days: 7 });
  await clock.advance(7 * DAY_MS - 1);
  expect([access.check(link).name, access.list().length]).toEqual(['Mara', 1]);
  await clock.advance(1);
  expect(() => access.check(link)).toThrow('This link has run out. Whoever runs the studio can give you another one');
  expect(access.list()).toEqual([]);
  expect(() => access.check(`${link.slice(0, -1)}${link.endsWith('A') ? 'B' : 'A'}`)).toThrow('it takes a link');
});
