import { putInOrder } from '#bot/studio/page/app/element.ts';

/** A row that stays the same element while what it shows changes, so that it keeps focus and presses. */
export interface Row<Item> {
  readonly element: HTMLElement;
  show(item: Item): void;
}

/** Shows items in a place, each in a row of its own by its key. */
export function createRows<Item>(
  place: HTMLElement,
  { keyOf, make }: { readonly keyOf: (item: Item) => string; readonly make: (item: Item) => Row<Item> },
): (items: readonly Item[]) => void {
  const rows = new Map<string, Row<Item>>();
  return (items) => {
    const keys = new Set(items.map(keyOf));
    for (const key of rows.keys()) if (!keys.has(key)) rows.delete(key);
    const shown = items.map((item) => {
      const row = rows.get(keyOf(item)) ?? make(item);
      rows.set(keyOf(item), row);
      row.show(item);
      return row.element;
    });
    putInOrder(place, shown);
  };
}
