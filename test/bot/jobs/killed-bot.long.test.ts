import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOver, kill, startBot, until } from '#test/bot/jobs/bot-process.ts';
import { submission, withRenderer } from '#test/bot/jobs/job-service-fixture.ts';
import type { FakeRendererOptions } from '#test/fakes/renderer.ts';
import { scratchFolder } from '#test/fakes/scratch.ts';

/** A bot that was killed while it drew one picture, and the renderer that drew it. */
async function killWhileDrawing(options: FakeRendererOptions) {
  const folder = scratchFolder();
  const renderer = await withRenderer(options);
  const bot = startBot(folder, { addresses: [renderer.address] });
  await until(bot, 'open');
  bot.send(submission());
  const [{ id }] = await Promise.all([until(bot, 'accepted'), until(bot, 'view', ({ step }) => step > 0)]);
  await kill(bot);
  return { folder, renderer, id };
}

describe('a bot killed with SIGKILL while a job is drawn', () => {
  it('joins the render after its restart and ends it in the same panel, without drawing it twice', async () => {
    const { folder, renderer, id } = await killWhileDrawing({ stepMs: 400 });
    const bot = startBot(folder, { addresses: [renderer.address] });
    const { state, messageId } = await until(bot, 'view', isOver);
    expect(state).toMatchObject({ kind: 'done', attempt: 1 });
    expect(messageId).toBe(`message-${id}`);
    expect(renderer.renders).toHaveLength(1);
    expect(readdirSync(join(folder, 'pictures'))).toEqual([`${id}-1-0.png`]);
  });
  it('gives the job to another renderer when the first is gone too', async () => {
    const { folder, renderer, id } = await killWhileDrawing({ stepMs: 400 });
    await renderer.vanish();
    const second = await withRenderer();
    const bot = startBot(folder, { addresses: [second.address] });
    const { state, messageId } = await until(bot, 'view', isOver);
    expect(state).toMatchObject({ kind: 'done', attempt: 2 });
    expect(messageId).toBe(`message-${id}`);
  });
});

describe('a full disk while a picture is stored', () => {
  it('ends the job with a clear sentence, harms nothing else, and is over when there is room', async () => {
    const folder = scratchFolder();
    const renderer = await withRenderer({ pictureBytes: ({ seed }) => (seed === 13 ? 3_000_000 : 0) });
    // 2,000 blocks of 512 bytes or of 1 KiB: room for the ledger, not for that picture.
    const bot = startBot(folder, { addresses: [renderer.address], limit: 'ulimit -f 2000;' });
    await until(bot, 'open');
    const order = { ...submission().order, seed: 13 };
    bot.send(submission({ order }));
    const full = await until(bot, 'view', isOver);
    expect(full.state).toEqual({
      kind: 'failed',
      code: 'exhausted',
      reason: { key: 'result.not-stored', values: {} },
    });
    expect(readdirSync(join(folder, 'pictures'))).toEqual([]);
    bot.send(submission());
    expect((await until(bot, 'view', (said) => said.id !== full.id && isOver(said))).state.kind).toBe('done');
    await kill(bot);
  });
});
