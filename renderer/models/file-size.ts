/** Bytes as whole mebibytes, rounded up, as people read numbers in English. */
export function inMib(bytes: number): string {
  return Math.ceil(bytes / 2 ** 20).toLocaleString('en');
}
