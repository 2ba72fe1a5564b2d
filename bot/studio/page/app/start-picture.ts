import { imageInput } from '#bot/studio/page/app/beside-pictures.ts';
import { createMask, type Mask } from '#bot/studio/page/app/mask.ts';
import { type CommandInput, pictureAddress, server } from '#bot/studio/page/app/server.ts';
import { changeDraft, type DraftStart, NO_MARGINS, type PageStore } from '#bot/studio/page/app/state.ts';
import { say } from '#bot/studio/page/app/toasts.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** What is marked on the picture that the draft starts from; a page has one. */
export function theMask(): Mask {
  mask ??= createMask();
  return mask;
}

let mask: Mask | undefined;

/** Takes a file in as the picture to start from. Throws Refused with the studio's sentence when it is none. */
export async function startFrom(store: PageStore, file: Blob): Promise<void> {
  const { sha256, width, height, frames } = await server.keepPicture(file);
  const address = frames > 1 ? `/api/pictures/${sha256}` : URL.createObjectURL(file);
  begin(store, { sha256, width, height, address, margins: NO_MARGINS, strength: null });
  if (frames > 1) say(labelOf('page.first-frame', { frames }));
}

/** Takes a picture that was drawn here. */
export async function startFromJob(store: PageStore, card: JobCard, index: number): Promise<void> {
  const file = await fetch(pictureAddress(card.id, index)).then((response) => response.blob());
  await startFrom(store, file);
  if (store.state.draft.prompt.trim() === '') changeDraft(store, { prompt: card.order.prompt });
}

/** Puts a picture there with nothing marked. */
export function begin(store: PageStore, start: DraftStart): void {
  theMask().begin(start);
  changeDraft(store, { start });
}

/** The draft starts from words alone again. */
export function forget(store: PageStore): void {
  changeDraft(store, { start: null });
  store.set({ isChanging: false });
}

/** What a command is given for the picture: what is marked is handed in first, and more is drawn round it. */
export async function startInput(start: DraftStart): Promise<CommandInput> {
  const { strength, margins } = start;
  const how = strength === null ? {} : { strength };
  if (theMask().share === 0) return { ...imageInput(start), ...how };
  if (!hasMargins(start)) return { ...imageInput(start), mask: await handIn(maskPicture(start, false)), ...how };
  // A mask and margins together: the picture is laid on larger paper, and the new paper is marked, too.
  const wider = await widened(start);
  return { image: await handIn(wider), mask: await handIn(maskPicture({ ...start, margins }, true)), ...how };
}

/** Whether anything is drawn round the picture. */
export function hasMargins({ margins }: DraftStart): boolean {
  return Object.values(margins).some((share) => share > 0);
}

/** Pixels that are drawn at each side. */
export function marginPixels({ width, height, margins }: DraftStart) {
  const { left, top, right, bottom } = margins;
  return {
    left: Math.round(width * left),
    right: Math.round(width * right),
    top: Math.round(height * top),
    bottom: Math.round(height * bottom),
  };
}

async function handIn(canvas: HTMLCanvasElement): Promise<{ readonly sha256: string }> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('The browser made no picture of the mask');
  const { sha256 } = await server.keepPicture(blob);
  return { sha256 };
}

/** White is drawn anew, black is kept. */
function maskPicture(start: DraftStart, withMargins: boolean): HTMLCanvasElement {
  const { left, right, top, bottom } = withMargins ? marginPixels(start) : NO_MARGINS;
  const { canvas, context } = paper(start.width + left + right, start.height + top + bottom);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#000';
  context.fillRect(left, top, start.width, start.height);
  context.drawImage(theMask().canvas, left, top);
  return canvas;
}

async function widened(start: DraftStart): Promise<HTMLCanvasElement> {
  const picture = new Image();
  picture.src = start.address;
  await picture.decode();
  const { left, right, top, bottom } = marginPixels(start);
  const { canvas, context } = paper(start.width + left + right, start.height + top + bottom);
  context.drawImage(picture, left, top, start.width, start.height);
  return canvas;
}

function paper(width: number, height: number) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  return { canvas, context: canvas.getContext('2d')! };
}
