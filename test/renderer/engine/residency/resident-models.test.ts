import { describe, expect, it } from 'vitest';
import { type ModelChoice, modelFilesAt } from '#renderer/engine/contract/model-choice.ts';
import type { LoadedModel } from '#renderer/engine/residency/load-model.ts';
import { ResidentModels } from '#renderer/engine/residency/resident-models.ts';

const forever = new AbortController().signal;
const choice = (name: string, weight?: number): ModelChoice => ({
  name,
  files: modelFilesAt(`/models/${name}`),
  adapters: weight === undefined ? [] : [{ name: 'ink', file: '/ink.safetensors', weight }],
});

/** Residents over models that are nothing but names; `log` tells what was loaded and released. */
function open(max: number, load: (choice: ModelChoice) => Promise<void> = async () => {}, mib?: number) {
  const log: string[] = [];
  const residents = new ResidentModels({
    max,
    ...(mib === undefined ? {} : { memory: { mib, measure: async ({ name }) => Number(/\d+$/.exec(name)) } }),
    onChange: () => {},
    async load(wanted) {
      log.push(`+${wanted.name}`);
      await load(wanted);
      const model = { choice: wanted, release: async () => void log.push(`-${wanted.name}`) };
      return model as unknown as LoadedModel;
    },
  });
  const use = async (wanted: ModelChoice) => (await residents.borrow(wanted, forever)).giveBack();
  return { residents, log, use };
}

describe('resident models', () => {
  it('are loaded once, also when several ask at the same time', async () => {
    const { residents, log } = open(2);
    const both = await Promise.all([residents.borrow(choice('a'), forever), residents.borrow(choice('a'), forever)]);
    expect(both.map(({ waited }) => waited)).toEqual([true, true]);
    expect((await residents.borrow(choice('a'), forever)).waited).toBe(false);
    expect(log).toEqual(['+a']);
  });

  it('are others with another adapter or another weight of it', async () => {
    const { log, use } = open(3);
    for (const weight of [undefined, 1, 0.5, 1]) await use(choice('a', weight));
    expect(log).toEqual(['+a', '+a', '+a']);
  });

  it('make room by the one used longest ago, before the next is loaded', async () => {
    const { residents, log, use } = open(2);
    for (const name of ['a', 'b', 'a', 'c']) await use(choice(name));
    expect(log).toEqual(['+a', '+b', '-b', '+c']);
    expect(residents.loaded.map((model) => model.choice.name)).toEqual(['a', 'c']);
  });

  it('never leave while somebody uses them: the next one waits', async () => {
    const { residents, log, use } = open(1);
    const held = await residents.borrow(choice('a'), forever);
    const waiting = use(choice('b'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['+a']);
    held.giveBack();
    held.giveBack();
    await waiting;
    expect(log).toEqual(['+a', '-a', '+b']);
  });

  it('let go of who gives up waiting', async () => {
    const { residents, use } = open(1);
    const held = await residents.borrow(choice('a'), forever);
    const abort = new AbortController();
    const waiting = residents.borrow(choice('b'), abort.signal);
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    held.giveBack();
    await expect(use(choice('b'))).resolves.toBeUndefined();
  });

  it('forget a load that failed, and try again', async () => {
    let broken = true;
    const { log, use } = open(1, async () => {
      if (broken) throw new Error('damaged');
    });
    await expect(use(choice('a'))).rejects.toThrow('damaged');
    broken = false;
    await use(choice('a'));
    expect(log).toEqual(['+a', '+a']);
  });

  it('are all released at the end', async () => {
    const { residents, log, use } = open(2);
    for (const name of ['a', 'b']) await use(choice(name));
    await residents.close();
    expect(log.slice(2).sort()).toEqual(['-a', '-b']);
  });

  it('make as much room as another needs, and no more', async () => {
    const { residents, log, use } = open(9, undefined, 100);
    for (const name of ['a30', 'b30', 'c40', 'a30', 'd50']) await use(choice(name));
    expect(log).toEqual(['+a30', '+b30', '+c40', '-b30', '-c40', '+d50']);
    expect(residents.loaded.map((model) => model.choice.name)).toEqual(['a30', 'd50']);
  });

  it('stay when unloading them would not be enough, until it is', async () => {
    const { residents, log, use } = open(9, undefined, 100);
    const held = await residents.borrow(choice('a60'), forever);
    await use(choice('b30'));
    const waiting = use(choice('c70'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['+a60', '+b30']);
    held.giveBack();
    await waiting;
    expect(log.slice(2)).toEqual(['-a60', '+c70']);
  });

  it('refuse what is larger than the budget by itself, and unload nothing for it', async () => {
    const { log, use } = open(9, undefined, 100);
    await use(choice('a60'));
    await expect(use(choice('b101'))).rejects.toMatchObject({
      code: 'invalid',
      message: 'Cannot load model b101: at most 100 MiB for models (EASEL_MEMORY_MIB), and it takes 101',
    });
    expect(log).toEqual(['+a60']);
  });

  it('count what is still being loaded', async () => {
    const loading = Promise.withResolvers<void>();
    const { log, use } = open(9, ({ name }) => (name === 'a60' ? loading.promise : Promise.resolve()), 100);
    const both = Promise.all([use(choice('a60')), use(choice('b60'))]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(log).toEqual(['+a60']);
    loading.resolve();
    await both;
    expect(log).toEqual(['+a60', '-a60', '+b60']);
  });

  it('are not lent on and on while somebody waits for room', async () => {
    const { residents, log, use } = open(1);
    let held = await residents.borrow(choice('a'), forever);
    const waiting = use(choice('b'));
    await new Promise((resolve) => setImmediate(resolve));
    const more: Promise<unknown>[] = [];
    // A model that is never idle, because the next one has it before the last one gives it back.
    for (let round = 0; round < 20; round++) {
      const next = residents.borrow(choice('a'), forever);
      more.push(next);
      const first = await Promise.race([next, new Promise<null>((resolve) => setImmediate(resolve, null))]);
      if (!first) break;
      held.giveBack();
      held = first;
    }
    expect(more).toHaveLength(9);
    held.giveBack();
    await waiting;
    (await (more.at(-1) as ReturnType<typeof residents.borrow>)).giveBack();
    expect(log).toEqual(['+a', '-a', '+b', '-b', '+a']);
  });

  it('are lent again when who waited has given up', async () => {
    const { residents, use } = open(1);
    const held = await residents.borrow(choice('a'), forever);
    const abort = new AbortController();
    const waiting = residents.borrow(choice('b'), abort.signal);
    waiting.catch(() => {});
    await new Promise((resolve) => setImmediate(resolve));
    for (let round = 0; round < 8; round++) await use(choice('a'));
    const blocked = use(choice('a'));
    abort.abort(new Error('left'));
    await expect(waiting).rejects.toThrow('left');
    await blocked;
    held.giveBack();
  });
});
