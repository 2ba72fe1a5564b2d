import type { CatalogEntry, FileLocation } from '#renderer/models/catalog-entry.ts';
import type { HubSource } from '#renderer/models/hub/hub-source.ts';

/** Everything of the hub that an entry uses, each place once. */
export function sourcesOf({ checkpoint, vae, taesd, adapters }: CatalogEntry): readonly HubSource[] {
  const places = [checkpoint, vae, taesd, ...adapters.map(({ file }) => file)];
  const sources = places.flatMap((place) => (place?.kind === 'hub' ? [toSource(place)] : []));
  return sources.filter((source, index) => sources.findIndex((each) => isSame(each, source)) === index);
}

function toSource({ repo, revision, file, variant }: Extract<FileLocation, { kind: 'hub' }>): HubSource {
  return { repo, revision, file, variant };
}

function isSame(a: HubSource, b: HubSource): boolean {
  return a.repo === b.repo && a.revision === b.revision && a.file === b.file && a.variant === b.variant;
}
