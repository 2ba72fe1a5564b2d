import type { ModelDescription } from '#renderer/engine/pipeline/describe-model.ts';
import type { AdapterKind } from '#renderer/engine/weights/adapter-kind.ts';

/** A model as the catalog knows it. */
export interface CatalogModel extends Omit<ModelDescription, 'weights'> {
  /** The bundled model, which draws only a few things. */
  readonly demonstration: boolean;
  /** Those that fit it. */
  readonly adapters: readonly CatalogAdapter[];
}

/** An adapter file that goes with a model. */
export interface CatalogAdapter {
  /** The file's name without its ending; what clients say. */
  readonly name: string;
  /** Absolute path, symbolic links resolved. */
  readonly file: string;
  readonly kind: AdapterKind;
}
