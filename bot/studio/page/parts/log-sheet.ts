import { element } from '#bot/studio/page/app/element.ts';
import { minuteText, ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { actionRow } from '#bot/studio/page/parts/action-row.ts';
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
  return actionRow({
    label: ruleLabel('ruling.undo'),
    run: undo,
    headTag: 'span',
    aboutClass: 'soft small-text',
    textOf: ({ what, by, at, undone }) => {
      const done = undone ? `, ${ruleLabel('ruling.undone')}` : '';
      return {
        head: what,
        about: `${ruleLabel('ruling.by', { name: by, when: minuteText(at) })}${done}`,
        hasButton: !undone,
      };
    },
  });
}
