import { Refused } from '#bot/studio/page/app/server.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { labelOf, moreWords } from '#bot/studio/page/app/words.ts';

/** Uses a part of the page that is loaded when it is first needed; says so and answers false when the studio does not. */
export async function later<Part>(load: () => Promise<Part>, use: (part: Part) => unknown): Promise<boolean> {
  return await attempt(async () => {
    const part = await moreWords()
      .then(load)
      .catch(() => {
        throw new Refused(labelOf('page.no-answer'), 0);
      });
    await use(part);
  });
}
