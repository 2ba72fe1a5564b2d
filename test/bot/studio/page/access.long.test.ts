import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages, PHONE } from '#test/bot/studio/page/pages.ts';

/** A port that was free a moment ago: the address that others use must be known before its door opens. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

const port = await freePort();

const TAKEN_BACK = 'This link was taken back by whoever runs the studio';

inBrowser('others in the studio', () => {
  const pages = openPages({
    elsewhere: { url: new URL(`http://localhost:${port}`), port, servers: async () => [], login: null, activity: null },
  });

  it('opens with a link that the operator makes, shows what a visitor may do, and closes when it is taken back', async () => {
    const { page, errors } = await pages.visit();
    await page.getByRole('button', { name: 'Let somebody in' }).click();
    await page.getByLabel('For whom').fill('Mara');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.locator('.grants li').waitFor();
    const shown = page.locator('.share-link input');
    await expect.poll(() => shown.inputValue()).not.toBe('');
    const link = await shown.inputValue();
    expect(await findingsOf(page, '#share-dialog')).toEqual([]);

    const context = await pages.browser.newContext({ viewport: PHONE, colorScheme: 'dark' });
    const visitor = await context.newPage();
    await visitor.emulateMedia({ colorScheme: 'dark' });
    await visitor.goto(`http://localhost:${port}/`);
    await expect
      .poll(() => visitor.locator('#entry-state').textContent())
      .toBe('It takes a link from whoever runs this studio.');
    expect(await findingsOf(visitor)).toEqual([]);
    await visitor.goto(link);
    await visitor.locator('.looking').waitFor();
    expect(new URL(visitor.url()).hash).not.toContain('.');
    expect([await visitor.locator('#make').isVisible(), await visitor.locator('#open-share').isVisible()]).toEqual([
      false,
      false,
    ]);
    await page.getByRole('button', { name: 'Take back: Mara' }).click();
    await page.getByText('Nobody yet.').waitFor();
    await expect.poll(() => visitor.locator('.looking').textContent()).toBe(TAKEN_BACK);
    await visitor.goto(link);
    await expect.poll(() => visitor.locator('#entry-state').textContent()).toBe(TAKEN_BACK);
    await context.close();
    expect(errors).toEqual([]);
  });
});
