import { labelOf } from '#bot/studio/page/app/words.ts';
import { createComparisonView } from '#bot/studio/page/parts/comparison-view.ts';
import type { GridPanel } from '#bot/studio/page/parts/grid-panel.ts';
import type { JobCard } from '#bot/studio/server/api.ts';

/** Two cells of a grid beside each other: one is marked, and whichever is chosen then is compared with it. */
export interface GridComparison {
  readonly element: HTMLElement;
  /** Marks the chosen cell, compares it with the one that is marked, or ends that. */
  press(): void;
  /** Another cell is chosen, or one has changed. */
  follow(): void;
  end(): void;
}

export interface ComparisonOptions {
  readonly panel: Pick<GridPanel, 'element' | 'tell'>;
  readonly chosen: () => HTMLButtonElement | null;
  /** Null = it is not drawn. */
  readonly cardOf: (cell: HTMLButtonElement) => JobCard | null;
}

/** Nothing is marked. */
export function createGridComparison({ panel, chosen, cardOf }: ComparisonOptions): GridComparison {
  let [first, isOpen]: [HTMLButtonElement | null, boolean] = [null, false];
  let second: HTMLButtonElement | null = null;
  const view = createComparisonView(() => {
    end();
    chosen()?.focus();
  });
  const show = () => {
    const now = isOpen ? chosen() : null;
    if (second !== first) delete second?.dataset.number;
    second = now;
    if (now && now !== first) now.dataset.number = '2';
    const [a, b] = [first && cardOf(first), now && cardOf(now)];
    const two = a?.pictures[0] && b?.pictures[0] ? ([a, b] as const) : null;
    view.show(two);
    panel.element.hidden = two !== null;
  };
  const end = () => {
    delete first?.dataset.number;
    [first, isOpen] = [null, false];
    panel.tell('');
    show();
  };
  return {
    element: view.element,
    press() {
      const cell = chosen();
      if (!cell || !cardOf(cell)?.pictures[0]) return;
      if (isOpen || cell === first) return end();
      if (first) {
        isOpen = true;
        return show();
      }
      first = cell;
      cell.dataset.number = '1';
      panel.tell(labelOf('page.compare-with', { cell: cell.title }));
    },
    follow: () => {
      if (isOpen) show();
    },
    end,
  };
}
