import { byId, element, putInOrder } from '#bot/studio/page/app/element.ts';
import { Refused, server } from '#bot/studio/page/app/server.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { dialogHead } from '#bot/studio/page/parts/dialog-head.ts';
import type { GrantCard } from '#bot/studio/server/operator-api.ts';

const DAYS = [1, 7, 30] as const;

/** Opens the dialog in which the operator lets somebody in from elsewhere, and takes that back. */
export function openShareDialog(): void {
  const dialog = byId('share-dialog', HTMLDialogElement);
  if (dialog.childElementCount === 0) fillDialog(dialog);
  dialog.showModal();
  dialog.dispatchEvent(new Event('refresh'));
}

function fillDialog(dialog: HTMLDialogElement): void {
  const problem = element('p', { class: 'trouble-text', role: 'alert' });
  const grants = element('ul', { class: 'grants' });
  const nobody = element('p', { class: 'soft' }, labelOf('access.nobody'));
  const link = linkField();
  const tell = async (work: () => Promise<unknown>) => {
    problem.textContent = '';
    try {
      await work();
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown;
      problem.textContent = thrown.message;
    }
  };
  const refresh = () =>
    tell(async () => {
      const cards = await server.grants();
      nobody.hidden = cards.length > 0;
      putInOrder(
        grants,
        cards.map((card) => grantRow(card, () => tell(() => server.revoke(card.id).then(refresh)))),
      );
    });
  const form = shareForm(async (asked) => {
    await tell(async () => link.show((await server.grant(asked)).link));
    await refresh();
  });
  dialog.addEventListener('refresh', () => void refresh());
  dialog.append(
    dialogHead(dialog, { id: 'share-title', title: labelOf('access.share') }),
    element('p', { class: 'soft' }, labelOf('access.share-about')),
    form,
    problem,
    link.element,
    element('h3', {}, labelOf('access.who')),
    nobody,
    grants,
  );
}

interface Asked {
  readonly name: string;
  readonly level: string;
  readonly days: number;
}

function shareForm(make: (asked: Asked) => Promise<void>): HTMLFormElement {
  const name = element('input', { type: 'text', required: true, maxlength: 80, autocomplete: 'off' });
  const level = element(
    'select',
    {},
    element('option', { value: 'look' }, labelOf('access.may-look')),
    element('option', { value: 'draw' }, labelOf('access.may-draw')),
  );
  const days = element(
    'select',
    {},
    ...DAYS.map((count) => element('option', { value: count }, labelOf('access.days', { count }))),
  );
  const form = element(
    'form',
    { class: 'share-form' },
    labelled(labelOf('access.for-whom'), name),
    labelled(labelOf('access.may'), level),
    labelled(labelOf('access.for-days'), days),
    element('button', { type: 'submit', class: 'btn main' }, labelOf('access.make-link')),
  );
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void make({ name: name.value, level: level.value, days: Number(days.value) });
  });
  return form;
}

function labelled(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'stack' }, element('span', {}, label), control);
}

function linkField() {
  const address = element('input', { type: 'text', readonly: true });
  const copy = element('button', { class: 'btn' }, labelOf('access.copy'));
  const place = element('div', { class: 'share-link', hidden: true }, labelled(labelOf('access.link'), address), copy);
  copy.addEventListener('click', async () => {
    address.select();
    await navigator.clipboard.writeText(address.value);
    copy.textContent = labelOf('access.copied');
  });
  return {
    element: place,
    show(link: string) {
      place.hidden = false;
      address.value = link;
      copy.textContent = labelOf('access.copy');
      copy.focus();
    },
  };
}

function grantRow({ name, level, expiresAt }: GrantCard, revoke: () => unknown): HTMLElement {
  const may = labelOf(level === 'draw' ? 'access.may-draw' : 'access.may-look');
  const date = new Date(expiresAt).toLocaleDateString(document.documentElement.lang, { dateStyle: 'medium' });
  return element(
    'li',
    {},
    element('b', {}, name),
    element('span', { class: 'soft' }, labelOf('access.until', { may, date })),
    element(
      'button',
      {
        class: 'btn small',
        'aria-label': `${labelOf('access.revoke')}: ${name}`,
        onclick: () => void revoke(),
      },
      labelOf('access.revoke'),
    ),
  );
}
