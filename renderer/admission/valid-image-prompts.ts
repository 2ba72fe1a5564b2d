import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireMask, requirePicture } from '#renderer/admission/picture-file.ts';
import type {
  ImagePromptScope,
  ValidImagePrompt,
  ValidImagePromptPicture,
} from '#renderer/engine/contract/image-prompt.ts';
import type { CatalogImageAdapter } from '#renderer/models/image-adapters.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import type { DrawTask, ImagePrompt, ImagePromptPicture } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

/** Of all prompts of a render together. Each costs the network an attention more, or tokens. */
const PICTURES_MAX = 5;

const STRENGTH = { usual: 0.6, from: 0, to: 2 };

const SCOPES: readonly ImagePromptScope[] = ['all', 'style', 'layout', 'style-and-layout'];

type Size = Pick<DrawTask, 'width' | 'height'>;

type Model = Pick<CatalogModel, 'name' | 'family' | 'imageAdapters'>;

/** Pictures beside the words. Throws `invalid` for what is no picture, and `not-found` for an adapter that does not fit the model. */
export function validImagePrompts(spec: DrawTask, model: Model): readonly ValidImagePrompt[] {
  const { imagePrompts = [], width, height } = spec;
  const count = imagePrompts.reduce((sum, { pictures }) => sum + pictures.length, 0);
  whole(message('field.image-prompts'), count, { from: 0, to: PICTURES_MAX });
  return imagePrompts.map((prompt) => validImagePrompt(prompt, { model, size: { width, height } }));
}

function validImagePrompt(
  { adapter, pictures, scope }: ImagePrompt,
  { model, size }: { readonly model: Model; readonly size: Size },
): ValidImagePrompt {
  if (pictures.length === 0)
    throw wrong(message('field.image-prompt'), message('limit.picture-file'), message('given.none'));
  const { name, file, encoder } = findImageAdapter(adapter, model);
  const meant = scope === '' ? 'all' : SCOPES.find((known) => known === scope);
  if (!meant)
    throw wrong(message('field.image-prompt-scope'), message('limit.one-of', { known: SCOPES }), shown(scope));
  if (meant !== 'all' && model.family !== 'sdxl') {
    throw failure('invalid', 'image-adapter.no-scope', { model: model.name, adapter: name, scope: meant });
  }
  return {
    adapter: { name, file, encoder },
    pictures: pictures.map((picture) => validPicture(picture, size)),
    scope: meant,
  };
}

function findImageAdapter(name: string, { name: model, imageAdapters = [] }: Model): CatalogImageAdapter {
  const found = name === '' ? imageAdapters[0] : imageAdapters.find((adapter) => adapter.name === name);
  if (found) return found;
  const known = imageAdapters.map((adapter) => adapter.name);
  throw failure('not-found', 'image-adapter.unknown', { model, known, given: shown(name) });
}

/** Masks lie over the picture that is drawn. */
function validPicture({ image, strength, mask }: ImagePromptPicture, size: Size): ValidImagePromptPicture {
  if (image.length === 0)
    throw wrong(message('field.image-prompt'), message('limit.picture-file'), message('given.none'));
  requirePicture('image', image);
  if (mask.length > 0) requireMask(mask, size);
  const { usual, ...bounds } = STRENGTH;
  const meant = strength === 0 ? usual : bounded(message('field.image-prompt-strength'), strength, bounds);
  return { image, strength: meant, mask: mask.length > 0 ? mask : null };
}
