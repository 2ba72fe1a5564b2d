import sharp from 'sharp';

const SIDE = 128;
const [FOOT, HEIGHT] = [116, 62];
const NEAR = '#f5f5f5';
const GROUND = '<stop stop-color="#5a5a5a"/><stop offset="1" stop-color="#d7d7d7"/>';

/** A depth map: ground that comes nearer, and a house whose middle is at this share of the width. */
export async function houseDepth(place: number): Promise<Uint8Array> {
  const [x, wall, eaves] = [SIDE * place, HEIGHT / 2, HEIGHT * 0.625];
  const [top, edge, ridge] = [0.56, 0.54, 1.06].map((share) => FOOT - HEIGHT * share);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <linearGradient id="ground" x1="0" y1="0" x2="0" y2="1">${GROUND}</linearGradient>
    <rect width="100%" height="100%"/>
    <rect y="60%" width="100%" height="40%" fill="url(#ground)"/>
    <rect x="${x - wall}" y="${top}" width="${2 * wall}" height="${FOOT - top!}" fill="${NEAR}"/>
    <polygon points="${x - eaves},${edge} ${x},${ridge} ${x + eaves},${edge}" fill="${NEAR}"/>
  </svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** Where strong blue is in the lower part of a picture: the middle of all such pixels, as a share of the width. */
export async function centreOfBlue(picture: Uint8Array): Promise<number> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const places: number[] = [];
  for (let at = 0; at < info.width * info.height; at++) {
    const [red = 0, , blue = 0] = data.subarray(3 * at, 3 * at + 3);
    const isLow = Math.floor(at / info.width) > info.height * 0.6;
    if (isLow && blue > red + 60) places.push(((at % info.width) + 0.5) / info.width);
  }
  return places.reduce((sum, place) => sum + place, 0) / places.length;
}
