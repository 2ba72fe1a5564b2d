// The page that opens where nobody is let in yet: it takes the link that somebody came with, or a login.
import { askForCode, DiscordSilent } from '#bot/studio/page/app/discord-frame.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { type Launch, readLaunch } from '#bot/studio/page/app/launch.ts';
import { entry, Refused } from '#bot/studio/page/app/server.ts';
import { labelOf, moreWords, translatePage } from '#bot/studio/page/app/words.ts';
import type { EntryCard } from '#bot/studio/server/operator-api.ts';

await moreWords();
translatePage();

const state = byId('entry-state', HTMLParagraphElement);

const problems = new Map([
  ['failed', labelOf('access.failed')],
  ['stranger', labelOf('access.stranger')],
]);

async function enter(): Promise<void> {
  const link = location.hash.slice(1);
  // It is a secret: it stands in the address no longer than it takes to read it.
  history.replaceState(null, '', location.pathname + location.search);
  try {
    const { discord, activity } = await entry.how();
    const launch = readLaunch(location.search);
    if (activity && launch) return await enterActivity(activity, launch);
    byId('entry-discord', HTMLAnchorElement).hidden = !discord;
    state.textContent = problems.get(link) ?? labelOf('access.how');
    if (link === '' || problems.has(link)) return;
    state.textContent = labelOf('access.opening');
    await entry.withLink(link);
    location.replace('/');
  } catch (thrown) {
    if (thrown instanceof DiscordSilent) state.textContent = labelOf('access.failed');
    else if (thrown instanceof Refused) state.textContent = thrown.message;
    else throw thrown;
  }
}

/** Inside Discord: it says who sits there, and the page goes on with what tells which canvas it is. */
async function enterActivity(activity: NonNullable<EntryCard['activity']>, launch: Launch): Promise<void> {
  state.textContent = labelOf('access.opening');
  await entry.withCode(await askForCode(activity, launch), launch.instanceId);
  location.replace(`/${location.search}`);
}

// A link that is put into the address of this very page loads nothing anew.
addEventListener('hashchange', () => void enter());
void enter();
