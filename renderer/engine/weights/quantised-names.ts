/** The keys that rows `from` to `to` of a matrix, as 8-bit integers, and their scales have among the weights. */
export function quantisedNames(
  key: string,
  { from, to, of }: { from: number; to: number; of: number },
): { readonly weight: string; readonly scale: string } {
  const rows = from === 0 && to === of ? key : `${key}[${from}:${to}]`;
  return { weight: `${rows}:int8`, scale: `${rows}:scale` };
}
