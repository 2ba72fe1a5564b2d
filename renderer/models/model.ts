import type { AdapterKind } from '#renderer/engine/adapters/adapter-kind.ts';
import type { ModelDescription } from '#renderer/engine/checkpoint/describe-model.ts';
import type { EntryDefaults, Licence } from '#renderer/models/catalog-entry.ts';
import type { CatalogControl } from '#renderer/models/controls.ts';
import type { CatalogImageAdapter } from '#renderer/models/image-adapters.ts';
import type { Message } from '#shared/text/message.ts';

/** A model as the catalog knows it. */
export interface CatalogModel extends Omit<ModelDescription, 'weights' | 'steered'> {
  /** The bundled model, which draws only a few things. */
  readonly demonstration: boolean;
  /** The only words that it knows, what it draws best first; left out = nobody says. */
  readonly words?: readonly string[];
  /** Those that fit it. */
  readonly adapters: readonly CatalogAdapter[];
  /** IP-Adapters that fit it; left out = none. */
  readonly imageAdapters?: readonly CatalogImageAdapter[];
  /** Networks that steer it by pictures; left out = none fit. */
  readonly controls?: readonly CatalogControl[];
  /** What the operator's list says of it; left out for a model that only lies there. */
  readonly listed?: Listing;
}

/** The words of an entry in models.json. */
export interface Listing {
  readonly defaults: EntryDefaults;
  readonly licence: Licence | null;
  /** What of the entry could not be followed, one sentence each; the model works without it. */
  readonly problems: readonly Message[];
}

/** An adapter file that goes with a model. */
export interface CatalogAdapter {
  /** The file's name without its ending; what clients say. */
  readonly name: string;
  /** Absolute path, symbolic links resolved. */
  readonly file: string;
  readonly kind: AdapterKind;
  /** Merged into the weights when the model is loaded; others are added to a render while it runs. */
  readonly standing: boolean;
  /** Strength where nobody says another; left out = 1. */
  readonly weight?: number;
  /** What of its file does not act, one sentence each; left out = all does. */
  readonly notes?: readonly Message[];
  /** Words that call it up in a prompt; left out = none are known. */
  readonly triggers?: readonly string[];
}
