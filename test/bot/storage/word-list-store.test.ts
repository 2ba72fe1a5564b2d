import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordListService } from '#bot/presets/word-list-service.ts';
import { createWordService } from '#bot/rules/word-service.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
const storage = await openStorage({ file: join(folder, 'lists.sqlite') });
const words = createWordService(storage.ruleStore);
const lists = createWordListService({ ...storage, words, clock: { now: () => 1 } });

async function failureIn(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => '',
    (thrown: Error) => thrown.message,
  );
}

function asker(serverId: string, mayManageServer = true) {
  return { serverId, memberId: 'ada', mayManageServer };
}

it('a list is kept with its lines, replaced by one of its name, and forgotten', async () => {
  const first = await lists.put(asker('1'), { name: 'Animals.txt', text: 'cat\ndog' });
  expect(first).toMatchObject({ replaced: false, list: { name: 'animals', lines: 2 } });
  const second = await lists.put(asker('1'), { name: '__animals__', text: 'cat\n# no\ndog\nbird' });
  expect(second).toMatchObject({ replaced: true, list: { lines: 3 } });
  expect(await lists.find('1', 'ANIMALS')).toMatchObject({ text: 'cat\n# no\ndog\nbird', authorId: 'ada' });
  expect((await lists.words('1')).get('animals')).toHaveLength(3);
  expect(await lists.words('1')).toBe(await lists.words('1'));
  expect(await lists.remove(asker('1'), 'animals')).toBe('animals');
  expect(await lists.list('1')).toEqual([]);
});

it('what does not fit is refused with its limit', async () => {
  const refused = (text: string, name = 'a') => failureIn(lists.put(asker('2'), { name, text }));
  expect(await refused('a', 'two words & more')).toContain('letters, digits, dashes');
  expect(await refused('# nothing')).toContain('there is no word in it');
  expect(await refused('x'.repeat(2001))).toContain('at most 2000 characters, given 2001');
  expect(await refused('x\n'.repeat(10_001))).toContain('at most 10000 lines, given 10001');
  expect(await refused('x'.repeat(500_001))).toContain('at most 500000 characters, given 500001');
  expect(await failureIn(lists.put(asker('2', false), { name: 'a', text: 'b' }))).toContain('manage the server');
  expect(await failureIn(lists.find('2', 'a'))).toContain('no list of words “a”');
  expect(await lists.list('2')).toEqual([]);
});

it('what its server does not want stands in no name and no line of a list; all that is wrong is told at once', async () => {
  const boss = { serverId: '2', memberId: 'boss', memberName: 'Boss', mayManageServer: true };
  await words.add(boss, { pattern: 'blood*', exceptAdultPlaces: false });
  await words.add(boss, { pattern: 'nude', exceptAdultPlaces: true });
  await words.add(boss, { pattern: 'war', exceptAdultPlaces: false, isLookedAt: true });
  const refused = (name: string, text: string) => failureIn(lists.put(asker('2'), { name, text }));
  expect(await refused('moods', `${'calm\n'.repeat(600)}2::bl00dy sky`)).toBe(
    "Cannot keep the list “moods”: this server does not want “blood*” in a list's name or words",
  );
  expect(await refused('nude', 'a')).toContain('“nude”');
  expect(await refused('two words & more', `bloody\n${'x'.repeat(2001)}`)).toMatch(
    /letters, digits[\s\S]*given 2001[\s\S]*“blood\*”/,
  );
  // Words for places with adults only, and words that moderators look at, are known when something is drawn of them.
  await lists.put(asker('2'), { name: 'figures', text: 'a nude\nwar' });
  await lists.put(asker('3'), { name: 'moods', text: 'bloody' });
  await lists.remove(asker('2'), 'figures');
  await lists.remove(asker('3'), 'moods');
});

it('no server reads or changes what another keeps', async () => {
  const server = fc.constantFrom('a', 'b', 'c');
  const name = fc.constantFrom('x', 'y/z');
  const act = fc.record({ server, name, text: fc.constantFrom('one', 'two', null) });
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const kept = new Map<string, string>();
      for (const each of ['a', 'b', 'c'])
        for (const { name } of await lists.list(each)) await lists.remove(asker(each), name);
      for (const { server, name, text } of acts) {
        if (text === null) await lists.remove(asker(server), name).catch(() => null);
        else await lists.put(asker(server), { name, text: `${server} ${text}` });
        if (text === null) kept.delete(`${server} ${name}`);
        else kept.set(`${server} ${name}`, `${server} ${text}`);
      }
      const all = await Promise.all(['a', 'b', 'c'].map((each) => lists.list(each)));
      const seen = all.flat().map(({ serverId, name, text }) => [`${serverId} ${name}`, text] as const);
      expect(new Map(seen)).toEqual(kept);
    }),
    { numRuns: 20 },
  );
});

it('a server that is forgotten leaves none of them', async () => {
  await lists.put(asker('gone'), { name: 'a', text: 'b' });
  await storage.servers.enter({ platform: 'discord', serverId: 'gone' });
  await storage.servers.leave({ platform: 'discord', serverId: 'gone' }, 1);
  await storage.servers.forget({ platform: 'discord', serverId: 'gone' }, 2);
  await storage.close();
  const again = await openStorage({ file: join(folder, 'lists.sqlite') });
  expect(await again.wordLists.list('gone')).toEqual([]);
  await again.close();
});
