/** Depths as levels, the nearest white: the span between least and most is 0 … 255, cut and not rounded. */
export function depthLevels(depths: Float32Array): Uint8Array {
  let [least, most] = [Infinity, -Infinity];
  for (const depth of depths) {
    least = Math.min(least, depth);
    most = Math.max(most, depth);
  }
  const span = Math.fround(most - least) || 1;
  return Uint8Array.from(depths, (depth) =>
    Math.trunc(Math.fround(Math.fround(Math.fround(depth - least) / span) * 255)),
  );
}
