import { PLAIN_STYLE } from '#bot/domain/preset.ts';
import { permutations } from '#bot/prompt/permutations.ts';
import { besideInput, besideOf, draftControls, draftLikes, imageInput } from '#bot/studio/page/app/beside-pictures.ts';
import { changeSetting, isInPrompt, type SettingName } from '#bot/studio/page/app/draft-settings.ts';
import { byId } from '#bot/studio/page/app/element.ts';
import { later } from '#bot/studio/page/app/later.ts';
import { remember } from '#bot/studio/page/app/prompt-history.ts';
import { type CommandInput, pictureAddress, Refused, server } from '#bot/studio/page/app/server.ts';
import {
  anySeed,
  changeDraft,
  type Draft,
  type DraftStart,
  NO_MARGINS,
  type PageStore,
  withCard,
  wordsOf,
} from '#bot/studio/page/app/state.ts';
import { attempt, say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Everything a person can do with a picture. Each takes the store, so that keys, buttons and chips do the same. */

/**
 * Sends the draft off and puts the new job on the stage. Where it asks for several by `{a, b}`, the first press says how
 * many they are and how long they take, and the second draws them.
 */
export async function make(store: PageStore): Promise<void> {
  const { draft, plan } = store.state;
  if (draft.prompt.trim() === '') {
    byId('prompt', HTMLTextAreaElement).focus();
    say(labelOf('page.write-first'));
    return;
  }
  await attempt(async () => {
    const input = {
      ...inputOf({ ...draft, start: null }),
      ...(draft.start && (await (await startPicture()).startInput(draft.start))),
    };
    const isAgain = JSON.stringify(input) === made.input && performance.now() - made.at < AGAIN_MS;
    if (isAgain) return;
    made = { input: JSON.stringify(input), at: performance.now() };
    if (plan) await submit(store, { draft, inputs: plan.prompts.map((prompt) => ({ ...input, prompt })) });
    else if (permutations(draft.prompt, 1).count > 1) await planFor(store, draft);
    else await submit(store, { draft, inputs: [input] });
  });
}

/** Most pictures are drawn from words alone. */
const startPicture = () => import('#bot/studio/page/app/start-picture.ts');

/** The same draft within this time is one press too many: a key held down, a nervous finger. */
const AGAIN_MS = 1_000;

const NOTHING_MADE = { input: '', at: Number.NEGATIVE_INFINITY };
let made = NOTHING_MADE;

function planFor(store: PageStore, draft: Draft): Promise<void> {
  return orRefusal(store, async () => {
    const plan = await server.plan(inputOf(wordsOf(draft)));
    if (store.state.draft === draft) store.set({ plan, refusal: null });
  });
}

function submit(
  store: PageStore,
  { draft, inputs }: { readonly draft: Draft; readonly inputs: readonly CommandInput[] },
): Promise<void> {
  store.set({ plan: null });
  return orRefusal(store, async () => {
    for (const input of inputs) {
      const reply = await server.submit(input, draft.parentId);
      if (reply.answer === 'panel') take(store, reply.job);
    }
    remember(draft.prompt);
    if (draft.parentId !== null) changeDraft(store, { parentId: null });
  });
}

/** A refusal is said where the words are, once, and stands there until they are changed or drawn. */
async function orRefusal(store: PageStore, work: () => Promise<void>): Promise<void> {
  try {
    await work();
    if (store.state.refusal !== null) store.set({ refusal: null });
  } catch (thrown) {
    // What did not become a job may be asked for again at once.
    made = NOTHING_MADE;
    // That nobody answered is no refusal, and the words may be fine.
    if (!(thrown instanceof Refused) || thrown.status === 0) throw thrown;
    store.set({ refusal: thrown.message });
  }
}

/** The same order with another seed. */
export async function reroll(store: PageStore, card: JobCard): Promise<void> {
  if (card.live) return changeSetting(store, 'seed', anySeed());
  await attempt(async () => take(store, await server.reroll(card.id)));
}

/** The same picture, larger; with nothing to be seen until it is there. */
export async function upscale(store: PageStore, card: JobCard): Promise<void> {
  await attempt(async () => take(store, await server.upscale(card.id)));
}

/** The same picture with its faces mended. */
export async function restore(store: PageStore, card: JobCard): Promise<void> {
  await attempt(async () => take(store, await server.restore(card.id)));
}

/** The same picture, moving. */
export async function animate(store: PageStore, card: JobCard): Promise<void> {
  await attempt(async () => take(store, await server.animate(card.id)));
}

/** The same words from this picture, with a new seed: a little of it changes, or much. */
export async function vary(store: PageStore, card: JobCard, how: 'subtle' | 'strong'): Promise<void> {
  await attempt(async () => take(store, await server.vary(card.id, 0, how)));
}

/** Lays one of its pictures on the easel, to be drawn over. */
export async function changePicture(store: PageStore, card: JobCard, index: number): Promise<void> {
  const isThere = await attempt(async () => (await startPicture()).startFromJob(store, card, index));
  if (isThere) store.set({ isChanging: true });
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
    control: draftControls(order),
    like: draftLikes(order),
    parentId: card.live ? null : card.id,
  });
  const { start } = order;
  if (start) void later(startPicture, ({ begin }) => begin(store, draftStart(start)));
  byId('prompt', HTMLTextAreaElement).focus();
}

function draftStart({ image, width, height, margins, strength }: NonNullable<JobCard['order']['start']>): DraftStart {
  const address = `/api/pictures/${image.sha256}`;
  return { sha256: image.sha256, width, height, address, margins: margins ?? NO_MARGINS, strength: strength ?? null };
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
  saveFile(`${pictureAddress(card.id, index)}?download`);
}

/** Has the browser save what lies at this address of the studio. */
export function saveFile(address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = '';
  link.click();
}

/** What the draft asks for; what was left open is left out, and what the prompt says itself too. */
export function inputOf(draft: Draft): CommandInput {
  const isLeftOut = (name: SettingName) => draft[name] === null || isInPrompt(draft, name);
  return {
    prompt: draft.prompt,
    ...(draft.negative.trim() === '' ? {} : { negative: draft.negative }),
    ...(isLeftOut('style') ? {} : { style: draft.style }),
    ...(isLeftOut('ratio') ? {} : { size: draft.ratio }),
    ...(isLeftOut('steps') ? {} : { steps: draft.steps }),
    ...(isLeftOut('guidance') ? {} : { guidance: draft.guidance }),
    ...(isLeftOut('seed') ? {} : { seed: draft.seed }),
    ...(isLeftOut('count') || draft.count === 1 ? {} : { count: draft.count }),
    ...(draft.start ? { ...imageInput(draft.start), ...strengthOf(draft.start) } : {}),
    ...besideInput(draft),
  };
}

function strengthOf({ strength }: DraftStart): CommandInput {
  return strength === null ? {} : { strength };
}

/** The order of a job with the seed that it had: it gives the same picture. */
export function inputOfOrder({ order, settled }: JobCard): CommandInput {
  const { ratio, seed, start, like: _like, control: _control, controlGuess: _guess, ...said } = order;
  const drawn = seed ?? settled?.seed;
  return {
    ...said,
    ...(ratio ? { size: `${ratio.width}:${ratio.height}` } : {}),
    ...(drawn === undefined ? {} : { seed: drawn }),
    ...(start ? startOf(start) : {}),
    ...besideOf(order),
  };
}

/** A picture is named by its hash; the studio has it still. */
function startOf({ image, mask, margins, strength }: NonNullable<JobCard['order']['start']>): CommandInput {
  return {
    image: { sha256: image.sha256 },
    ...Object.fromEntries(Object.entries(margins ?? {}).map(([side, share]) => [`margin-${side}`, share])),
    ...(mask ? { mask: { sha256: mask.sha256 } } : {}),
    ...(strength === undefined ? {} : { strength }),
  };
}

/** Puts a job on the stage that may be none of the newest. */
export function lookAt(store: PageStore, card: JobCard): void {
  store.set({ selectedId: card.id, looked: card, gone: null });
}

/** Puts the job there that this one comes from. */
export async function lookAtParent(store: PageStore, { id }: JobCard): Promise<void> {
  await attempt(async () => {
    const { parent } = await server.kin(id);
    if (parent) lookAt(store, parent);
    else say(labelOf('page.parent-gone'));
  });
}

/** Puts a new job on the stage; the news of it may have come first. */
export function take(store: PageStore, card: JobCard): void {
  const known = store.state.jobs.find(({ id }) => id === card.id);
  store.set({
    jobs: known ? store.state.jobs : withCard(store.state.jobs, card),
    selectedId: card.id,
    gone: null,
    isChanging: false,
  });
}
