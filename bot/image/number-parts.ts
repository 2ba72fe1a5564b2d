import sharp from 'sharp';
import type { FoundParts } from '#bot/ports/job-service.ts';

/** Longest side of what is made; a message shows no more. Pixels. */
const SIDE_MAX = 1024;

/** Share of a thing's colour in its pixels. */
const TINT = 0.4;

interface Area {
  readonly width: number;
  readonly height: number;
}

/**
 * The picture with each thing in a colour of its own and its number on it, from 1, as PNG. Where things lie on one
 * another the smaller is shown. Numbers are drawn dot by dot: which fonts a machine has, nobody knows.
 */
export async function numberParts({ picture, masks }: FoundParts): Promise<Uint8Array> {
  const { data, info } = await sharp(picture)
    .rotate()
    .resize({ width: SIDE_MAX, height: SIDE_MAX, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const area = { width: info.width, height: info.height };
  const owners = ownersOf(await Promise.all(masks.map((mask) => levelsOf(mask, area))), area);
  tint(data, owners, area);
  for (const [part, place] of middles(owners, area)) putNumber(data, part + 1, { place, area });
  return sharp(data, { raw: { ...area, channels: 3 } })
    .png()
    .toBuffer();
}

async function levelsOf(mask: Uint8Array, { width, height }: Area): Promise<Uint8Array> {
  return sharp(mask)
    .resize({ width, height, fit: 'fill', kernel: 'nearest' })
    .removeAlpha()
    .extractChannel(0)
    .raw()
    .toBuffer();
}

const NOBODY = -1;

/** For each pixel the smallest thing that it belongs to. */
function ownersOf(masks: readonly Uint8Array[], { width, height }: Area): Int16Array {
  const owners = new Int16Array(width * height).fill(NOBODY);
  const sizes = masks.map((levels) => levels.reduce((sum, level) => sum + Number(level > 127), 0));
  const largestFirst = masks.map((_, part) => part).sort((a, b) => sizes[b]! - sizes[a]!);
  for (const part of largestFirst) {
    const levels = masks[part]!;
    for (let at = 0; at < owners.length; at++) if (levels[at]! > 127) owners[at] = part;
  }
  return owners;
}

/** Colours far from each other, one after the other: the golden angle round the wheel. */
function colourOf(part: number): readonly [number, number, number] {
  const hue = (part * 137.508) / 60;
  const channel = (shift: number) => {
    const k = (shift + hue) % 6;
    return Math.round(255 * (1 - 0.85 * Math.max(0, Math.min(k, 4 - k, 1))));
  };
  return [channel(5), channel(3), channel(1)];
}

function tint(pixels: Uint8Array, owners: Int16Array, { width }: Area): void {
  for (const [at, owner] of owners.entries()) {
    const isEdge = owner !== owners[at + 1] || (at + width < owners.length && owner !== owners[at + width]);
    if (owner === NOBODY) continue;
    const colour = colourOf(owner);
    const share = isEdge ? 1 : TINT;
    for (let c = 0; c < 3; c++) pixels[3 * at + c] = pixels[3 * at + c]! * (1 - share) + colour[c]! * share;
  }
}

/** The pixel of each thing that is farthest from its edge, in steps across, down and diagonal. */
function middles(owners: Int16Array, { width, height }: Area): ReadonlyMap<number, number> {
  const depth = new Uint16Array(owners.length);
  const from = (at: number, steps: readonly number[]) => {
    const least = steps.map((step) => (owners[at + step] === owners[at] ? depth[at + step]! : 0));
    return Math.min(...least) + 1;
  };
  const inside = (at: number) => at % width > 0 && at % width < width - 1 && at >= width && at < owners.length - width;
  for (let at = 0; at < owners.length; at++) {
    depth[at] = inside(at) ? from(at, [-1, -width, -width - 1, -width + 1]) : 1;
  }
  const found = new Map<number, number>();
  for (let at = width * height - 1; at >= 0; at--) {
    if (inside(at)) depth[at] = Math.min(depth[at]!, from(at, [1, width, width + 1, width - 1]));
    const owner = owners[at]!;
    const best = found.get(owner);
    if (owner !== NOBODY && (best === undefined || depth[at]! > depth[best]!)) found.set(owner, at);
  }
  return found;
}

/** Ten digits, three dots wide and five high; each number is a row of bits from the top. */
const DIGITS = [
  [7, 5, 5, 5, 7],
  [2, 6, 2, 2, 7],
  [7, 1, 7, 4, 7],
  [7, 1, 7, 1, 7],
  [5, 5, 7, 1, 1],
  [7, 4, 7, 1, 7],
  [7, 4, 7, 5, 7],
  [7, 1, 2, 2, 2],
  [7, 5, 7, 5, 7],
  [7, 5, 7, 1, 7],
] as const;

interface Placing {
  readonly place: number;
  readonly area: Area;
}

/** White on a dark plate, which is moved so that all of it is in the picture. */
function putNumber(pixels: Uint8Array, number: number, { place, area }: Placing): void {
  const dot = Math.max(1, Math.round(Math.max(area.width, area.height) / 256));
  const digits = [...String(number)].map((digit) => DIGITS[Number(digit)]!);
  const [columns, rows] = [4 * digits.length + 1, 7];
  const corner = (middle: number, dots: number, side: number) =>
    Math.max(0, Math.min(Math.round(middle - (dots * dot) / 2), side - dots * dot));
  const left = corner(place % area.width, columns, area.width);
  const top = corner(Math.floor(place / area.width), rows, area.height);
  for (let y = 0; y < rows * dot; y++) {
    for (let x = 0; x < columns * dot; x++) {
      if (left + x >= area.width || top + y >= area.height) continue;
      const [column, row] = [Math.floor(x / dot) - 1, Math.floor(y / dot) - 1];
      const bits = digits[Math.floor(column / 4)]?.[row] ?? 0;
      const isLit = column >= 0 && column % 4 < 3 && ((bits >> (2 - (column % 4))) & 1) === 1;
      pixels.fill(
        isLit ? 255 : 24,
        3 * ((top + y) * area.width + left + x),
        3 * ((top + y) * area.width + left + x) + 3,
      );
    }
  }
}
