import { digitalSourceIn } from '#bot/provenance/digital-source.ts';
import { givenMarks } from '#bot/provenance/kept-marks.ts';
import { withXmp, xmpPacket } from '#bot/provenance/xmp-packet.ts';

/** Sources of IPTC's that say that a network made a picture, or part of it: that stays so, whoever betters it. */
const MADE_BY_NETWORKS: readonly (string | null)[] = [
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'compositeSynthetic',
  'algorithmicMedia',
];

/**
 * A PNG that shows the same picture as a given file, enlarged or mended, with the author and rights that the given one
 * named in its XMP packet, and with its source where a network made it. As it is where that one said nothing of it.
 */
export function withGivenCredit(png: Uint8Array, given: Uint8Array): Uint8Array {
  const said = givenMarks(given)?.said;
  if (!said) return png;
  const { credit, manifest } = said;
  const source = said.digitalSource ?? manifest?.digitalSource ?? null;
  const isMade = MADE_BY_NETWORKS.includes(source);
  if (credit === null && !isMade) return png;
  return withXmp(png, xmpPacket({ digitalSource: isMade ? source : digitalSourceIn(png), credit }));
}
