/**
 * The cubic convolution kernel (https://doi.org/10.1109/TASSP.1981.1163711) at a distance of 0 or more. Pillow has a =
 * -0.5, OpenCV and torch -0.75, but torch -0.5, too, where it smooths.
 */
export function cubicKernel(x: number, a: number): number {
  if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
}
