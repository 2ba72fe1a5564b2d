import { crc32 } from 'node:zlib';
import type { PictureCredit } from '#bot/ports/picture-marks.ts';
import { SOURCES } from '#bot/provenance/digital-source.ts';

/** What an XMP packet says of a picture. */
export interface XmpWish {
  /** The last part of IPTC's name for what it is made of; null = it is not said. */
  readonly digitalSource: string | null;
  /** Null = nobody is named. */
  readonly credit: PictureCredit | null;
}

/** An XMP packet that says so, and by which program. */
export function xmpPacket({ digitalSource, credit }: XmpWish): string {
  const source = digitalSource === null ? '' : ` Iptc4xmpExt:DigitalSourceType="${SOURCES}${escaped(digitalSource)}"`;
  return [
    '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"',
    ` xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmp:CreatorTool="Easel"${source}`,
    ...(credit ? [CREDIT_SPACES, '>', ...creditElements(credit), '</rdf:Description>'] : ['/>']),
    '</rdf:RDF></x:xmpmeta>',
    '<?xpacket end="r"?>',
  ].join('');
}

const CREDIT_SPACES = [
  ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"',
  ' xmlns:xmpRights="http://ns.adobe.com/xap/1.0/rights/" xmlns:plus="http://ns.useplus.org/ldf/xmp/1.0/"',
].join('');

/** As the specifications of these names want it: texts in languages, lists and plain ones. */
function creditElements({ title, creator, creditLine, rights, terms, mining }: PictureCredit): readonly string[] {
  const isLink = terms !== null && /^https?:\/\/\S+$/.test(terms);
  return [
    element('dc:title', title, inAnyLanguage),
    element('dc:creator', creator, (text) => `<rdf:Seq><rdf:li>${text}</rdf:li></rdf:Seq>`),
    element('photoshop:Credit', creditLine, (text) => text),
    element('dc:rights', rights, inAnyLanguage),
    isLink
      ? element('xmpRights:WebStatement', terms, (text) => text)
      : element('xmpRights:UsageTerms', terms, inAnyLanguage),
    element('plus:DataMining', mining, (text) => `${MINING}${text}`),
  ];
}

/** What PLUS' names begin with. */
const MINING = 'http://ns.useplus.org/ldf/vocab/';

function element(name: string, text: string | null, inside: (text: string) => string): string {
  return text === null ? '' : `<${name}>${inside(escaped(text))}</${name}>`;
}

function inAnyLanguage(text: string): string {
  return `<rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The keyword under which a PNG holds its packet, and bytes of the signature and of the IHDR chunk before it. */
const KEYWORD = Buffer.from('XML:com.adobe.xmp\0', 'latin1');
const HEADER_BYTES = 8 + 25;

/** A PNG with this packet instead of its own; other files as they are. */
export function withXmp(file: Uint8Array, packet: string): Uint8Array {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < HEADER_BYTES || bytes.readUInt32BE(0) !== 0x89504e47) return file;
  const kept: Uint8Array[] = [];
  for (let at = HEADER_BYTES; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const isPacket = bytes.toString('latin1', at + 4, at + 8) === 'iTXt' && bytes.indexOf(KEYWORD, at) === at + 8;
    if (!isPacket) kept.push(bytes.subarray(at, end));
    at = end;
  }
  return Buffer.concat([bytes.subarray(0, HEADER_BYTES), packetChunk(packet), ...kept]);
}

/** Behind the keyword: not compressed (flag, method), no language, no keyword translated. */
function packetChunk(packet: string): Buffer {
  const body = Buffer.concat([Buffer.from('iTXt'), KEYWORD, Buffer.alloc(4), Buffer.from(packet, 'utf8')]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
