/**
 * A box that holds boxes (ISO/IEC 19566-5, JUMBF superbox): a name, and content of a kind that four letters say. Content
 * is boxes of the same sort, or one box of data.
 */
export interface Jumbf {
  /** `c2pa`, `c2ma`, `c2as`, `c2cl`, `c2cs` of C2PA; `cbor`, `json` … of assertions. */
  readonly kind: string;
  readonly label: string;
  readonly content: readonly Jumbf[] | Data;
  /** All of the box behind its length and type: what hashes are made of (C2PA 2.1, 8.4.2.3). Only of what was read. */
  readonly bytes?: Uint8Array;
}

export interface Data {
  readonly type: string;
  readonly data: Uint8Array;
}

/** Boxes in boxes; C2PA has four. */
const DEPTH_MAX = 8;

/** The end of every kind's UUID that four letters begin. */
const KIND_END = Buffer.from('00110010800000aa00389b71', 'hex');

/** Toggles of a description: it may be asked for by its label, which follows. */
const REQUESTABLE = 0x03;

/** Whether a description has a label. */
const HAS_LABEL = 0x02;

/** All of a superbox. */
export function jumbfBytes(box: Jumbf): Buffer {
  return plainBox('jumb', jumbfPayload(box));
}

/** The same without its own length and type. */
export function jumbfPayload({ kind, label, content, bytes }: Jumbf): Buffer {
  // What was read stays byte by byte: hashes are made of it, and there may be boxes in it that nothing here knows.
  if (bytes) return Buffer.from(bytes);
  const description = [Buffer.from(kind, 'latin1'), KIND_END, Buffer.from([REQUESTABLE]), Buffer.from(`${label}\0`)];
  const inside = 'data' in content ? [plainBox(content.type, content.data)] : content.map(jumbfBytes);
  return Buffer.concat([plainBox('jumd', Buffer.concat(description)), ...inside]);
}

/** Reads a superbox; null where there is none that is whole. Never throws. */
export function readJumbf(bytes: Uint8Array): Jumbf | null {
  const [box] = boxesIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return box?.type === 'jumb' ? readSuperbox(box.data, 0) : null;
}

/** The manifests of a store of C2PA, the newest last. */
export function manifestsIn(store: Jumbf | null): readonly Jumbf[] {
  return store?.label === 'c2pa' && !('data' in store.content) ? store.content : [];
}

/** A box inside by its label. */
export function childOf(box: Jumbf | null | undefined, label: string): Jumbf | null {
  if (!box || 'data' in box.content) return null;
  return box.content.find((child) => child.label === label) ?? null;
}

/** The bytes of a box that holds data of a type; null where it holds something else. */
export function dataOf(box: Jumbf | null | undefined): Uint8Array | null {
  return box && 'data' in box.content ? box.content.data : null;
}

function plainBox(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, data]);
}

function boxesIn(bytes: Buffer): { readonly type: string; readonly data: Buffer }[] {
  const boxes = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    if (length < 8 || at + length > bytes.length) break; // lengths of 64 bits are for files of gigabytes
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), data: bytes.subarray(at + 8, at + length) });
    at += length;
  }
  return boxes;
}

function readSuperbox(bytes: Buffer, depth: number): Jumbf | null {
  const [description, ...rest] = boxesIn(bytes);
  if (depth > DEPTH_MAX || description?.type !== 'jumd' || description.data.length < 17) return null;
  const { data } = description;
  const kind = data.toString('latin1', 0, 4);
  const end = data.indexOf(0, 17);
  const label = (data[16]! & HAS_LABEL) !== 0 && end > 0 ? data.toString('utf8', 17, end) : '';
  const superboxes = rest.filter(({ type }) => type === 'jumb').map((box) => readSuperbox(box.data, depth + 1));
  const inside = superboxes.flatMap((box) => box ?? []);
  const [first] = rest.filter(({ type }) => type !== 'jumb' && type !== 'free');
  return { kind, label, content: inside.length > 0 || !first ? inside : first, bytes };
}
