// The page that opens where nobody is let in yet: it takes the link that somebody came with, or a login.
import { byId } from '#bot/studio/page/app/element.ts';
import { entry, Refused } from '#bot/studio/page/app/server.ts';
import { labelOf, translatePage } from '#bot/studio/page/app/words.ts';

translatePage();

const state = byId('entry-state', HTMLParagraphElement);

const problems = new Map([
  ['failed', labelOf('access.failed')],
  ['stranger', labelOf('access.stranger')],
]);

async function enter(): Promise<void> {
  const link = location.hash.slice(1);
  // It is a secret: it stands in the address no longer than it takes to read it.
  history.replaceState(null, '', location.pathname);
  try {
    const { discord } = await entry.how();
    byId('entry-discord', HTMLAnchorElement).hidden = !discord;
    state.textContent = problems.get(link) ?? labelOf('access.how');
    if (link === '' || problems.has(link)) return;
    state.textContent = labelOf('access.opening');
    await entry.withLink(link);
    location.replace('/');
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    state.textContent = thrown.message;
  }
}

// A link that is put into the address of this very page loads nothing anew.
addEventListener('hashchange', () => void enter());
void enter();
