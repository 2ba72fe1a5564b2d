import type { Engine } from '#renderer/engine/engine.ts';
import type { CatalogModel } from '#renderer/models/model.ts';
import type { Offer } from '#renderer/service/valid-request.ts';
import type { Description, Model, Sampler } from '#shared/rpc/messages.ts';

/** The answer of Describe: what a request will be measured against, and on what device it will run. */
export function describe(
  { models, samplers, limits }: Offer,
  renderer: { readonly name: string; readonly version: string; readonly engine: Engine },
): Description {
  const { name, version, engine } = renderer;
  const device = engine.state.device ?? { provider: '', reason: 'the engine is being started', threads: 0 };
  return { name, version, device, models: models.usable.map(toModel), samplers: samplers.map(toSampler), limits };
}

function toSampler({ name, hasKarras }: Sampler): Sampler {
  return { name, hasKarras };
}

// Paths stay here.
function toModel({ folder: _folder, textLayers: _layers, vocabulary: _tokens, ...model }: CatalogModel): Model {
  return { ...model, adapters: model.adapters.map(({ name, kind }) => ({ name, kind })) };
}
