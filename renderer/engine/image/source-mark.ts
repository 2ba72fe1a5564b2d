/** The keyword under which a PNG holds its XMP packet (XMP specification, part 3, 1.1.5). */
export const XMP_TEXT = 'XML:com.adobe.xmp';

/**
 * What a picture is made of, in IPTC's words (newscodes, digitalsourcetype): by a trained network from words alone, with
 * parts of a given picture, or a given picture that a network has bettered.
 */
export type DigitalSource =
  | 'trainedAlgorithmicMedia'
  | 'compositeWithTrainedAlgorithmicMedia'
  | 'algorithmicallyEnhanced';

/** An XMP packet that says what a picture is made of, and by which program, for machines to read. */
export function sourceMark(source: DigitalSource): string {
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ' xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmp:CreatorTool="Easel"',
    ` Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/${source}"/>`,
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('');
}
