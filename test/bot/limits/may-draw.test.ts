import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import { limitsOf, mayDraw } from '#bot/limits/may-draw.ts';
import type { RoleLimit } from '#bot/ports/role-limits.ts';
import { createSettingService } from '#bot/rules/setting-service.ts';
import { newJob } from '#test/fakes/new-job.ts';

const PLACE = { platform: 'discord', serverId: 'server', channelId: 'channel' } as const;
const { task } = newJob('a').settled;

const role = (roleId: string, limits: DrawLimits): RoleLimit => ({
  ...{ serverId: 'server', roleId, roleName: roleId, limits, authorId: 'ada' },
});
const member = (...roleIds: string[]) => ({ id: 'bob', name: 'Bob', isModerator: false, roleIds });

/** What a place has set that set nothing. */
const settings = createSettingService({ list: async () => [], change: async () => {} });

/** Asks the gate of a server where these roles say something. */
function ask(limits: readonly RoleLimit[], { roleIds = [] as string[], open = 0, drawnMs = 0 } = {}) {
  const wish = { member: member(...roleIds), place: PLACE, kind: 'draw' } as const;
  const list = async () => limits;
  return mayDraw(wish, {
    settings,
    roleLimits: { list },
    openOf: () => open,
    drawnMs: async () => drawnMs,
    now: () => 0,
  });
}

const someLimits = fc.record(
  {
    jobs: fc.nat(5),
    steps: fc.integer({ min: 1, max: 50 }),
    pixels: fc.integer({ min: 1, max: 9000 }),
    secondsADay: fc.nat(100),
  },
  { requiredKeys: [] },
);

describe('a member’s limits', () => {
  it('are the most generous of each that their roles and everybody’s role say, and nothing of other roles', () => {
    const all = [role('server', { steps: 10, jobs: 1 }), role('patron', { steps: 30 }), role('other', { steps: 99 })];
    expect(limitsOf(member('patron'), 'server', all)).toEqual({ steps: 30, jobs: 1 });
    expect(limitsOf(member(), 'server', all)).toEqual({ steps: 10, jobs: 1 });
    expect(limitsOf(member('patron'), 'elsewhere', [])).toEqual({});
  });

  it('never grow smaller by another role that says more', () => {
    const roles = fc.array(someLimits, { maxLength: 4 });
    fc.assert(
      fc.property(roles, someLimits, (said, more) => {
        const limits = said.map((each, at) => role(`role-${at}`, each));
        const own = member(...limits.map(({ roleId }) => roleId), 'more');
        const [before, after] = [
          limitsOf(own, 'server', limits),
          limitsOf(own, 'server', [...limits, role('more', more)]),
        ];
        for (const name of ['jobs', 'steps', 'pixels', 'secondsADay'] as const)
          if (before[name] !== undefined) expect(after[name]).toBeGreaterThanOrEqual(before[name]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('mayDraw()', () => {
  it('lets everybody draw where no role says anything', async () => {
    (await ask([]))(task);
  });

  it('asks the platform first', async () => {
    const demandRight = async () => Promise.reject(new Error('not here'));
    const wish = { member: { ...member(), demandRight }, place: PLACE, kind: 'draw' } as const;
    const nobody = {
      settings,
      roleLimits: { list: async () => [] },
      openOf: () => 0,
      drawnMs: async () => 0,
      now: () => 0,
    };
    await expect(mayDraw(wish, nobody)).rejects.toThrow('not here');
  });

  it.each([
    [{ jobs: 0 }, 'denied', 'your roles in this server allow no pictures'],
    [{ jobs: 2 }, 'exhausted', 'your roles allow 2 at a time here, and you have 2 open'],
    [{ secondsADay: 60 }, 'exhausted', 'your roles allow 60 s of drawing in 24 hours here, and 61 s are used'],
  ])('refuses beforehand by %j', async (limits, code, said) => {
    const asking = ask([role('server', limits)], { open: 2, drawnMs: 61_000 });
    await expect(asking).rejects.toMatchObject({ code, message: expect.stringContaining(said) });
  });

  it('tells everything at once that what is to be drawn has too much of', async () => {
    const mustFit = await ask([role('server', { steps: 1, pixels: 100, models: ['other'] })]);
    const draw = { ...task, kind: 'draw', steps: 9, width: 64, height: 64, model: 'tiny' } as typeof task;
    expect(() => mustFit(draw)).toThrow(/1 at most here, given 9\n.*100 pixels.*64×64 = 4096\n.*tiny: .*other/);
  });
});

describe('every job', () => {
  it('is stored in one place, behind the gate, so that no way to a picture goes round it', () => {
    const sources = globSync('bot/**/*.ts').map((path) => ({ path, text: readFileSync(path, 'utf8') }));
    const storing = sources.filter(({ text }) => /\bledger\.accept\(/.test(text));
    expect(storing.map(({ path }) => path)).toEqual(['bot/orders/accept-order.ts']);
    const [before, ...after] = storing[0]!.text.split('ledger.accept(');
    expect(after).toHaveLength(1);
    expect(before!.slice(before!.lastIndexOf('\nasync function'))).toMatch(
      /await mayDraw\(.*mustFit\(settled\.task\)/s,
    );
  });
});
