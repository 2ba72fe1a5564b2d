import sharp from 'sharp';
import { expect, it } from 'vitest';
import { inBrowser, openPages, openSettings, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('the prompt', () => {
  it('is taken apart: tokens with their weights, what the style adds, and unknown words to be exchanged', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').fill('a (red:1.4) castel --style blueprint');
    await page.locator('#open-explain').click();
    const panel = page.locator('#explain-dialog');
    expect(await panel.locator('h2').textContent()).toBe('How demo reads this');
    expect(await panel.locator('.run.heavy').allTextContents()).toEqual(['red 1.4 ']);
    expect(await panel.textContent()).toContain('Added by the style blueprintafter: , blueprint style');
    expect(await panel.locator('.unknown').allTextContents()).toEqual(['castel']);
    await panel.getByRole('button', { name: 'Write castle in place of castel' }).click();
    await expect.poll(() => panel.locator('.unknown').count()).toBe(0);
    expect(await page.locator('#prompt').inputValue()).toBe('a (red:1.4) castle --style blueprint');
    expect(await panel.evaluate((one) => one.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
  });

  it('with braces and commas says how many pictures it comes to, and draws them at the second press', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    const [prompt, make, plan] = [page.locator('#prompt'), page.locator('#make'), page.locator('#plan')];
    await prompt.fill('a {red, blue} house');
    await make.click();
    await expect.poll(() => plan.textContent()).toMatch(/^2 pictures from 2 sentences, no time yet\./);
    expect([await make.innerText(), drawn().length]).toEqual([expect.stringContaining('Draw all 2'), 0]);
    await make.click(); // one press too many draws nothing
    await prompt.press('End');
    expect([await plan.textContent(), drawn().length]).toEqual([expect.stringContaining('2 pictures'), 0]);
    await expect
      .poll(async () => {
        if ((await plan.textContent()) !== '') await make.click();
        return drawn().length;
      })
      .toBe(2);
    const words = drawn().map(({ spec }) => spec.parametersPrompt);
    expect(words).toEqual([expect.stringContaining('a red house'), expect.stringContaining('a blue house')]);
    await prompt.fill('a {red, blue} boat');
    await make.click();
    await expect.poll(() => plan.textContent()).not.toBe('');
    await prompt.fill('a red house');
    expect([await plan.textContent(), await make.innerText()]).toEqual(['', expect.stringContaining('Make')]);
  });

  it('survives a reload in each tab for itself', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').fill('a red house');
    await page.locator('[data-style="watercolor"]').click();
    const tab = await pages.tab();
    await tab.locator('#prompt').fill('a blue boat');
    await tab.close();
    await page.reload();
    await expect.poll(() => page.locator('#prompt').inputValue()).toBe('a red house');
    await expect.poll(() => page.locator('#styles [aria-checked="true"]').textContent()).toBe('watercolor');
  });

  it('takes settings of another program, says what is left out, and stays when a file is dropped', async () => {
    const { page, studio, workplace } = await pages.visit();
    const settings = 'Steps: 12, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 3.5, Seed: 42, Size: 192x128';
    const text = `a (red:1.2) house\nNegative prompt: clouds\n${settings}, Model: elsewhere, Clip skip: 2`;
    await page.locator('#prompt').focus();
    await page.evaluate((text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      document.activeElement!.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);
    await expect
      .poll(() => page.locator('#prompt').inputValue())
      .toBe('a (red:1.2) house --sampler DPM++-2M-Karras --width 192 --height 128');
    expect(await page.locator('#negative').inputValue()).toBe('clouds');
    await openSettings(page);
    expect(await page.locator('.of-seed input').inputValue()).toBe('42');
    expect(await page.locator('.of-steps .value').textContent()).toBe('12');
    expect(await page.locator('.toast').textContent()).toContain(
      'left out: the model elsewhere, which is not here and Clip skip',
    );
    await page.locator('#make').click();
    await stagePicture(page).waitFor();
    const [made] = await workplace.jobs.recent({ platform: 'studio', limit: 1 });
    expect(made!.job.settled.task).toMatchObject({
      sampler: 'dpmpp_2m',
      karras: true,
      steps: 12,
      seed: 42,
      width: 192,
    });
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['no picture'], 'notes.png'));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => page.locator('.toast.trouble').textContent()).toMatch(/picture/);
    expect(page.url()).toBe(`${studio.address}/#draw`); // a browser would show the file in its place
    await page.evaluate(
      (film) => {
        const bytes = Uint8Array.from(atob(film), (letter) => letter.charCodeAt(0));
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File([bytes], 'film.webp', { type: 'image/webp' }));
        document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
      },
      await twoFrames(),
    );
    await page.locator('.toast', { hasText: 'It has 2 frames. A picture starts from the first one.' }).waitFor();
    expect(await page.locator('#given img').getAttribute('src')).toMatch(/^\/api\/pictures\//);
  });
});

/** A film of a red and a blue frame, in base64. */
async function twoFrames(): Promise<string> {
  const frame = (background: string) =>
    sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = await Promise.all([frame('red'), frame('blue')]);
  const film = await sharp(frames, { join: { animated: true } })
    .webp()
    .toBuffer();
  return film.toString('base64');
}
