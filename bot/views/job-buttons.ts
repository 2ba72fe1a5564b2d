import { isPrivate, type Job, picturesIn, type StoredMask, type StoredPicture } from '#bot/domain/job.ts';
import { promptsOf } from '#bot/prompt/described.ts';
import { say } from '#bot/text/say.ts';
import type { PanelAction, PanelButton } from '#bot/views/panel.ts';
import type { Message } from '#shared/text/message.ts';

/** What renderers can do now, as far as panels have buttons for it. */
export interface PanelOffer {
  readonly upscale: boolean;
  /** Mend faces; not when left out. */
  readonly restore?: boolean;
  /** Find things in pictures; not when left out. */
  readonly segment?: boolean;
  /** A moderator looks at it, to decide. */
  readonly review?: true;
  /** Make pictures move; not when left out. */
  readonly animate?: boolean;
}

/** A button before it is in any language. */
export type UnsaidButton = Omit<PanelButton, 'label'> & { readonly label: Message };

/** The buttons of a job as it stands; what no renderer can do has none. */
export function jobButtons(job: Job, offer: PanelOffer): readonly UnsaidButton[] {
  if (offer.review) return [RELEASE, REFUSE];
  const { state, review } = job;
  const isDrawn = state.kind === 'done' && picturesIn(state.result).length > 0 && !review;
  return [...buttonsOf(job, offer), ...(isDrawn && isPrivate(job) ? [PUBLISH] : [])];
}

function buttonsOf(job: Job, offer: PanelOffer): readonly UnsaidButton[] {
  const { state, review } = job;
  const { task, draftOf } = job.settled;
  const isDrawn = task.kind === 'draw';
  switch (state.kind) {
    case 'queued':
    case 'rendering':
      return [CANCEL];
    case 'done': {
      if (review) return [DELETE];
      const pictures = picturesIn(state.result);
      if (draftOf && pictures.length > 0) return [FINISH, { ...REROLL, tone: 'secondary' }, EDIT, DELETE];
      if (state.result.kind === 'masks') return [...partButtons(state.result.masks), DELETE];
      if (state.result.kind === 'texts') return [...drawButtons(promptsOf(state.result.texts)), DELETE];
      if (isDrawn && pictures.length > 1) return gridButtons(pictures, offer);
      return singleButtons({ hasPicture: pictures.length === 1, isDrawn, isVaried: isOfWords(job) }, offer);
    }
    case 'failed':
    case 'cancelled':
      return [TRY_AGAIN, ...(isDrawn ? [EDIT] : []), DELETE];
    case 'deleted':
      return [];
  }
}

/** What else can be done with a job, without a button of its own. */
export function jobMenu(
  job: Job,
  offer: PanelOffer,
): readonly { readonly action: PanelAction; readonly label: Message }[] {
  const { state, review } = job;
  const { task, draftOf } = job.settled;
  if (state.kind !== 'done' || !isOfWords(job) || review || offer.review) return [];
  const isGrid = !draftOf && picturesIn(state.result).length > 1;
  // What was made larger is near the largest that can be drawn.
  const isLarge = task.kind === 'upscale' || (task.kind === 'draw' && task.hires !== undefined);
  return [
    ...(isGrid ? [{ action: 'vary', label: say('menu.vary') } as const] : []),
    ...(draftOf ? [] : [{ action: 'region', label: say('menu.region') } as const]),
    ...(isGrid || draftOf || !offer.segment ? [] : [{ action: 'parts', label: say('menu.parts') } as const]),
    ...(isGrid || draftOf || isLarge ? [] : [{ action: 'hires', label: say('menu.hires') } as const]),
    ...(isGrid || draftOf || !offer.restore || task.kind !== 'draw'
      ? []
      : [{ action: 'restore', label: say('menu.restore') } as const]),
    ...(isGrid || draftOf || !offer.animate ? [] : [{ action: 'animate', label: say('menu.animate') } as const]),
    { action: 'info', label: say('menu.info') },
    { action: 'report', label: say('menu.report') },
    ...(isGrid ? [{ action: 'delete', label: say('button.delete') } as const] : []),
  ];
}

/** Whether its pictures are drawn from words, or are such ones made larger or mended: they can be varied. */
function isOfWords({ settled: { task }, parentId }: Job): boolean {
  return task.kind === 'draw' || (parentId !== null && (task.kind === 'upscale' || task.kind === 'restore'));
}

function singleButtons(
  {
    hasPicture,
    isDrawn,
    isVaried,
  }: { readonly hasPicture: boolean; readonly isDrawn: boolean; readonly isVaried: boolean },
  offer: PanelOffer,
): readonly UnsaidButton[] {
  return [
    ...(isDrawn ? [REROLL] : []),
    ...(isVaried && hasPicture ? [VARY] : []),
    ...(offer.upscale && hasPicture ? [UPSCALE] : []),
    ...(offer.restore && hasPicture && !isDrawn ? [RESTORE] : []),
    ...(isDrawn ? [EDIT] : []),
    DELETE,
  ];
}

/** One button a thing that was found. */
function partButtons(masks: readonly StoredMask[]): readonly UnsaidButton[] {
  return masks.map(({ index }) => {
    const label = say('button.part', { number: index + 1 });
    return { action: 'part', picture: index, label, emoji: '', tone: 'secondary' };
  });
}

/** One button a suggestion. */
function drawButtons(prompts: readonly string[]): readonly UnsaidButton[] {
  return prompts.map((_, index) => {
    const label = say('button.draw-number', { number: index + 1 });
    return { action: 'draw', picture: index, label, emoji: '', tone: 'secondary' };
  });
}

/** One button a picture and way; five fit into a row. */
function gridButtons(pictures: readonly StoredPicture[], { upscale }: PanelOffer): readonly UnsaidButton[] {
  const numbered = (action: PanelAction, label: (number: number) => Message) =>
    pictures.map(
      ({ index }): UnsaidButton => ({ action, picture: index, label: label(index + 1), emoji: '', tone: 'secondary' }),
    );
  const enlarge = upscale ? numbered('upscale', (number) => say('button.upscale-number', { number })) : [];
  const [first, ...others] = numbered('variation', (number) => say('button.vary-number', { number }));
  return [...enlarge, REROLL, { ...first!, startsRow: true }, ...others, EDIT];
}

const FINISH: UnsaidButton = { action: 'finish', label: say('button.finish'), emoji: '⬆️', tone: 'primary' };
const PUBLISH: UnsaidButton = {
  action: 'publish',
  label: say('button.publish'),
  emoji: '📣',
  tone: 'secondary',
  startsRow: true,
};
const REROLL: UnsaidButton = { action: 'reroll', label: say('button.reroll'), emoji: '🔁', tone: 'primary' };
const VARY: UnsaidButton = { action: 'vary', label: say('button.vary'), emoji: '✨', tone: 'secondary' };
const UPSCALE: UnsaidButton = { action: 'upscale', label: say('button.upscale'), emoji: '⬆️', tone: 'secondary' };
const RESTORE: UnsaidButton = { action: 'restore', label: say('menu.restore'), emoji: '🩹', tone: 'secondary' };
// The cross is red enough; on a red button it could not be seen.
const RELEASE: UnsaidButton = { action: 'release', label: say('button.release'), emoji: '', tone: 'primary' };
const REFUSE: UnsaidButton = { action: 'refuse', label: say('button.refuse'), emoji: '', tone: 'secondary' };
const CANCEL: UnsaidButton = { action: 'cancel', label: say('button.cancel'), emoji: '❌', tone: 'secondary' };
const DELETE: UnsaidButton = { action: 'delete', label: say('button.delete'), emoji: '❌', tone: 'secondary' };

/** After a failure; advice names it. */
export const TRY_AGAIN: UnsaidButton = { action: 'reroll', label: say('button.again'), emoji: '🔁', tone: 'primary' };
/** Opens the form with what was asked; advice names it. */
export const EDIT: UnsaidButton = { action: 'edit', label: say('button.edit'), emoji: '✏️', tone: 'secondary' };
