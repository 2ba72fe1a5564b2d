import { element } from '#bot/studio/page/app/element.ts';
import { minuteText, ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { createRows, type Row } from '#bot/studio/page/parts/rows.ts';
import type { ChangeCard, ModerationCard } from '#bot/studio/server/rule-api.ts';

/** Who changed what in a server, newest first; each change can be taken back. */
export function logSheet(undo: (change: ChangeCard) => void) {
  const list = element('ol', { class: 'rule-rows' });
  const none = element('p', { class: 'soft' }, ruleLabel('ruling.no-log'));
  const place = element(
    'section',
    { class: 'sheet rule-sheet' },
    element('h2', {}, ruleLabel('ruling.log')),
    none,
    list,
  );
  const showRows = createRows<ChangeCard>(list, { keyOf: ({ id }) => String(id), make: () => changeRow(undo) });
  return {
    element: place,
    show({ log }: ModerationCard, may: boolean) {
      place.hidden = !may;
      none.hidden = log.length > 0;
      showRows(log);
    },
  };
}

function changeRow(undo: (change: ChangeCard) => void): Row<ChangeCard> {
  const what = element('span');
  const by = element('span', { class: 'soft small-text' });
  let now: ChangeCard | null = null;
  const label = ruleLabel('ruling.undo');
  const button = element('button', { type: 'button', class: 'btn small', onclick: () => now && undo(now) }, label);
  return {
    element: element('li', {}, element('span', { class: 'stack' }, what, by), button),
    show(change) {
      now = change;
      what.textContent = change.what;
      const done = change.undone ? `, ${ruleLabel('ruling.undone')}` : '';
      by.textContent = `${ruleLabel('ruling.by', { name: change.by, when: minuteText(change.at) })}${done}`;
      button.hidden = change.undone;
      button.ariaLabel = `${label}: ${change.what}`;
    },
  };
}
