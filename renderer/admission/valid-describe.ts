import { bounded, shown, whole } from '#renderer/admission/bounds.ts';
import { requireEightBit } from '#renderer/admission/picture-file.ts';
import type { DescriberChoice, ValidDescribe } from '#renderer/engine/contract/describe-task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogSeer } from '#renderer/models/seers.ts';
import type { DescribeTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

const TEXTS = { from: 0, to: 1000 };

/** Captions and tags where nobody says how many: one, and all that are likely. */
const USUAL = { captions: 1, tags: 100 };

/** As the authors of BLIP have it, but that so many texts are followed as are wanted. */
const WRITING = { begun: 'a picture of', beams: 3, lengthMin: 10, lengthMax: 30, repetitionPenalty: 1 };

/** As many beams as a small machine follows in seconds. */
const BEAMS_MAX = 8;

/**
 * A picture to be described by the network that is named; without a name by the first that writes captions and the
 * first that gives tags.
 */
export function validDescribe(task: DescribeTask, { models }: { readonly models: Models }): ValidDescribe {
  const { image, model, scoreMin, textsMax } = task;
  const describers = findDescribers(model, models);
  requireEightBit(image);
  const wished = whole(message('field.texts'), textsMax, TEXTS);
  const writes = describers.some(({ kind }) => kind === 'captions');
  return {
    kind: 'describe',
    describers,
    image,
    scoreMin: scoreMin === 0 ? null : bounded(message('field.score'), scoreMin, { from: 0, to: 1 }),
    textsMax: wished || (writes ? USUAL.captions : USUAL.tags),
    writing: { ...WRITING, beams: Math.min(Math.max(WRITING.beams, wished), BEAMS_MAX) },
  };
}

function findDescribers(name: string, { describers }: Models): readonly DescriberChoice[] {
  const firstOf = (kind: CatalogSeer['kind']) => describers.filter((each) => each.kind === kind).slice(0, 1);
  const found =
    name === '' ? [...firstOf('captions'), ...firstOf('tags')] : describers.filter((each) => each.name === name);
  if (found.length > 0) return found.map(choiceOf);
  throw failure('not-found', 'describer.unknown', { known: describers.map((each) => each.name), given: shown(name) });
}

function choiceOf({ name, path, kind }: CatalogSeer): DescriberChoice {
  return { name, path, kind: kind === 'tags' ? 'tags' : 'captions' };
}
