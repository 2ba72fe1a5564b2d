import { roundToEven } from '#renderer/engine/image/round-to-even.ts';
import type { Point } from '#renderer/engine/preprocess/draw/canvas.ts';

/** OpenCV has sines of whole degrees with seven digits, as 32-bit floats. */
const SINES = Float32Array.from({ length: 451 }, (_, degrees) => {
  return Math.round(Math.sin((degrees * Math.PI) / 180) * 1e7) / 1e7;
});

/** Half the longer and half the shorter side, in pixels, and how it is turned, in whole degrees. */
interface EllipseShape {
  readonly halfLength: number;
  readonly halfWidth: number;
  readonly degrees: number;
}

/** The outline of a turned ellipse as whole pixels, one for each degree, no two alike in a row: cv2.ellipse2Poly. */
export function ellipseOutline(centre: Point, { halfLength, halfWidth, degrees }: EllipseShape): readonly Point[] {
  const turn = degrees < 0 ? degrees + 360 : degrees;
  const [sine, cosine] = [SINES[turn]!, SINES[450 - turn]!];
  const outline: Point[] = [];
  for (let angle = 0; angle <= 360; angle++) {
    const [along, beside] = [halfLength * SINES[450 - angle]!, halfWidth * SINES[angle]!];
    const x = roundToEven(centre.x + along * cosine - beside * sine);
    const y = roundToEven(centre.y + along * sine + beside * cosine);
    const last = outline.at(-1);
    if (last?.x !== x || last.y !== y) outline.push({ x, y });
  }
  return outline.length === 1 ? [centre, centre] : outline;
}
