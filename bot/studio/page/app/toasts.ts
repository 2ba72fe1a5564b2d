import { byId, element } from '#bot/studio/page/app/element.ts';
import { Refused } from '#bot/studio/page/app/server.ts';

/** How long something that was done can be taken back. */
export const UNDO_MS = 6_000;
const SHOWN_MS = UNDO_MS;
const SHOWN_MAX = 3;

/** Says one sentence above the prompt for a while. The place is an alert: screen readers read it out. */
export function say(sentence: string, tone: 'calm' | 'trouble' = 'calm'): HTMLElement {
  const toasts = byId('toasts', HTMLDivElement);
  const toast = element('p', { class: `toast ${tone}` }, element('span', {}, sentence));
  while (toasts.childElementCount >= SHOWN_MAX) toasts.firstElementChild!.remove();
  toasts.append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
  return toast;
}

/** Says one sentence with something that can be done about it while it is shown. */
export function offer(
  sentence: string,
  { label, act }: { readonly label: string; readonly act: () => unknown },
): HTMLElement {
  const button = element('button', { class: 'link', onclick: () => void act() }, label);
  const toast = say(sentence);
  toast.append(' ', button);
  button.addEventListener('click', () => toast.remove());
  return toast;
}

/** Runs a command and says why it was refused. What is not a refusal is a defect and stays an error of the page. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    say(thrown.message, 'trouble');
    return false;
  }
}
