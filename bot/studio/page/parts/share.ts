import { byId, element } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { readLaunch } from '#bot/studio/page/app/launch.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

/** The button by which the operator lets others in, and, for a visitor, what they may do. */
export function showShare(store: PageStore): void {
  const button = byId('open-share', HTMLButtonElement);
  button.append(icon('plus'), element('span', {}, labelOf('access.share')));
  button.ariaLabel = labelOf('access.share');
  button.title = labelOf('access.share-about');
  button.addEventListener('click', async () => {
    const { openShareDialog } = await import('#bot/studio/page/parts/share-dialog.ts');
    openShareDialog();
  });
  const told = element('p', { class: 'soft looking', role: 'status' });
  const tell = (sentence: string) => {
    told.textContent = sentence;
    document.querySelector('.composer')!.prepend(told);
  };
  store.watch(
    ({ facts }) => [facts],
    (facts) => {
      button.hidden = facts?.canShare !== true;
      document.documentElement.dataset.access = facts?.access ?? 'all';
      const isInside = readLaunch(location.search) !== null;
      if (facts?.access === 'look') tell(labelOf(isInside ? 'access.looking-on' : 'access.looking'));
    },
  );
  store.watch(
    ({ isConnected }) => [isConnected],
    (isConnected) => {
      const access = store.state.facts?.access ?? 'all';
      if (!isConnected && access !== 'all') void whyShutOut().then((why) => why !== null && tell(why));
    },
  );
}

/** The studio's own sentence where it lets this visitor in no more; null = it cannot be reached, which the page says anyway. */
async function whyShutOut(): Promise<string | null> {
  try {
    await server.facts();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return thrown.status === 403 ? thrown.message : null;
  }
}
