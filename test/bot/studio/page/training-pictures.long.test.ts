import sharp from 'sharp';
import { expect, it } from 'vitest';
import { inBrowser, openPages } from '#test/bot/studio/page/pages.ts';
import { DEMO_DESCRIPTION } from '#test/bot/studio/server/studio-fixture.ts';
import { trainedResults } from '#test/fakes/trained-file.ts';

const SEEN = [{ event: 'text', text: { index: 0, text: 'a boat at night', score: 0.9, kind: 'caption' } }] as const;

const picture = (background: string) =>
  sharp({ create: { width: 80, height: 64, channels: 3, background } })
    .png()
    .toBuffer();

inBrowser('pictures on the page where models are trained', () => {
  const pages = openPages({
    description: { ...DEMO_DESCRIPTION, tasks: ['draw', 'train', 'describe'] },
    results: (request) => (request.task === 'describe' ? SEEN : trainedResults(request)),
  });

  it('are dropped there, described where they have no words, and left out again', { timeout: 60_000 }, async () => {
    const { page, errors } = await pages.visit();
    const place = page.locator('#room-train');
    await page.getByRole('link', { name: 'Train' }).click();
    await place.getByText('Nothing yet').waitFor();
    const writing = place.getByRole('button', { name: 'Write the captions for me' });
    expect(await writing.isDisabled()).toBe(true);
    const files = [
      { name: 'red.png', base64: (await picture('#a03020')).toString('base64') },
      { name: 'blue.png', base64: (await picture('#2030a0')).toString('base64') },
      { name: 'blue.txt', base64: Buffer.from('a blue mug').toString('base64') },
    ];
    await place.locator('.train-drop').evaluate((zone, given) => {
      const dataTransfer = new DataTransfer();
      for (const { name, base64 } of given)
        dataTransfer.items.add(new File([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))], name));
      zone.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, files);
    const captions = () =>
      place
        .locator('.train-pictures textarea')
        .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
    await expect.poll(captions).toEqual(['', 'a blue mug']);
    await writing.click();
    await expect.poll(captions, { timeout: 15_000 }).toEqual(['a boat at night', 'a blue mug']);
    expect(await writing.isDisabled()).toBe(true);
    await place.getByRole('button', { name: 'Leave picture 1 out' }).click();
    expect(await captions()).toEqual(['a blue mug']);
    await place.getByLabel('What it is').selectOption('words');
    expect(await place.getByLabel('Train text encoders, too').isVisible()).toBe(false);
    expect(errors).toEqual([]);
  });
});
