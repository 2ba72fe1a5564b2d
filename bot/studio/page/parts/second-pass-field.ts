import { withFlag } from '#bot/prompt/change-flag.ts';
import { flagsOf } from '#bot/studio/page/app/draft-settings.ts';
import { element } from '#bot/studio/page/app/element.ts';
import { changeDraft, type PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf, words } from '#bot/studio/page/app/words.ts';
import { field, fill } from '#bot/studio/page/parts/field.ts';

/** How many times longer the sides may become; the prompt takes others, up to 4. */
const SCALES = [null, 1.5, 2] as const;

/**
 * A second pass over the picture, enlarged (hires fix), and by what it is enlarged between the passes, where renderers
 * have networks for that. Both are written into the prompt.
 */
export function secondPassField(store: PageStore): HTMLElement {
  const label = labelOf('page.second-pass');
  const value = element('output', {});
  const write = (scale: number | null) => changeDraft(store, { prompt: withScale(store.state.draft.prompt, scale) });
  const buttons = SCALES.map((scale) => {
    const text = scale === null ? labelOf('page.second-pass-none') : timesOf(scale);
    const traits = { class: 'btn', 'data-scale': scale ?? '' };
    return element('button', { ...traits, onclick: () => write(scale) }, text);
  });
  const by = element('select', {
    'aria-label': labelOf('page.enlarged-by'),
    onchange: () => changeDraft(store, { prompt: withFlag(store.state.draft.prompt, 'hiresBy', by.value || null) }),
  });
  const scales = element('div', { class: 'seg', role: 'group', 'aria-label': label }, ...buttons);
  const of = field('second-pass', { label, control: element('div', { class: 'stack' }, scales, by), value });
  store.watch(
    ({ draft, cluster }) => [flagsOf(draft.prompt), cluster.offer, draft.start !== null],
    ({ hires = null, hiresBy = '' }, offer, hasStart) => {
      of.hidden = hasStart && hires === null; // a picture that starts from another one has no second pass
      for (const button of buttons)
        button.setAttribute('aria-pressed', String(button.dataset.scale === String(hires ?? '')));
      value.textContent = hires === null || SCALES.some((scale) => scale === hires) ? '' : timesOf(hires);
      const upscalers = offer?.upscalers ?? [];
      by.hidden = hires === null || upscalers.length === 0;
      fill(by, [
        ['', labelOf('page.enlarged-pixels')],
        ['latent', labelOf('page.enlarged-latents')],
        ...upscalers.map((name) => [name, name] as const),
      ]);
      by.value = upscalers.find((name) => name.toLowerCase() === hiresBy.toLowerCase()) ?? plainWay(hiresBy);
    },
  );
  return of;
}

/** Without a second pass nothing is enlarged either. */
function withScale(prompt: string, scale: number | null): string {
  return withFlag(scale === null ? withFlag(prompt, 'hiresBy', null) : prompt, 'hires', scale);
}

function plainWay(said: string): string {
  return said.toLowerCase() === 'latent' ? 'latent' : '';
}

function timesOf(scale: number): string {
  return `${words.number(scale)} ×`;
}
