import type { PictureArea } from '#bot/domain/picture-area.ts';

/** From where to where in shares of a side; `edges` is everything but the middle. */
const SPANS = { begin: [0, 0.5], end: [0.5, 1], half: [0.25, 0.75], all: [0, 1] } as const;

type Span = keyof typeof SPANS;

const PARTS: Readonly<Record<PictureArea, { readonly across: Span; readonly down: Span }>> = {
  left: { across: 'begin', down: 'all' },
  right: { across: 'end', down: 'all' },
  top: { across: 'all', down: 'begin' },
  bottom: { across: 'all', down: 'end' },
  middle: { across: 'half', down: 'half' },
  edges: { across: 'half', down: 'half' },
  'top-left': { across: 'begin', down: 'begin' },
  'top-right': { across: 'end', down: 'begin' },
  'bottom-left': { across: 'begin', down: 'end' },
  'bottom-right': { across: 'end', down: 'end' },
};

/** A PNG of that size, white in the part and black elsewhere. */
export async function areaMask(
  area: PictureArea,
  { width, height }: { readonly width: number; readonly height: number },
): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const [ground, part] = area === 'edges' ? ['#fff', '#000'] : ['#000', '#fff'];
  const { across, down } = PARTS[area];
  const [left, right] = SPANS[across].map((share) => Math.round(share * width)) as [number, number];
  const [top, bottom] = SPANS[down].map((share) => Math.round(share * height)) as [number, number];
  const create = { width: Math.max(1, right - left), height: Math.max(1, bottom - top), channels: 3, background: part };
  const input = { create: create as { width: number; height: number; channels: 3; background: string } };
  return sharp({ create: { width, height, channels: 3, background: ground! } })
    .composite([{ input: await sharp(input).png().toBuffer(), left, top }])
    .png()
    .toBuffer();
}
