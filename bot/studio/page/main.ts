import { showBoard } from '#bot/studio/page/board.ts';
import { recallDraft, rememberDraft } from '#bot/studio/page/draft-memory.ts';
import { showEditor } from '#bot/studio/page/editor.ts';
import { showExtras } from '#bot/studio/page/extras.ts';
import { loadNewest, showGallery } from '#bot/studio/page/gallery.ts';
import { showHints } from '#bot/studio/page/hints.ts';
import { listenToKeys } from '#bot/studio/page/keys.ts';
import { createLive } from '#bot/studio/page/live.ts';
import { listen, server } from '#bot/studio/page/server.ts';
import { showSettings } from '#bot/studio/page/settings.ts';
import { showStage } from '#bot/studio/page/stage.ts';
import { INITIAL_STATE, type State, withCard } from '#bot/studio/page/state.ts';
import { createStore } from '#bot/studio/page/store.ts';
import { showStyles } from '#bot/studio/page/styles.ts';
import { attempt } from '#bot/studio/page/toasts.ts';
import { countTokens } from '#bot/studio/page/tokens.ts';
import { translatePage } from '#bot/studio/page/words.ts';

translatePage();

const store = createStore<State>({ ...INITIAL_STATE, draft: recallDraft(INITIAL_STATE.draft) });
const live = createLive(store);

showStage(store);
showStyles(store);
showEditor(store);
showExtras(store);
showSettings(store);
showGallery(store);
showBoard(store);
showHints(store);
countTokens(store);
rememberDraft(store);
listenToKeys(store, live);

listen({
  onHello: () =>
    void attempt(async () => {
      const asked = [server.facts(), server.commands(), server.styles(), loadNewest(store)] as const;
      const [facts, commands, styles] = await Promise.all(asked);
      store.set({ facts, commands, styles });
    }),
  onJob: (card) => (card.live ? live.take(card) : store.set({ jobs: withCard(store.state.jobs, card) })),
  onCluster: (cluster) => {
    const hadOffer = store.state.cluster.offer !== null;
    store.set({ cluster });
    // Ready-made styles depend on the models that are there.
    if (!hadOffer && cluster.offer) void attempt(async () => store.set({ styles: await server.styles() }));
  },
  onConnection: (isConnected) => store.set({ isConnected }),
});
