import { element } from '#bot/studio/page/app/element.ts';
import { readLaunch } from '#bot/studio/page/app/launch.ts';
import type { DrawnLine, PicturePoint } from '#bot/studio/page/app/mask.ts';
import { remember } from '#bot/studio/page/app/prompt-history.ts';
import { server } from '#bot/studio/page/app/server.ts';
import { begin, theMask } from '#bot/studio/page/app/start-picture.ts';
import { changeDraft, NO_MARGINS, type PageStore } from '#bot/studio/page/app/state.ts';
import { attempt } from '#bot/studio/page/app/toasts.ts';
import { inOneLine, labelOf } from '#bot/studio/page/app/words.ts';
import type { CanvasNews } from '#bot/studio/server/canvas-api.ts';

/** Lines of this time are sent together in one request. Milliseconds. */
const GATHER_MS = 40;

/** News of one request. */
const NEWS_MAX = 64;

/** The canvas that this page shares with others; null = it draws alone. */
const CANVAS: string | null = readLaunch(location.search)?.instanceId ?? null;

/** Sends the picture to change and each line drawn on it to the other pages of the canvas; returns what takes theirs. */
export function shareCanvas(store: PageStore): (news: CanvasNews) => void {
  const waiting: CanvasNews[] = [];
  let isTelling = false;
  /** The picture that the others know of. */
  let told: string | null = null;

  const tell = (news: CanvasNews) => {
    if (CANVAS === null) return;
    waiting.push(news);
    if (isTelling) return;
    isTelling = true;
    setTimeout(() => void flush(), GATHER_MS);
  };
  const flush = async () => {
    const news = waiting.splice(0, NEWS_MAX);
    // Whoever misses a line sees the next; the picture that comes of it is drawn from the mask of who makes it.
    await server.tellCanvas(CANVAS!, news).catch(() => {});
    isTelling = waiting.length > 0;
    if (isTelling) setTimeout(() => void flush(), GATHER_MS);
  };

  store.watch(
    ({ isChanging, draft }) => [isChanging, draft.start],
    (isChanging, start) => {
      if (!isChanging || !start || start.sha256 === told) return;
      told = start.sha256;
      tell({ kind: 'begin', sha256: start.sha256, width: start.width, height: start.height });
    },
  );
  theMask().onLine((line) => {
    const { start } = store.state.draft;
    if (start) tell({ ...newsOf(line), sha256: start.sha256 });
  });

  return (news) => {
    if (news.kind === 'people') return showPeople(news);
    const { start } = store.state.draft;
    if (news.kind === 'begin') {
      told = news.sha256;
      if (start?.sha256 === news.sha256 && store.state.isChanging) return;
      begin(store, { ...news, address: `/api/pictures/${news.sha256}`, margins: NO_MARGINS, strength: null });
      store.set({ isChanging: true });
    } else if (start?.sha256 === news.sha256) {
      theMask().follow({ points: pointsOf(news.points), radius: news.radius, erase: news.erase });
    }
  };
}

/** Says who draws along, where the prompt is. */
function showPeople({ names, left }: Extract<CanvasNews, { kind: 'people' }>): void {
  const others = inOneLine([...new Set(names)]);
  const sentence = [
    ...(left === null ? [] : [labelOf('access.left', { name: left })]),
    ...(others === '' ? [] : [labelOf('access.together', { names: others })]),
  ];
  const told = document.querySelector('.company') ?? element('p', { class: 'soft looking company', role: 'status' });
  told.textContent = sentence.join(' ');
  document.querySelector('.composer')!.prepend(told);
}

/** Puts what was written in Discord's form into the prompt; what stood there is kept as the newest of the history. */
export async function takeLaunchWords(store: PageStore): Promise<void> {
  await attempt(async () => {
    const { words } = await server.launchWords();
    if (words === null) return;
    const { prompt } = store.state.draft;
    if (prompt.trim() !== '') remember(prompt);
    changeDraft(store, { prompt: words });
  });
}

function newsOf({ points, radius, erase }: DrawnLine) {
  return { kind: 'line', points: points.flatMap(({ x, y }) => [tenths(x), tenths(y)]), radius, erase } as const;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}

function pointsOf(numbers: readonly number[]): readonly PicturePoint[] {
  return Array.from({ length: Math.floor(numbers.length / 2) }, (_, at) => {
    return { x: numbers[2 * at]!, y: numbers[2 * at + 1]! };
  });
}
