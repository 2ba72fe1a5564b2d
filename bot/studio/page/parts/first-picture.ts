import { FIRST_SENTENCE } from '#bot/presets/sentence-slots.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { changeDraft, onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** What the bundled model once drew of the first sentence, with style fine and seed 7: its true previews by step. */
const STEPS = [1, 2, 3, 4, 6, 8, 12, 20] as const;
const STEPS_ALL = 20;
const SIDE = 128;

/** How long one preview is to be seen before the next covers it. */
const SHOWN_MS = 420;

const FIRST: JobCard = {
  id: 'first',
  live: false,
  parentId: null,
  origin: 'studio',
  by: null,
  createdAt: 0,
  state: 'rendering',
  order: { prompt: FIRST_SENTENCE },
  style: 'fine',
  settled: {
    model: 'demo',
    sampler: 'dpmpp_2m',
    steps: STEPS_ALL,
    guidance: 4,
    width: SIDE,
    height: SIDE,
    seed: 7,
    count: 1,
  },
  status: '',
  notices: [],
  step: 0,
  steps: STEPS_ALL,
  renderer: null,
  pictures: [],
  suggestions: [],
  masks: [],
  canUpscale: false,
  canRestore: false,
  canAnimate: false,
  moves: false,
  preview: null,
  previewStep: null,
  denoiseMs: null,
};

/** Until there is a picture of one's own, one that was drawn before develops on the easel, with its words to go on from. */
export function showFirstPicture(store: PageStore): void {
  const hello = byId('hello', HTMLParagraphElement);
  hello.textContent = labelOf('page.hello');
  let [isBegun, isOffered] = [false, false];
  store.watch(
    (state) => [state.facts !== null && onStage(state) === null, state.cluster.offer?.demonstration ?? false],
    (isEmpty, isDemonstration) => {
      hello.hidden = !isEmpty;
      if (!isEmpty) return;
      // A page that opens with the program hears only later which models there are.
      if (isDemonstration && !isOffered && store.state.draft.prompt === '')
        changeDraft(store, { prompt: FIRST_SENTENCE });
      isOffered ||= isDemonstration;
      if (!isBegun) void develop(store);
      isBegun = true;
    },
  );
}

/** Neither the easel nor the strip has a hole where it is still being loaded. */
function canBeSeen(address: string): Promise<void> {
  const picture = new Image();
  picture.src = address;
  return picture.decode().catch(() => {});
}

async function develop(store: PageStore): Promise<void> {
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
  for (const step of STEPS) {
    if (onStage(store.state)) return;
    const address = `/bot/studio/page/first/${step}.webp`;
    const isLast = step === STEPS_ALL;
    await canBeSeen(address);
    const { previews } = store.state;
    store.set({
      first: { ...FIRST, step, state: isLast ? 'done' : 'rendering', preview: address, previewStep: step },
      previews: new Map([...previews, ['first', [...(previews.get('first') ?? []), { step, address }]]]),
    });
    if (!calm) await new Promise((resolve) => setTimeout(resolve, SHOWN_MS));
  }
}
