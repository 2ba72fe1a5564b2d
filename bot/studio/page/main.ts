import { recallDraft, rememberDraft } from '#bot/studio/page/app/draft-memory.ts';
import { gather } from '#bot/studio/page/app/gather.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { readLaunch } from '#bot/studio/page/app/launch.ts';
import { createLiveSwitch } from '#bot/studio/page/app/live-switch.ts';
import { loadNewest } from '#bot/studio/page/app/load-jobs.ts';
import { openJobs, showNews } from '#bot/studio/page/app/news.ts';
import { followReading } from '#bot/studio/page/app/reading.ts';
import { followRooms, whenFirst } from '#bot/studio/page/app/rooms.ts';
import { type Listener, listen, server } from '#bot/studio/page/app/server.ts';
import { followSketches } from '#bot/studio/page/app/sketches.ts';
import {
  INITIAL_STATE,
  onStage,
  type State,
  takesPictures,
  withCard,
  withPreviewOf,
} from '#bot/studio/page/app/state.ts';
import { createStore } from '#bot/studio/page/app/store.ts';
import { followTheme } from '#bot/studio/page/app/theme.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { translatePage } from '#bot/studio/page/app/words.ts';
import { acceptFiles } from '#bot/studio/page/parts/accept-files.ts';
import { showBuilder } from '#bot/studio/page/parts/builder.ts';
import { showEditor } from '#bot/studio/page/parts/editor.ts';
import { showExtras } from '#bot/studio/page/parts/extras.ts';
import { showFirstPicture } from '#bot/studio/page/parts/first-picture.ts';
import { createFrame } from '#bot/studio/page/parts/frame.ts';
import { listenToKeys } from '#bot/studio/page/parts/keys.ts';
import { showMachineLine } from '#bot/studio/page/parts/machine-line.ts';
import { showPlan } from '#bot/studio/page/parts/plan.ts';
import { showPromptKeys } from '#bot/studio/page/parts/prompt-keys.ts';
import { showRack } from '#bot/studio/page/parts/rack.ts';
import { showSide } from '#bot/studio/page/parts/side.ts';
import { showStage } from '#bot/studio/page/parts/stage.ts';
import { showStrip } from '#bot/studio/page/parts/strip.ts';
import { showStyles } from '#bot/studio/page/parts/styles.ts';

translatePage();
followTheme();

const store = createStore<State>({ ...INITIAL_STATE, draft: recallDraft(INITIAL_STATE.draft) });
const live = createLiveSwitch(store);
const frame = createFrame((card, index) => {
  void later(
    () => import('#bot/studio/page/parts/zoom.ts'),
    ({ openZoom }) => openZoom(card, index),
  );
});

followRooms(store);
showStage(store, frame);
showStrip(store, frame);
showSide(store);
showBuilder(store);
showFirstPicture(store);
showStyles(store);
showEditor(store);
showExtras(store);
showPlan(store);
showRack(store);
whenFirst(store, {
  is: ({ room }) => room === 'gallery',
  load: () => import('#bot/studio/page/parts/gallery-room.ts'),
  show: ({ showGalleryRoom }) => showGalleryRoom(store),
});
whenFirst(store, {
  is: ({ room }) => room === 'compare',
  load: () => import('#bot/studio/page/parts/compare-room.ts'),
  show: ({ showCompareRoom }) => showCompareRoom(store),
});
whenFirst(store, {
  is: ({ room }) => room === 'train',
  load: () => import('#bot/studio/page/parts/train-room.ts'),
  show: ({ showTrainRoom }) => showTrainRoom(store),
});
whenFirst(store, {
  is: ({ room }) => room === 'moderation',
  load: () => import('#bot/studio/page/parts/moderation-room.ts'),
  show: ({ showModerationRoom }) => showModerationRoom(store),
});
whenFirst(store, {
  is: ({ room }) => room === 'server',
  load: () => import('#bot/studio/page/parts/settings-room.ts'),
  show: ({ showSettingsRoom }) => showSettingsRoom(store),
});
whenFirst(store, {
  is: (state) => onStage(state) !== null,
  load: () => import('#bot/studio/page/parts/with-picture.ts'),
  show: ({ showWithPicture }) => showWithPicture(store),
});
whenFirst(store, {
  is: takesPictures,
  load: () => import('#bot/studio/page/parts/beside.ts'),
  show: ({ showBeside }) => showBeside(store),
});
whenFirst(store, {
  is: (state) => onStage(state)?.state === 'done',
  load: () => import('#bot/studio/page/parts/kin.ts'),
  show: ({ showKin }) => showKin(store),
});
whenFirst(store, {
  is: ({ side }) => side === 'settings',
  load: () => import('#bot/studio/page/parts/settings.ts'),
  show: ({ showSettings }) => showSettings(store),
});
whenFirst(store, {
  is: ({ facts }) => facts !== null && (facts.canShare || facts.access !== 'all'),
  load: () => import('#bot/studio/page/parts/share.ts'),
  show: ({ showShare }) => showShare(store),
});
whenFirst(store, {
  is: ({ facts }) => facts !== null,
  load: () => import('#bot/studio/page/parts/hints.ts'),
  show: ({ showHints }) => showHints(store),
});
whenFirst(store, {
  is: ({ draft }) => draft.start !== null,
  load: () => import('#bot/studio/page/parts/given.ts'),
  show: ({ showGiven }) => showGiven(store),
});
whenFirst(store, {
  is: ({ isChanging }) => isChanging,
  load: () => import('#bot/studio/page/parts/change.ts'),
  show: ({ showChange }) => showChange(store),
});
showMachineLine(store);
followReading(store);
followSketches(store);
rememberDraft(store);
showNews(store);
acceptFiles(store);
showPromptKeys(store); // before the other keys: what the list of completions takes goes no further
listenToKeys(store, live);

/** Takes what others do on the canvas that this page shares with them, once it can. */
let hearCanvas: Listener['onCanvas'] = () => {};
if (readLaunch(location.search))
  void later(
    () => import('#bot/studio/page/app/canvas.ts'),
    ({ shareCanvas, takeLaunchWords }) => {
      hearCanvas = shareCanvas(store);
      void takeLaunchWords(store);
    },
  );

function take(card: Parameters<Listener['onJob']>[0]): void {
  store.set({ previews: withPreviewOf(store.state.previews, card) });
  if (card.live) {
    live.take(card);
    store.set({ tried: card });
  } else store.set({ jobs: withCard(store.state.jobs, card) });
}

const listener: Listener = {
  onHello: () =>
    void attempt(async () => {
      const asked = [server.facts(), server.commands(), server.styles(), server.stars(), loadNewest(store)] as const;
      const [facts, commands, styles, stars] = await Promise.all(asked);
      store.set({ facts, commands, styles, stars: new Set(stars) });
    }),
  onJob: gather((cards) => cards.forEach(take)),
  onCluster: (cluster) => {
    const hadOffer = store.state.cluster.offer !== null;
    store.set({ cluster });
    // Ready-made styles depend on the models that are there.
    if (!hadOffer && cluster.offer) void attempt(async () => store.set({ styles: await server.styles() }));
  },
  onCanvas: (news) => hearCanvas(news),
  onConnection: (isConnected) => store.set({ isConnected }),
};
listen(listener, { isAwaiting: () => openJobs(store.state).length > 0 });
