import { onStage, type PageStore } from '#bot/studio/page/app/state.ts';
import type { Frame } from '#bot/studio/page/parts/frame.ts';

/** The picture on the easel: a job's, or the one that was drawn before there is any. */
export function showStage(store: PageStore, frame: Frame): void {
  store.watch(
    (state) => [onStage(state) ?? state.first],
    (card) => (card ? frame.show(card) : frame.clear()),
  );
}
