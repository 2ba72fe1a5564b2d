import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createServerRules } from '#bot/rules/server-rules.ts';
import { openStorage } from '#bot/storage/storage.ts';
import { systemClock } from '#shared/clock.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const file = join(scratchFolder(), 'ledger.sqlite');
let now = 1_000;
const storage = await openStorage({ file, clock: { ...systemClock, now: () => ++now } });
afterAll(() => storage.close());
const { settings, audit } = createServerRules(storage.ruleStore, systemClock);

let servers = 0;
const keeper = () => ({ serverId: `server-${++servers}`, memberId: 'ada', memberName: 'Ada', mayManageServer: true });
const SEA = 'sea';

describe('settings', () => {
  it('hold for the channel that has one, else for the server, else as they usually are, and for no other server', async () => {
    const ada = keeper();
    const { serverId } = ada;
    const drawing = async (channelId: string) => (await settings.of({ serverId, channelId })).drawing;
    expect(await drawing(SEA)).toBe(true);
    await settings.set(ada, { name: 'drawing', value: 'off', channelId: null });
    await settings.set(ada, { name: ' Drawing', value: 'YES', channelId: SEA });
    expect([await drawing(SEA), await drawing('hills')]).toEqual([true, false]);
    expect((await settings.of({ serverId: keeper().serverId, channelId: 'hills' })).drawing).toBe(true);
    expect(await settings.said(serverId)).toMatchObject([
      { name: 'drawing', channelId: null, value: false, authorId: 'ada' },
      { name: 'drawing', channelId: SEA, value: true },
    ]);
    expect(await settings.reset(ada, { name: 'drawing', channelId: SEA })).toMatchObject({ value: false });
    expect(await drawing(SEA)).toBe(false);
  });

  it('of a channel hold in its threads, unless a thread has its own', async () => {
    const ada = keeper();
    const drawing = async (channelId: string) =>
      (await settings.of({ serverId: ada.serverId, channelId, threadOf: SEA })).drawing;
    await settings.set(ada, { name: 'drawing', value: 'off', channelId: SEA });
    await settings.set(ada, { name: 'drawing', value: 'on', channelId: 'harbour' });
    expect([await drawing('boats'), await drawing('harbour')]).toEqual([false, true]);
  });

  it('are changed by nobody who may not manage the server, and by no word that does not fit', async () => {
    const ada = keeper();
    const bob = { ...ada, mayManageServer: false };
    const set = (asker: typeof ada, name: string, value: string) =>
      settings.set(asker, { name, value, channelId: null });
    await expect(set(bob, 'drawing', 'off')).rejects.toMatchObject({ code: 'denied' });
    await expect(audit.list(bob, { limit: 5 })).rejects.toMatchObject({ code: 'denied' });
    await expect(set(ada, 'drowning', 'off')).rejects.toThrow('There is no setting “drowning”; there is drawing');
    await expect(set(ada, 'drawing', 'blue')).rejects.toThrow('Cannot set drawing: it is on or off, given blue');
    expect(await audit.list(ada, { limit: 5 })).toEqual([]);
  });

  it('leave who changed what in the log, and come back by it unless they were changed since', async () => {
    const ada = keeper();
    const set = (value: string) => settings.set(ada, { name: 'drawing', value, channelId: null });
    await set('off');
    await set('off');
    await set('on');
    const [on, off, ...more] = await audit.list(ada, { limit: 5 });
    expect(more).toEqual([]);
    expect([off, on]).toMatchObject([
      { kind: 'setting', key: '/drawing', before: null, after: false, by: { id: 'ada', name: 'Ada' }, undone: false },
      { before: false, after: true },
    ]);
    expect(await audit.list(ada, { limit: 5, before: on!.id })).toEqual([off]);
    await expect(audit.undo(ada, off!.id)).rejects.toThrow('the same thing was changed again since');
    await expect(audit.undo(keeper(), on!.id)).rejects.toMatchObject({ code: 'not-found' });
    expect(await audit.undo(ada, on!.id)).toMatchObject({ id: on!.id, undone: true });
    expect((await settings.of({ ...ada, channelId: SEA })).drawing).toBe(false);
    await expect(audit.undo(ada, on!.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});
