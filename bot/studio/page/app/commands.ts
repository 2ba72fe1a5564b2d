import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { type CommandInput, pictureAddress, server } from '#bot/studio/page/app/server.ts';
import { anySeed, changeDraft, type Draft, type PageStore, withCard } from '#bot/studio/page/app/state.ts';
import { attempt, say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Everything a person can do with a picture. Each takes the store, so that keys, buttons and chips do the same. */

/** Sends the draft off and puts the new job on the stage. */
export async function make(store: PageStore): Promise<void> {
  const { draft } = store.state;
  if (draft.prompt.trim() === '') {
    byId('prompt', HTMLTextAreaElement).focus();
    say(labelOf('page.write-first'));
    return;
  }
  await attempt(async () => {
    const reply = await server.submit(inputOf(draft), draft.parentId);
    if (reply.answer === 'panel') take(store, reply.job);
    if (draft.parentId !== null) changeDraft(store, { parentId: null });
  });
}

/** The same order with another seed. */
export async function reroll(store: PageStore, card: JobCard): Promise<void> {
  if (card.live) return changeDraft(store, { seed: anySeed() });
  await attempt(async () => take(store, await server.reroll(card.id)));
}

/** Brings an order back into the editor; what is made next is its child. */
export function edit(store: PageStore, card: JobCard): void {
  const { order } = card;
  changeDraft(store, {
    prompt: order.prompt,
    negative: order.negative ?? '',
    style: order.style ?? card.style ?? PLAIN_STYLE,
    ratio: order.ratio ? `${order.ratio.width}:${order.ratio.height}` : null,
    steps: order.steps ?? null,
    guidance: order.guidance ?? null,
    seed: card.settled?.seed ?? null,
    count: order.count ?? 1,
    parentId: card.live ? null : card.id,
  });
  byId('prompt', HTMLTextAreaElement).focus();
}

/** Stops a job that waits or is being drawn. */
export async function cancel(card: JobCard): Promise<void> {
  await attempt(() => server.cancel(card.id));
}

/** Forgets a job and its pictures. */
export async function remove(store: PageStore, card: JobCard): Promise<void> {
  const { jobs } = store.state;
  const index = jobs.findIndex(({ id }) => id === card.id);
  const isGone = await attempt(() => server.remove(card.id));
  if (!isGone) return;
  store.set({
    jobs: withCard(store.state.jobs, { ...card, state: 'deleted' }),
    selectedId: (jobs[index + 1] ?? jobs[index - 1])?.id ?? null,
  });
}

/** The prompt as it was typed. */
export async function copyPrompt(card: JobCard): Promise<void> {
  await navigator.clipboard.writeText(card.order.prompt).then(
    () => say(labelOf('page.copied')),
    () => say(labelOf('page.not-copied'), 'trouble'),
  );
}

/** Saves a picture; its settings are inside the file. */
export function download(card: JobCard, index: number): void {
  const link = document.createElement('a');
  link.href = `${pictureAddress(card.id, index)}?download`;
  link.download = '';
  link.click();
}

/** What the draft asks for; what was left open is left out. */
export function inputOf(draft: Draft): CommandInput {
  return {
    prompt: draft.prompt,
    ...(draft.negative.trim() === '' ? {} : { negative: draft.negative }),
    ...(draft.style === null ? {} : { style: draft.style }),
    ...(draft.ratio === null ? {} : { size: draft.ratio }),
    ...(draft.steps === null ? {} : { steps: draft.steps }),
    ...(draft.guidance === null ? {} : { guidance: draft.guidance }),
    ...(draft.seed === null ? {} : { seed: draft.seed }),
    ...(draft.count === 1 ? {} : { count: draft.count }),
  };
}

/** Puts a new job on the stage; the news of it may have come first. */
export function take(store: PageStore, card: JobCard): void {
  const known = store.state.jobs.find(({ id }) => id === card.id);
  store.set({ jobs: known ? store.state.jobs : withCard(store.state.jobs, card), selectedId: card.id });
}
