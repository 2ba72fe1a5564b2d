import { byId } from '#bot/studio/page/app/element.ts';
import { icon } from '#bot/studio/page/app/icons.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';

const KEY = 'easel theme';

type Theme = 'day' | 'evening';

/** Day or Evening: as the browser is, until somebody presses the button; that is remembered. */
export function followTheme(): void {
  const button = byId('theme', HTMLButtonElement);
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const now = (): Theme => chosen() ?? (dark.matches ? 'evening' : 'day');
  const show = () => {
    const theme = chosen();
    if (theme) document.documentElement.dataset.theme = theme;
    const label = labelOf(now() === 'day' ? 'page.evening' : 'page.day');
    button.replaceChildren(icon(now() === 'day' ? 'moon' : 'sun'));
    button.title = label;
    button.ariaLabel = label;
  };
  button.addEventListener('click', () => {
    choose(now() === 'day' ? 'evening' : 'day');
    show();
  });
  dark.addEventListener('change', show);
  show();
}

function chosen(): Theme | null {
  const kept = document.documentElement.dataset.theme ?? recall();
  return kept === 'day' || kept === 'evening' ? kept : null;
}

function choose(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // private windows may refuse: it holds for this page
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
