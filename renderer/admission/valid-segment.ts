import { shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { ValidSegment } from '#renderer/engine/contract/segment-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import { firstCaptioner } from '#renderer/models/seers.ts';
import type { SegmentTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Points of one question; more say nothing new. */
const POINTS_MAX = 64;

/** Characters of the words for a thing. */
const TEXT_MAX = 200;

const MASKS = { from: 0, to: 16 };

/** Things to be found, with the segmenter that is named, or the first one. Throws `invalid` for places outside the picture. */
export function validSegment(task: SegmentTask, { models }: { readonly models: Models }): ValidSegment {
  const { image, model, points, box, text, masksMax } = task;
  const { name, path: file } = findSegmenter(model, models);
  if (points.length > POINTS_MAX)
    throw wrong(message('field.points'), message('limit.most', { limit: POINTS_MAX }), points.length);
  requireInside({ points, box }, requireEightBit(image));
  const isPointed = points.length > 0 || box !== null;
  const wished = whole(message('field.masks'), masksMax, MASKS);
  const wanted = isPointed ? (wished === 1 ? 'one' : 'several') : 'all';
  const most = wished === 0 ? (isPointed ? 3 : MASKS.to) : wished;
  const segmenter = { name, file, heads: null };
  const found = { kind: 'segment', segmenter, image, points, box, wanted, masksMax: most } as const;
  return text === '' ? found : { ...found, meant: meantBy(text, { isPointed, models }) };
}

/** Words are for all that stands out, and need a captioner to be read. */
function meantBy(
  text: string,
  { isPointed, models }: { readonly isPointed: boolean; readonly models: Models },
): NonNullable<ValidSegment['meant']> {
  const captioner = firstCaptioner(models);
  if (isPointed || !captioner) throw failure('invalid', 'segmenter.words', { given: shown(text) });
  if (text.length > TEXT_MAX)
    throw wrong(message('field.thing-words'), message('limit.most', { limit: TEXT_MAX }), text.length);
  const { name, path } = captioner;
  return { text, captioner: { name, path, kind: 'captions' } };
}

/** That points and box lie in the picture; halves of pixels are fine. */
export function requireInside(
  { points, box }: Pick<ValidSegment, 'points' | 'box'>,
  { width, height }: { readonly width: number; readonly height: number },
): void {
  const isIn = (x: number, y: number) => x >= 0 && y >= 0 && x <= width && y <= height;
  const outside = points.find(({ x, y }) => !isIn(x, y) || x === width || y === height);
  const size = `${width}x${height}`;
  if (outside) throw failure('invalid', 'segmenter.outside', { size, given: `${outside.x}, ${outside.y}` });
  if (!box) return;
  const { left, top, right, bottom } = box;
  if (isIn(left, top) && isIn(right, bottom) && left < right && top < bottom) return;
  throw failure('invalid', 'segmenter.box', { size, given: [left, top, right, bottom].join(', ') });
}

function findSegmenter(name: string, { segmenters }: Models) {
  const found = name === '' ? segmenters[0] : segmenters.find((each) => each.name === name);
  if (found) return found;
  throw failure('not-found', 'segmenter.unknown', { known: segmenters.map((each) => each.name), given: shown(name) });
}
