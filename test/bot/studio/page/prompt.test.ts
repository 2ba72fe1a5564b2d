import { expect, it } from 'vitest';
import { inBrowser, openPages, stagePicture } from '#test/bot/studio/page/pages.ts';

const pages = openPages();

inBrowser('the prompt', () => {
  it('shows weights while they are typed, says what is odd and counts tokens', async () => {
    const { page, errors } = await pages.visit();
    await page.locator('#prompt').pressSequentially('a (red:1.4) [old] house (by --steps 6');
    expect(await page.locator('.paint .heavy.text').allTextContents()).toEqual(['red', 'by']);
    expect(await page.locator('.paint .light.text').allTextContents()).toEqual(['old']);
    expect(await page.locator('.paint .flag-value').textContent()).toBe('6');
    expect(await page.locator('.paint .odd').textContent()).toBe('(');
    expect(await page.locator('#problems').textContent()).toContain('never closed');
    await expect.poll(() => page.locator('#tokens').textContent()).toBe('5 of 75 tokens');
    expect(errors).toEqual([]);
  });

  it('lies exactly over its painted copy, and weighs words with Ctrl and arrows', async () => {
    const { page } = await pages.visit();
    await page
      .locator('#prompt')
      .fill('a (very:1.3) long prompt about a [small] {red|blue} [cat|dog] house '.repeat(9));
    const [field, paint] = await page.evaluate(() => {
      const field = document.querySelector('#prompt') as HTMLTextAreaElement;
      const paint = document.querySelector('#paint')!;
      return [field, paint].map((one) => ({ width: one.clientWidth, height: one.scrollHeight }));
    });
    expect(field).toEqual(paint);
    await page.locator('#prompt').fill('a red');
    await page.keyboard.press('Control+ArrowUp');
    await page.keyboard.press('Control+ArrowUp');
    expect(await page.locator('#prompt').inputValue()).toBe('a (red:1.2)');
    await page.keyboard.press('Control+z');
    expect(await page.locator('#prompt').inputValue()).toBe('a (red:1.1)');
  });

  it('marks words that the model does not know while they are typed, and names some that it knows', async () => {
    const { page } = await pages.visit();
    await page.locator('#prompt').pressSequentially('a red woman by a castel');
    await expect.poll(() => page.locator('.paint .unknown').allTextContents()).toEqual(['woman', 'castel']);
    expect(await page.locator('#problems').textContent()).toBe(
      'The model demo does not know “woman” and “castel”; it knows castle, house, boat, lighthouse …',
    );
    await page.locator('#prompt').fill('a red hou'); // may still become a house
    await expect.poll(() => page.locator('.paint .unknown').count()).toBe(0);
    await page.locator('#prompt').fill('a red hou by');
    await expect.poll(() => page.locator('.paint .unknown').allTextContents()).toEqual(['hou']);
    await page.locator('#prompt').fill('a red house');
    await expect.poll(() => page.locator('.paint .unknown').count()).toBe(0);
    expect(await page.locator('#problems').textContent()).toBe('');
  });

  it('underlines what the studio could not draw before it is asked, and says a refusal once', async () => {
    const { page, drawn } = await pages.visit();
    await page.locator('#prompt').fill('a red house <lora:none:1> --style nope --seed 9');
    await expect
      .poll(() => page.locator('.paint .odd').allTextContents())
      .toEqual(['<lora:none:1>', '--style ', 'nope']);
    await page.locator('#prompt').fill('a red house <lora:none:1> --width 513 --seed 9');
    await expect
      .poll(() => page.locator('.paint .odd').allTextContents())
      .toEqual(['<lora:none:1>', '--width ', '513']);
    await page.keyboard.press('Enter');
    await page.locator('#make').click();
    await expect
      .poll(() => page.locator('#problems').textContent())
      .toMatch(/multiple of 8, given 513.*adapter “none”/s);
    expect(await page.locator('#problems').textContent()).not.toMatch(/513.*513/s);
    expect(await page.locator('.toast').count()).toBe(0);
    expect(drawn()).toEqual([]);
  });

  it('is completed with Tab, and ↑ brings back what was made', async () => {
    const { page } = await pages.visit();
    const prompt = page.locator('#prompt');
    await prompt.pressSequentially('a cas');
    await page.keyboard.press('Tab');
    expect(await prompt.inputValue()).toBe('a castle');
    await prompt.pressSequentially(' <lora:blue');
    expect(await page.locator('#completions [role="option"]').allTextContents()).toEqual(['blueprint:1>']);
    await page.keyboard.press('Tab');
    await prompt.pressSequentially(' --sty');
    await page.keyboard.press('Tab');
    await prompt.pressSequentially('wat');
    await page.keyboard.press('Tab');
    expect(await prompt.inputValue()).toBe('a castle <lora:blueprint:1> --style watercolor');
    await page.keyboard.press('Enter');
    await stagePicture(page).waitFor();
    await prompt.fill('something else');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    expect(await prompt.inputValue()).toBe('a castle <lora:blueprint:1> --style watercolor');
    await page.keyboard.press('ArrowDown');
    expect(await prompt.inputValue()).toBe('something else');
  });
});
