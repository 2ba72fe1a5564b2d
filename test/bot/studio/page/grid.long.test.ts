import sharp from 'sharp';
import { expect, it } from 'vitest';
import { findingsOf } from '#test/bot/studio/page/audit.ts';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { unfit } from '#test/bot/studio/page/unfit.ts';

const pages = openPages();

inBrowser('the grid of settings', () => {
  it('says what it costs, draws each cell with one seed, and brings a cell back to the easel', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    await page.locator('#prompt').fill('a red house --style plain');
    await page.getByRole('link', { name: 'Compare' }).click();
    expect(await page.locator('.grid-prompt').inputValue()).toBe('a red house --style plain');
    await page.getByLabel('Across: values').fill('2-3');
    await page.getByLabel('Down: values').fill('1, 4, 7');
    expect(await page.locator('.cost').textContent()).toMatch(/^6 pictures, 15 steps\./);
    // Its shape is there before it is drawn.
    expect(await page.locator('.grid-table .cell.hatch').count()).toBe(6);
    await page.getByLabel('Down: values').press('Enter');
    await expect.poll(() => page.locator('.cell img[src*="/pictures/"]').count()).toBe(6);
    const specs = drawn().map(({ spec }) => `${spec.steps} ${spec.guidance}`);
    expect(specs.toSorted()).toEqual(['2 1', '2 4', '2 7', '3 1', '3 4', '3 7']);
    expect(new Set(drawn().map(({ spec }) => spec.seed)).size).toBe(1);
    const sheet = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the sheet' }).click();
    expect((await sheet).suggestedFilename()).toBe('easel-grid.png');
    await page.getByRole('button', { name: '1, 3', exact: true }).focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => page.locator('.grid-panel .facts').textContent()).toMatch(/^3 steps, guidance 4, seed /);
    await page.keyboard.press(' ');
    await page.locator('.grid-panel .is-starred').waitFor();
    expect(await findingsOf(page, '#room-compare')).toEqual([]);
    expect(await page.evaluate(unfit)).toEqual([]);
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    const differing = page.locator('#room-compare .comparison-view .differs');
    await expect.poll(() => differing.allTextContents()).toEqual(['4', '7']);
    await page.keyboard.press('ArrowUp'); // it goes on with whichever is chosen
    await expect.poll(() => differing.count()).toBe(0);
    expect(await findingsOf(page, '#room-compare')).toEqual([]);
    await page.keyboard.press('c');
    await page.locator('.grid-panel').waitFor();
    await page.getByRole('button', { name: 'Use these settings' }).click();
    await page.locator('#stage').waitFor();
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect.poll(() => page.locator('.of-guidance .value').textContent()).toBe('4');
  });

  it('differs in samplers, styles and words on pages, and in how strong a LoRA is; other LoRAs stay', async () => {
    const { page, drawn } = await pages.visit({ stepMs: 0 });
    await page.locator('#prompt').fill('a red house <lora:lcm:1> --steps 2');
    await page.getByRole('link', { name: 'Compare' }).click();
    const axis = async (side: string, name: string, values?: string) => {
      await page.getByLabel(side, { exact: true }).selectOption(name);
      if (values !== undefined) await page.getByLabel(`${side}: values`).fill(values);
    };
    const pictures = page.locator('.cell img[src*="/pictures/"]');
    await axis('Across', 'sampler');
    expect(await page.getByLabel('Across: values').inputValue()).toBe('lcm, dpmpp_2m');
    await axis('Down', 'style', 'plain, watercolor');
    await axis('Pages', 'words', 'house, old boat');
    await expect.poll(() => page.locator('.cost').textContent()).toMatch(/^8 pictures, 16 steps\./);
    await page.getByRole('button', { name: 'Draw the grid' }).click();
    await expect.poll(() => pictures.count()).toBe(8);
    const said = drawn().map(({ spec }) => `${spec.sampler} ${spec.steps} ${spec.parametersPrompt}`);
    const cells = ['house', 'old boat'].flatMap((word) =>
      ['', ', watercolor painting'].flatMap((style) =>
        ['lcm', 'dpmpp_2m'].map((sampler) => `${sampler} 2 a red ${word} <lora:lcm:1>${style}`),
      ),
    );
    expect(said.toSorted()).toEqual(cells.toSorted());
    expect(await page.locator('.grid-table caption').allTextContents()).toEqual(['words house', 'words old boat']);
    await page.getByRole('button', { name: 'old boat, watercolor, dpmpp_2m' }).focus();
    await expect
      .poll(() => page.locator('.grid-panel').textContent())
      .toMatch(/^A red old boat2 steps, .*lcm 1, .*sampler dpmpp_2m, watercolor/);
    const sheet = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the sheet' }).click();
    const { width, height } = await sharp(await (await sheet).path()).metadata();
    expect([width! > 2 * 64, height! > 4 * 64]).toEqual([true, true]); // two columns; two pages of two rows
    expect(await findingsOf(page, '#room-compare')).toEqual([]);
    expect(await page.evaluate(unfit)).toEqual([]);

    await axis('Pages', 'words', 'castle, boat');
    expect(await page.locator('#room-compare .trouble').textContent()).toBe(
      'Cannot exchange “castle”: the prompt does not have it.',
    );
    await axis('Pages', 'steps', '2, many');
    expect(await page.locator('#room-compare .trouble').textContent()).toContain('numbers, given “many”');
    expect(await page.getByRole('button', { name: 'Draw the grid' }).isDisabled()).toBe(true);
    expect(await page.evaluate(unfit)).toEqual([]);
    await axis('Across', 'adapter', 'blueprint 0.5, blueprint 1');
    await axis('Down', 'none');
    await axis('Pages', 'none');
    const before = drawn().length;
    await page.getByRole('button', { name: 'Draw the grid' }).click();
    await expect.poll(() => pictures.count()).toBe(2);
    const adapters = drawn()
      .slice(before)
      .map(({ spec }) => spec.adapters.map(({ name, weight }) => [name, weight]));
    expect(adapters).toEqual(
      [0.5, 1].map((strength) => [
        ['lcm', 1],
        ['blueprint', strength],
      ]),
    );
  });
});
