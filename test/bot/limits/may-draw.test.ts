import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DrawLimits } from '#bot/domain/draw-limits.ts';
import { limitsOf, mayDraw } from '#bot/limits/may-draw.ts';
import type { RoleLimit } from '#bot/ports/role-limits.ts';
import type { Rule, RuleKind, RuleStore, RuleValues } from '#bot/ports/rules.ts';
import { createServerRules } from '#bot/rules/server-rules.ts';
import type { SettingValue } from '#bot/settings/setting.ts';
import { newJob } from '#test/fakes/new-job.ts';

const PLACE = { platform: 'discord', serverId: 'server', channelId: 'channel' } as const;
const { settled } = newJob('a');
const { task } = settled;

const role = (roleId: string, limits: DrawLimits): RoleLimit => ({
  ...{ serverId: 'server', roleId, roleName: roleId, limits, authorId: 'ada' },
});
const member = (...roleIds: string[]) => ({ id: 'bob', name: 'Bob', isModerator: false, roleIds });

/** The rules of a server that said these; it is never changed. */
function rulesOf(said: { readonly [Kind in RuleKind]?: Readonly<Record<string, RuleValues[Kind]>> } = {}) {
  const kept = Object.entries(said).map(([kind, rules]) => {
    const all = Object.entries(rules).map(([key, value]) => ({ key, value, authorId: 'ada', updatedAt: 0 }));
    return [kind, all] as const;
  });
  const list = async (_serverId: string, kind: RuleKind) => new Map<string, readonly Rule[]>(kept).get(kind) ?? [];
  const change = async () => {};
  const store = {
    list,
    change,
    audit: async () => [],
    saying: async () => [],
    undo: async () => ({ kind: 'gone' }) as const,
  } as RuleStore;
  return createServerRules(store, { now: () => 0 });
}

/** Asks the gate of a server where these roles say something. */
function ask(
  limits: readonly RoleLimit[],
  {
    roleIds = [] as string[],
    open = 0,
    openMs = 0,
    drawnMs = 0,
    rules = rulesOf(),
    isAmongAdults = false,
    alsoUnder = [] as string[],
  } = {},
) {
  const wish = { member: { ...member(...roleIds), isAmongAdults, alsoUnder }, place: PLACE, kind: 'draw' } as const;
  const list = async () => limits;
  return mayDraw(wish, {
    rules,
    roleLimits: { list },
    openOf: () => open,
    openMs: () => openMs,
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
    await expect((await ask([]))(settled)).resolves.toMatchObject({ isRelaxed: false });
  });

  it('asks the platform first', async () => {
    const demandRight = async () => Promise.reject(new Error('not here'));
    const wish = { member: { ...member(), demandRight }, place: PLACE, kind: 'draw' } as const;
    const nobody = {
      rules: rulesOf(),
      roleLimits: { list: async () => [] },
      openOf: () => 0,
      openMs: () => 0,
      drawnMs: async () => 0,
      now: () => 0,
    };
    await expect(mayDraw(wish, nobody)).rejects.toThrow('not here');
  });

  it.each([
    [{ jobs: 0 }, 'denied', 'your roles in this server allow no pictures'],
    [{ jobs: 2 }, 'exhausted', 'your roles allow 2 at a time here, and you have 2 open'],
    [{ secondsADay: 60 }, 'exhausted', 'your roles allow 60 GPU-seconds in 24 hours here, and 61 are used'],
  ])('refuses beforehand by %j', async (limits, code, said) => {
    const asking = ask([role('server', limits)], { open: 2, drawnMs: 61_000 });
    await expect(asking).rejects.toMatchObject({ code, message: expect.stringContaining(said) });
  });

  it('counts what is foreseen of what is open as used, until it is known what it took', async () => {
    const limits = [role('server', { secondsADay: 60 })];
    await expect(ask(limits, { drawnMs: 40_000, openMs: 20_000 })).rejects.toThrow(
      '40 are used; what you have open takes about 20 s',
    );
    await (await ask(limits, { drawnMs: 40_000, openMs: 19_000 }))(settled);
  });

  it('tells everything at once that what is to be drawn has too much of', async () => {
    const mustFit = await ask([role('server', { steps: 1, pixels: 100, models: ['other'] })]);
    const draw = { ...task, kind: 'draw', steps: 9, width: 64, height: 64, model: 'tiny' } as typeof task;
    await expect(mustFit({ ...settled, task: draw })).rejects.toThrow(
      /1 at most here, given 9\n.*100 pixels.*64×64 = 4096\n.*tiny: .*other/,
    );
  });
});

describe('mayDraw(), by what a server says,', () => {
  const word = (pattern: string, exceptAdultPlaces = false) => ({ pattern, exceptAdultPlaces });
  const ban = (until: number | null) => rulesOf({ ban: { bob: { memberName: 'Bob', reason: 'Spam', until } } });

  it('refuses who is banned with the reason and the end, and nobody whose ban is over', async () => {
    await expect(ask([], { rules: ban(null) })).rejects.toThrow('has decided so. Reason: Spam');
    await expect(ask([], { rules: ban(86_400_000) })).rejects.toThrow('before 1970-01-02');
    await (await ask([], { rules: ban(0) }))(settled);
  });

  it('refuses words wherever a picture takes them from, all of them at once, with what roles do not allow', async () => {
    const rules = rulesOf({ word: Object.fromEntries(['ghost', 'gore', 'ink'].map((each) => [each, word(each)])) });
    const mustFit = await ask([role('server', { steps: 1 })], { rules });
    const drawn = {
      ...task,
      kind: 'draw',
      steps: 9,
      parametersPrompt: 'a g-h-o-s-t',
      parametersNegative: '(gore:1.2)',
    };
    const bad = { ...settled, style: 'Ink', task: drawn as typeof task };
    await expect(mustFit(bad)).rejects.toThrow(/“ghost”.*\n.*“gore”.*\n.*“ink”.*\n.*1 at most here/);
    await expect(mustFit({ ...settled, chosen: 'gore' })).rejects.toThrow('“gore”');
    await expect(mustFit({ ...settled, order: { prompt: 'x', negative: 'gore' } })).rejects.toThrow('“gore”');
  });

  it('keeps the words and bans of servers that somebody comes from, wherever they draw', async () => {
    const [here, home] = [rulesOf(), rulesOf({ word: { ghost: word('ghost') } })];
    const broken = (checked: Parameters<typeof here.words.broken>[0]) =>
      (checked.serverId === 'home' ? home : here).words.broken(checked);
    const rules = { ...here, words: { ...here.words, broken } };
    const order = { ...settled, order: { prompt: 'a ghost' } };
    await (await ask([], { rules }))(order);
    await expect((await ask([], { rules, alsoUnder: ['home'] }))(order)).rejects.toThrow(
      'a server of yours does not want “ghost”',
    );
    const ban = { memberName: 'Bob', reason: 'spam', until: null };
    const of = async (serverId: string) => (serverId === 'home' ? ban : null);
    const banned = { ...here, bans: { ...here.bans, of } };
    await (await ask([], { rules: banned }))(order);
    await expect(ask([], { rules: banned, alsoUnder: ['home'] })).rejects.toThrow('Reason: spam');
  });

  it('lets places for adults have words that are for adults, and nobody else', async () => {
    const rules = rulesOf({ word: { gore: word('gore', true) } });
    const bad = { ...settled, chosen: 'gore' };
    await (await ask([], { rules, isAmongAdults: true }))(bad);
    await expect((await ask([], { rules }))(bad)).rejects.toMatchObject({ code: 'invalid' });
  });

  it('lets what is asked for wait for others where that is set, and of who has used up their time', async () => {
    const terms = async (limits: DrawLimits, setting: Readonly<Record<string, SettingValue>>) =>
      (await ask([role('server', limits)], { drawnMs: 61_000, rules: rulesOf({ setting }) }))(settled);
    expect(await terms({}, { 'channel/relax': true })).toMatchObject({ isRelaxed: true });
    expect(await terms({}, { 'hills/relax': true })).toMatchObject({ isRelaxed: false });
    expect(await terms({ secondsADay: 60 }, { '/when-used-up': 'relax' })).toMatchObject({ isRelaxed: true });
    expect(await terms({ secondsADay: 62 }, { '/when-used-up': 'relax' })).toMatchObject({ isRelaxed: false });
  });

  it.each([
    ['relax', {}, { isRelaxed: true, told: [] }],
    ['relax', { '/choose-pace': 'none' }, { isRelaxed: false, told: [{ key: 'terms.no-relax' }] }],
    ['fast', {}, { isRelaxed: false, told: [] }],
    ['fast', { '/relax': true }, { isRelaxed: true, told: [{ key: 'terms.no-fast' }] }],
    ['fast', { '/relax': true, '/choose-pace': 'both' }, { isRelaxed: false, told: [] }],
  ] as const)(
    'draws by --%s with the settings %j as that allows, and says where it does not',
    async (pace, setting, terms) => {
      const mustFit = await ask([], { rules: rulesOf({ setting }) });
      expect(await mustFit({ ...settled, pace })).toMatchObject(terms);
    },
  );

  it('draws nobody fast whose seconds are used up, and says so', async () => {
    const setting = { '/when-used-up': 'relax', '/choose-pace': 'both' };
    const mustFit = await ask([role('server', { secondsADay: 1 })], { drawnMs: 2000, rules: rulesOf({ setting }) });
    expect(await mustFit({ ...settled, pace: 'fast' })).toMatchObject({
      isRelaxed: true,
      told: [{ key: 'terms.no-fast-used-up' }],
    });
  });

  it('draws only among adults where that is set', async () => {
    const rules = rulesOf({ setting: { '/adults-only': true, 'channel/drawing': true } });
    await expect(ask([], { rules })).rejects.toThrow('only in channels that Discord marks as age-restricted');
    await (await ask([], { rules, isAmongAdults: true }))(settled);
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
      /await mayDraw\(.*await mustFit\(settled\)/s,
    );
  });
});
