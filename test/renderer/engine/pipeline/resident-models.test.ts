import { describe, expect, it } from 'vitest';
import type { ModelChoice } from '#renderer/engine/engine.ts';
import type { LoadedModel } from '#renderer/engine/pipeline/load-model.ts';
import { ResidentModels } from '#renderer/engine/pipeline/resident-models.ts';

const forever = new AbortController().signal;
const choice = (name: string, weight?: number): ModelChoice => ({
  name,
  folder: `/models/${name}`,
  adapters: weight === undefined ? [] : [{ name: 'ink', file: '/ink.safetensors', weight }],
});

/** Residents over models that are nothing but names; `log` tells what was loaded and released. */
function open(max: number, load: (choice: ModelChoice) => Promise<void> = async () => {}) {
  const log: string[] = [];
  const residents = new ResidentModels({
    max,
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
});
