import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { ENGLISH } from '#bot/text/english.ts';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, WIDE } from '#test/bot/studio/page/pages.ts';

/** A port that was free a moment ago: the address that others use must be known before its door opens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * A way to a port of this machine that can be cut, as when the studio is gone: open connections break, new ones are
 * refused, or answered by a proxy that finds nobody behind it.
 */
async function wayTo(target: number) {
  const open = new Set<Socket>();
  let isCut = false;
  let answersAsProxy = false;
  const server = createServer((socket) => {
    if (isCut && !answersAsProxy) return socket.destroy();
    if (isCut) {
      socket.on('error', () => {});
      return socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n');
    }
    const other = connect(target, '127.0.0.1');
    for (const end of [socket, other]) {
      open.add(end);
      end.on('error', () => {});
      end.on('close', () => open.delete(end) && [socket, other].map((each) => each.destroy()));
    }
    socket.pipe(other).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = (asProxy = false) => {
    isCut = true;
    answersAsProxy = asProxy;
    for (const socket of open) socket.destroy();
  };
  return {
    address: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}

const port = await freePort();

const LONG = { timeout: 60_000 };

const WORDS = 'a castle that took long to think of';

/** How often the page says this where it can be read. */
const countOf = (page: Page, sentence: string) =>
  page.getByText(sentence, { exact: true }).filter({ visible: true }).count();

inBrowser('when something is in the way', () => {
  const pages = openPages({
    elsewhere: { url: new URL(`http://localhost:${port}`), port, servers: async () => [], login: null, activity: null },
  });

  it('says once that the studio is gone, keeps what was typed in every room, and goes on by itself', LONG, async () => {
    const { studio } = await pages.visit();
    const way = await wayTo(Number(new URL(studio.address).port));
    const context = await pages.browser.newContext({ viewport: WIDE });
    const page = await context.newPage();
    await page.goto(way.address);
    const prompt = page.locator('#prompt');
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    await page.getByRole('link', { name: 'Moderation' }).click();
    await page.getByLabel('Words in a row').fill('gore*');
    await page.getByRole('link', { name: 'Draw' }).click();
    way.cut();
    await expect.poll(() => countOf(page, ENGLISH['page.reconnecting']), { timeout: 8_000 }).toBe(1);
    await prompt.fill(WORDS);
    await page.locator('#make').click();
    await expect.poll(() => countOf(page, ENGLISH['page.no-answer'])).toBe(1);
    expect(await findingsOf(page, '.foot')).toEqual([]);
    await page.getByRole('link', { name: 'Moderation' }).click();
    await page.getByRole('button', { name: 'Keep this rule' }).click();
    await expect
      .poll(() => page.locator('#room-moderation .outcome-line').textContent())
      .toContain(ENGLISH['page.no-answer']);
    expect(await page.getByLabel('Words in a row').inputValue()).toBe('gore*');
    await page.waitForTimeout(5_000); // the browser has tried several times meanwhile
    await page.getByRole('link', { name: 'Draw' }).click();
    expect([await prompt.inputValue(), await countOf(page, ENGLISH['page.reconnecting'])]).toEqual([WORDS, 1]);
    way.mend();
    await expect.poll(() => countOf(page, ENGLISH['page.reconnecting']), { timeout: 15_000 }).toBe(0);
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.status').innerText(), { timeout: 8_000 }).toContain('Drawn in');
    await context.close();
    way.close();
  });

  it('waits for minutes, whether nobody answers or a proxy does, and goes on with what was typed', LONG, async () => {
    const { studio, drawn } = await pages.visit();
    const way = await wayTo(Number(new URL(studio.address).port));
    const context = await pages.browser.newContext({ viewport: WIDE });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(way.address);
    const prompt = page.locator('#prompt');
    await page.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    const gone = () => countOf(page, ENGLISH['page.reconnecting']);
    for (const asProxy of [false, true]) {
      way.cut(asProxy);
      await expect.poll(gone).toBe(1);
      await prompt.fill(WORDS);
      for (let minute = 0; minute < 10; minute++) await page.clock.fastForward('01:00');
      await page.locator('#make').click();
      await expect.poll(() => page.locator('.foot').innerText()).not.toBe('');
      for (let minute = 0; minute < 10; minute++) await page.clock.fastForward('01:00');
      expect([await prompt.inputValue(), await gone()]).toEqual([WORDS, 1]);
      const before = drawn().length;
      way.mend();
      await expect
        .poll(
          async () => {
            await page.clock.fastForward('00:05');
            return gone();
          },
          { timeout: 20_000 },
        )
        .toBe(0);
      await page.locator('#make').click();
      await expect.poll(() => drawn()[before]?.state).toBe('finished'); // not the one of the round before
      expect(drawn()).toHaveLength(before + 1); // what was pressed meanwhile is not made up for
    }
    await context.close();
    way.close();
  });

  it('says once at the words that the disk is full, and keeps the words', async () => {
    const { page } = await pages.visit();
    const sentence = ENGLISH['ledger.no-room'];
    await page.route('**/api/commands/imagine', (route) => route.fulfill({ status: 429, json: { error: sentence } }));
    await page.locator('#prompt').fill(WORDS);
    await page.locator('#make').click();
    await expect.poll(() => countOf(page, sentence)).toBe(1);
    expect(await page.locator('.foot').textContent()).toContain(sentence);
    expect(await page.locator('#prompt').inputValue()).toBe(WORDS);
    expect(await findingsOf(page, '.foot')).toEqual([]);
    await page.unroute('**/api/commands/imagine');
    await page.locator('#make').click();
    await expect.poll(() => page.locator('.status').innerText(), { timeout: 8_000 }).toContain('Drawn in');
  });

  it('says once to a visitor who types that the link was taken back, and keeps the words', async () => {
    const { ask } = await pages.visit();
    const { body } = await ask<{ link: string }>('POST', '/api/access', { name: 'Mara', level: 'draw', days: 1 });
    const context = await pages.browser.newContext();
    const visitor = await context.newPage();
    await visitor.goto(body.link);
    const prompt = visitor.locator('#prompt');
    await visitor.locator('#styles [role="radio"]').nth(3).waitFor({ state: 'attached' });
    await prompt.fill(WORDS);
    const { body: grants } = await ask<readonly { id: string }[]>('GET', '/api/access');
    await ask('POST', '/api/access/revoke', { id: grants[0]!.id });
    await expect.poll(() => countOf(visitor, ENGLISH['access.revoked']), { timeout: 8_000 }).toBe(1);
    expect(await prompt.inputValue()).toBe(WORDS);
    expect(await findingsOf(visitor, '.foot')).toEqual([]);
    await context.close();
  });
});
