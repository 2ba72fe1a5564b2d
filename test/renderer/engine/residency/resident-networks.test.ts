import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type NetworkNeed, ResidentNetworks } from '#renderer/engine/residency/resident-networks.ts';

const forever = new AbortController().signal;

interface Named {
  readonly name: string;
}

/**
 * Residents over networks that are nothing but names such as `unet a60`: kind, name, MiB. `log` tells what was opened
 * and released.
 */
function open(
  perKind: number,
  loading: (name: string) => Promise<void> = async () => {},
  mib = Number.POSITIVE_INFINITY,
) {
  const log: string[] = [];
  const residents = new ResidentNetworks({ perKind, mib, onChange: () => {} });
  const need = (name: string): NetworkNeed<Named> => ({
    key: name,
    kind: name.split(' ')[0]!,
    mib: Number(/\d+$/.exec(name)?.[0] ?? 0),
    async open() {
      log.push(`+${name}`);
      await loading(name);
      const release = async () => {
        await setImmediate();
        log.push(`-${name}`);
      };
      return { name, release };
    },
  });
  const acquire = (names: readonly string[], signal = forever, scratchMib = 0) =>
    residents.acquire(names.map(need), signal, { scratchMib });
  const use = async (...names: string[]) => (await acquire(names)).giveBack();
  return { residents, log, need, acquire, use };
}

/** Lets everything happen that waits for no one outside. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate();
}

describe('resident networks', () => {
  it('are opened once and shared, also by those who need them at the same time', async () => {
    const { acquire, need, log } = open(2);
    const both = await Promise.all([acquire(['unet a', 'vae x']), acquire(['unet b', 'vae x'])]);
    expect(both.map(({ waited }) => waited)).toEqual([true, true]);
    expect((await acquire(['unet b', 'vae x', 'vae x'])).waited).toBe(false);
    expect(log.toSorted()).toEqual(['+unet a', '+unet b', '+vae x']);
    expect(both[0].get(need('vae x'))).toBe(both[1].get(need('vae x')));
  });

  it('make room by those used longest ago, kind by kind, before the next is opened', async () => {
    const { residents, need, log, use } = open(2);
    await use('unet a', 'vae x');
    await use('unet b', 'vae x');
    await use('unet a', 'vae x');
    await use('vae x', 'unet c');
    expect(log).toEqual(['+unet a', '+vae x', '+unet b', '-unet b', '+unet c']);
    expect(['unet a', 'unet b', 'vae x'].map((name) => residents.peek(need(name)) !== null)).toEqual([
      true,
      false,
      true,
    ]);
  });

  it('are never released while somebody uses them: the next one waits', async () => {
    const { log, acquire, use } = open(1);
    const held = await acquire(['unet a', 'vae x']);
    const waiting = use('unet b', 'vae x');
    await settle();
    expect(log).toEqual(['+unet a', '+vae x']);
    held.giveBack();
    held.giveBack();
    await waiting;
    expect(log.slice(2)).toEqual(['-unet a', '+unet b']);
  });

  it('make as much room as others need, and no more', async () => {
    const { residents, log, use } = open(9, undefined, 100);
    for (const name of ['u a30', 'u b30', 'u c40', 'u a30', 'u d50']) await use(name);
    expect(log).toEqual(['+u a30', '+u b30', '+u c40', '-u b30', '-u c40', '+u d50']);
    expect(residents.size).toEqual({ mib: 80, count: 2 });
  });

  it('stay when releasing them would not be enough, until it is', async () => {
    const { log, acquire, use } = open(9, undefined, 100);
    const held = await acquire(['u a60']);
    await use('u b30');
    const waiting = use('u c70');
    await settle();
    expect(log).toEqual(['+u a60', '+u b30']);
    held.giveBack();
    await waiting;
    expect(log.slice(2)).toEqual(['-u a60', '+u c70']);
  });

  it('count while they are being opened', async () => {
    const loading = Promise.withResolvers<void>();
    const { log, use } = open(9, (name) => (name === 'u a60' ? loading.promise : Promise.resolve()), 100);
    const both = Promise.all([use('u a60'), use('u b60')]);
    await settle();
    expect(log).toEqual(['+u a60']);
    loading.resolve();
    await both;
    expect(log).toEqual(['+u a60', '-u a60', '+u b60']);
  });

  it('have room for what is written beside them: the next one waits, and who would write too much does so alone', async () => {
    const { acquire, log, use } = open(9, undefined, 100);
    await use('vae x10');
    const first = await acquire(['unet a40'], forever, 30);
    // 40 of networks and 30 written: there is room for 30 more once the idle decoder goes.
    const second = await acquire(['unet a40'], forever, 30);
    await settle();
    expect(log).toEqual(['+vae x10', '+unet a40', '-vae x10']);
    const seen: string[] = [];
    const third = acquire(['unet a40'], forever, 500).then((lease) => {
      seen.push('third');
      return lease;
    });
    await settle();
    first.giveBack();
    await settle();
    expect(seen).toEqual([]);
    second.giveBack();
    await third;
    expect(seen).toEqual(['third']);
    // Its weight comes back with it, once.
    (await third).giveBack();
    (await third).giveBack();
    expect((await acquire(['unet a40'], forever, 60)).waited).toBe(false);
  });

  it('say what fits when nothing else is open, and refuse what never will', async () => {
    const { residents, need, acquire } = open(2, undefined, 100);
    const fits = (...names: string[]) => residents.fits(names.map(need));
    expect([fits('u a50', 'v b50'), fits('u a50', 'v b51'), fits('u a', 'u b', 'u c'), fits('u a99', 'u a99')]).toEqual(
      [true, false, false, true],
    );
    await expect(acquire(['u a101'])).rejects.toMatchObject({ code: 'internal' });
  });

  it('are all released at the end, those still being opened too', async () => {
    const loading = Promise.withResolvers<void>();
    const { residents, log, use } = open(9, (name) => (name === 'u b' ? loading.promise : Promise.resolve()));
    await use('u a');
    const late = use('u b', 'u c');
    late.catch(() => {});
    await settle();
    const closing = residents.close();
    loading.resolve();
    await closing;
    expect(log.slice(0, 2)).toEqual(['+u a', '+u b']);
    expect(log.slice(2).sort()).toEqual(['-u a', '-u b']);
  });
});

describe('a task', () => {
  it('that needs what another holds, and the other way round, cannot block it', async () => {
    const { log, acquire } = open(2);
    const order: string[] = [];
    const task = async (name: string, ...names: string[]) => {
      const lease = await acquire(names);
      order.push(name);
      await settle();
      lease.giveBack();
    };
    await Promise.all([
      task('first', 'u a', 'u b'),
      task('second', 'u b', 'u a'),
      task('third', 'u c', 'u a'),
      task('fourth', 'u b', 'u c'),
    ]);
    // The second needs nothing that is not there, so it goes along with the first.
    expect(order).toEqual(['first', 'second', 'third', 'fourth']);
    expect(log).toEqual(['+u a', '+u b', '-u b', '+u c', '-u a', '+u b']);
  });

  it('holds nothing while it waits', async () => {
    const { acquire, use, log } = open(2);
    const held = await acquire(['u a']);
    await use('u b');
    const waiting = acquire(['u c', 'u d']);
    await settle();
    expect(log).toEqual(['+u a', '+u b']);
    await use('u e');
    held.giveBack();
    (await waiting).giveBack();
    expect(log.slice(2)).toEqual(['-u b', '+u e', '-u a', '-u e', '+u c', '+u d']);
  });

  it('is not overtaken for ever by others that need no room', async () => {
    const { acquire, use, log } = open(1);
    let held = await acquire(['u a']);
    const waiting = use('u b');
    let rounds = 0;
    // A network that is never idle, because the next one has it before the last one gives it back.
    for (; rounds < 20; rounds++) {
      const next = acquire(['u a']);
      const first = await Promise.race([next, settle().then(() => null)]);
      if (!first) {
        held.giveBack();
        await waiting;
        (await next).giveBack();
        break;
      }
      held.giveBack();
      held = first;
    }
    expect(rounds).toBe(8);
    expect(log).toEqual(['+u a', '-u a', '+u b', '-u b', '+u a']);
  });

  it('that leaves while it waits takes nothing with it', async () => {
    const { acquire, use } = open(1);
    const held = await acquire(['u a']);
    const abort = new AbortController();
    const waiting = acquire(['u b'], abort.signal);
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await expect(acquire(['u a'], abort.signal)).rejects.toThrow('left');
    held.giveBack();
    await expect(use('u b')).resolves.toBeUndefined();
  });

  it('that leaves while its networks are opened has no further ones opened', async () => {
    const loading = Promise.withResolvers<void>();
    const { acquire, use, log, residents } = open(9, () => loading.promise);
    const abort = new AbortController();
    const waiting = acquire(['u a', 'v b', 'w c'], abort.signal);
    await settle();
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    loading.resolve();
    await settle();
    expect(log).toEqual(['+u a']);
    expect(residents.size.count).toBe(1);
    await use('u a', 'v b');
    expect(log).toEqual(['+u a', '+v b']);
  });

  it('of which one network cannot be opened leaves none of its own open, and the next one tries again', async () => {
    let broken = true;
    const { acquire, use, log, residents } = open(9, async (name) => {
      if (broken && name === 'v b') throw new Error('damaged');
    });
    await use('x shared');
    await expect(acquire(['x shared', 'u a', 'v b', 'w c'])).rejects.toThrow('damaged');
    await settle();
    expect(log).toEqual(['+x shared', '+u a', '+v b', '-u a']);
    expect(residents.size.count).toBe(1);
    broken = false;
    await use('x shared', 'u a', 'v b', 'w c');
    expect(log.slice(4)).toEqual(['+u a', '+v b', '+w c']);
  });

  it('fails with another that shares the network at fault, and what a third one uses stays', async () => {
    const { acquire, log } = open(9, async (name) => {
      if (name === 'v bad') throw new Error('damaged');
    });
    const results = await Promise.allSettled([
      acquire(['u a', 'v bad']),
      acquire(['t c', 'v bad']),
      acquire(['u a', 't c']),
    ]);
    await settle();
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    expect(log.filter((line) => line.startsWith('-'))).toEqual([]);
  });
});
