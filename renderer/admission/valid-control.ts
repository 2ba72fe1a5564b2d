import { bounded, shown, whole, wrong } from '#renderer/admission/bounds.ts';
import { requireEightBit, requirePicture } from '#renderer/admission/picture-file.ts';
import { preparationBy } from '#renderer/admission/valid-preprocess.ts';
import type { ValidControl, ValidControlUnit } from '#renderer/engine/contract/task.ts';
import type { Models } from '#renderer/models/catalog.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import { CONTROL_UNITS_MAX, CONTROL_WEIGHT_MAX } from '#shared/contract/bounds.ts';
import { INPAINT_METHOD } from '#shared/contract/preprocess-methods.ts';
import type { ControlUnit, DrawTask } from '#shared/contract/tasks.ts';
import { failure, message } from '#shared/text/failure.ts';

type Model = Pick<CatalogModel, 'name' | 'controls'>;

/**
 * Control pictures and their networks. Throws `not-found` for a network that does not fit the model, and `invalid` for
 * what is no picture or no window.
 */
export function validControl({ control = null, source }: DrawTask, model: Model, models: Models): ValidControl {
  if (!control) return { units: [], guess: false };
  const { units, guess } = control;
  whole(message('field.control'), units.length, { from: 1, to: CONTROL_UNITS_MAX });
  const isDrawnInto = source != null && (source.mask.length > 0 || source.margins !== null);
  const prepared = units.map((unit) => {
    if (unit.preprocess === INPAINT_METHOD && !isDrawnInto)
      throw failure('invalid', 'control.nothing-open', { network: shown(unit.network) });
    return { ...validUnit(unit, model), ...validPreparation(unit, models) };
  });
  return { units: prepared, guess };
}

/** A picture that something is made of first must be one that it can be made of. */
function validPreparation(
  { preprocess = '', image }: ControlUnit,
  models: Models,
): Pick<ValidControlUnit, 'preparation'> {
  if (preprocess === '') return {};
  if (preprocess === INPAINT_METHOD) return { preparation: { method: INPAINT_METHOD } };
  requireEightBit(image);
  return { preparation: preparationBy(preprocess, models) };
}

function validUnit(unit: ControlUnit, model: Model): ValidControlUnit {
  const { image, weight, start: from, end } = unit;
  const network = findNetwork(unit.network, model);
  if (image.length > 0) requirePicture('control-image', image);
  else if (unit.preprocess !== INPAINT_METHOD)
    throw wrong(message('field.control-image'), message('limit.picture-file'), message('given.none'));
  const share = { from: 0, to: 1 };
  const start = bounded(message('field.control-start'), from, share);
  const until = end === 0 ? 1 : bounded(message('field.control-end'), end, share);
  if (start >= until) throw wrong(message('field.control-start'), message('limit.below', { limit: until }), start);
  const strength = { from: 0, to: CONTROL_WEIGHT_MAX };
  const meant = weight === 0 ? 1 : bounded(message('field.control-weight'), weight, strength);
  return { network, image, weight: meant, start, end: until };
}

function findNetwork(given: string, { name: model, controls = [] }: Model): ValidControlUnit['network'] {
  const found = controls.find(({ name }) => name === given);
  if (found) return { name: found.name, path: found.path };
  const known = controls.map(({ name }) => name);
  throw failure('not-found', known.length > 0 ? 'control.unknown' : 'control.none', {
    model,
    known,
    given: shown(given),
  });
}
