import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openStorage } from '#bot/storage/storage.ts';
import { startHolder } from '#test/bot/storage/start-holder.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

const folder = scratchFolder();
let files = 0;
const newFile = () => join(folder, `${files++}.sqlite`);

describe('two bots with one ledger', () => {
  it('that start at the same moment are one that holds it and one that is refused', async () => {
    const file = newFile();
    const both = await Promise.all([startHolder(file, 'a'), startHolder(file, 'b')]);
    expect(both.map(({ said }) => said.kind).sort()).toEqual(['holds', 'refused']);
  });
  it('a killed one frees it at once, keeps all it accepted, and the next has a higher epoch', async () => {
    const file = newFile();
    const first = await startHolder(file, 'a');
    first.child.kill('SIGKILL');
    await once(first.child, 'exit');
    const second = await startHolder(file, 'b');
    expect(second.said.kind).toBe('holds');
    expect(second.said.epoch).toBeGreaterThan(first.said.epoch as number);
    second.child.kill('SIGKILL');
    await once(second.child, 'exit');
    const storage = await openStorage({ file });
    expect((await storage.ledger.open()).map(({ id }) => id)).toEqual(['a', 'b']);
    await storage.close();
  });
  it('a frozen one keeps it: it may wake up again', async () => {
    const file = newFile();
    const first = await startHolder(file, 'a');
    first.child.kill('SIGSTOP');
    expect((await startHolder(file, 'b')).said.kind).toBe('refused');
  });
  it('a removed lock file lets no second one in', async () => {
    const file = newFile();
    const first = await startHolder(file, 'a');
    rmSync(`${file}.lock`);
    const second = await startHolder(file, 'b');
    expect(second.said.message).toMatch(new RegExp(`another bot \\(process ${first.child.pid}\\) is using it`));
    first.child.kill('SIGSTOP');
    rmSync(`${file}.lock`);
    expect((await startHolder(file, 'c')).said.message).toMatch(/another bot is using it/);
  });
});

describe('drafts', () => {
  it('are kept, a thousand, the newest', async () => {
    const draft = { memberId: 'ada', call: 'style create', values: { prompt: 'a cat', steps: 3 }, parentId: null };
    let now = 1_800_000_000_000;
    const clock = { now: () => now, sleep: async () => {} };
    const storage = await openStorage({ file: join(scratchFolder(), 'easel.sqlite'), clock });
    onTestFinished(() => storage.close());
    const ids: string[] = [];
    for (let each = 0; each < 1001; each++) {
      now += 1;
      ids.push(await storage.drafts.keep(draft));
    }
    expect(await storage.drafts.find(ids[0]!)).toBeNull();
    expect(await storage.drafts.find(ids[1]!)).toEqual(draft);
  });
});
