import { exifTag } from '#bot/image/exif-text.ts';
import type { PictureCredit } from '#bot/ports/picture-marks.ts';
import { cut } from '#shared/text/cut.ts';

/** Bytes of a packet or record that are read, and characters of what is kept of each field. */
const BYTES_MAX = 64 * 1024;
const CHARS_MAX = 300;

/** Tags of Exif: Artist, Copyright. */
const ARTIST = 0x013b;
const COPYRIGHT = 0x8298;

/** Who a file names as its author, and whose rights; null = nobody's. XMP goes before IPTC's record, and that before Exif. Never throws. */
export async function creditIn(file: Uint8Array): Promise<PictureCredit | null> {
  const { default: sharp } = await import('sharp');
  const said = await sharp(file)
    .metadata()
    .catch(() => null);
  if (!said) return null;
  const packet = said.xmp?.toString('utf8', 0, BYTES_MAX) ?? '';
  const record = recordIn(said.iptc?.subarray(0, BYTES_MAX) ?? Buffer.alloc(0));
  const first = (...found: readonly (string | null | undefined)[]) =>
    found.map(shown).find((text) => text !== '') ?? null;
  const credit: PictureCredit = {
    title: first(propertyIn(packet, 'dc:title'), record.get(OBJECT_NAME)),
    creator: first(propertyIn(packet, 'dc:creator'), record.get(BY_LINE), exifIn(said.exif, ARTIST)),
    creditLine: first(propertyIn(packet, 'photoshop:Credit'), record.get(CREDIT)),
    rights: first(propertyIn(packet, 'dc:rights'), record.get(COPYRIGHT_NOTICE), exifIn(said.exif, COPYRIGHT)),
    terms: first(propertyIn(packet, 'xmpRights:UsageTerms'), propertyIn(packet, 'xmpRights:WebStatement')),
    mining: first(propertyIn(packet, 'plus:DataMining')?.split('/').at(-1)),
  };
  return Object.values(credit).some((each) => each !== null) ? credit : null;
}

/** A file's XMP packet, compressed or not; empty = none. Never throws. */
export async function packetIn(file: Uint8Array): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const said = await sharp(file)
    .metadata()
    .catch(() => null);
  return said?.xmp?.subarray(0, BYTES_MAX) ?? new Uint8Array();
}

/** On one line, without what no line shows. */
function shown(text: string | null | undefined): string {
  const line = (text ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim();
  return cut(line, CHARS_MAX);
}

/** A property of an XMP packet, as an attribute, an element, or a list in one; of texts in several languages the first. */
function propertyIn(packet: string, name: string): string | null {
  const attribute = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(packet);
  if (attribute) return unescaped(attribute[1] ?? attribute[2] ?? '');
  const from = packet.search(new RegExp(`<${name}[\\s>]`));
  const to = from < 0 ? -1 : packet.indexOf(`</${name}>`, from);
  if (to < 0) return null;
  const inside = packet.slice(packet.indexOf('>', from) + 1, to);
  const items = [...inside.matchAll(/<rdf:li[^>]*>([^<]*)</g)].map(([, text]) => text!.trim());
  if (items.length === 0) return unescaped(inside);
  return unescaped(inside.includes('<rdf:Alt') ? items[0]! : items.join(', '));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function unescaped(text: string): string {
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w{2,4});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole;
    const point = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });
}

/** Data sets of IPTC's second record (IIM 4.2): Object Name, By-line, Credit, Copyright Notice. */
const OBJECT_NAME = 5;
const BY_LINE = 80;
const CREDIT = 110;
const COPYRIGHT_NOTICE = 116;

/** The texts of IPTC's second record by their numbers, wherever in Photoshop's block it begins. */
function recordIn(block: Buffer): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  let at = block.indexOf(Buffer.from([0x1c, 0x02]));
  while (at >= 0 && at + 5 <= block.length && block[at] === 0x1c) {
    const [record, number, length] = [block[at + 1]!, block[at + 2]!, block.readUInt16BE(at + 3)];
    const body = block.subarray(at + 5, at + 5 + length);
    if (record === 2 && !found.has(number)) found.set(number, textOf(body));
    at += 5 + length;
  }
  return found;
}

/** UTF-8 is what programs write today; what is none is of the times before. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('latin1').decode(bytes);
  }
}

function exifIn(data: Buffer | undefined, tag: number): string | null {
  try {
    return data ? exifTag(data, tag) : null;
  } catch (thrown) {
    if (thrown instanceof RangeError) return null; // an offset that leads out of the data
    throw thrown;
  }
}
