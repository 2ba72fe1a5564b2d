import { element } from '#bot/studio/page/app/element.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { StyleVersionCard } from '#bot/studio/server/api.ts';

/** What a style was, and whether it is still what its editor was opened with. */
export interface StyleHistory {
  readonly element: HTMLElement;
  /** False, once, where somebody has changed it since: who saves then lays theirs over it. */
  isAsOpened(): Promise<boolean>;
}

/** The versions of a style of one's own, each with a button that makes it this again. */
export function styleHistory(name: string, restore: (version: number) => unknown): StyleHistory {
  const list = element('ol', { class: 'versions' });
  const place = element(
    'details',
    { class: 'style-history', hidden: true },
    element('summary', {}, labelOf('machines.style-history')),
    list,
  );
  let newest: number | null = null;
  const read = async () => {
    try {
      return await server.styleVersions(name);
    } catch (thrown) {
      if (thrown instanceof Refused) return []; // it has none, or the studio is away, which saving says
      throw thrown;
    }
  };
  const opened = read().then((versions) => {
    newest = versions[0]?.version ?? null;
    place.hidden = versions.length < 2;
    list.replaceChildren(...versions.map((version, at) => row(version, at === 0 ? null : restore)));
  });
  return {
    element: place,
    async isAsOpened() {
      await opened;
      const now = (await read())[0]?.version ?? null;
      const isSame = now === newest;
      newest = now;
      return isSame;
    },
  };
}

function row({ version, at, what }: StyleVersionCard, restore: ((version: number) => unknown) | null): HTMLElement {
  const language = document.documentElement.lang;
  const when = new Date(at).toLocaleString(language, { dateStyle: 'medium', timeStyle: 'short' });
  return element(
    'li',
    {},
    element('b', {}, when),
    element('span', { class: 'soft' }, what),
    restore === null
      ? element('span', { class: 'soft' }, labelOf('machines.style-now'))
      : element(
          'button',
          {
            class: 'btn small',
            'aria-label': `${labelOf('machines.style-restore')}: ${when}`,
            onclick: () => void restore(version),
          },
          labelOf('machines.style-restore'),
        ),
  );
}
