/** Maps items in order, at most so many at a time; rejects with the first failure, when those that run have ended. */
export async function mapAtMost<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = new Array(items.length);
  const entries = items.entries();
  const workOn = async () => {
    // One iterator for all: each entry is taken once.
    for (const [index, item] of entries) results[index] = await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(most, items.length) }, workOn));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return results;
}
