import { element } from '#bot/studio/page/app/element.ts';
import type { WordsAsked } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { inOneLine } from '#bot/studio/page/app/words.ts';
import { actionRow } from '#bot/studio/page/parts/action-row.ts';
import { createRows, type Row } from '#bot/studio/page/parts/rows.ts';
import type { ModerationCard, WordRuleCard } from '#bot/studio/server/rule-api.ts';

/** What can be done about words. */
export interface WordActions {
  /** Resolves to true when it was done: what was typed goes then, and no sooner. */
  add(rule: WordsAsked): Promise<boolean>;
  allow(rule: WordRuleCard): void;
}

/** Words that a server does not want, and a form for more; who may only moderate reads them. */
export function wordSheet(actions: WordActions) {
  const list = element('ul', { class: 'rule-rows' });
  const none = element('p', { class: 'soft' }, ruleLabel('ruling.every-word'));
  let mayManage = false;
  const form = wordForm(actions);
  const showRows = createRows<WordRuleCard>(list, {
    keyOf: ({ pattern }) => pattern,
    make: () => wordRow(actions, () => mayManage),
  });
  return {
    element: element(
      'section',
      { class: 'sheet rule-sheet' },
      element('h2', {}, ruleLabel('ruling.words')),
      none,
      list,
      form,
    ),
    show({ words }: ModerationCard, may: boolean) {
      mayManage = may;
      form.hidden = !may;
      none.hidden = words.length > 0;
      showRows(words);
    },
  };
}

function wordRow({ allow }: WordActions, mayManage: () => boolean): Row<WordRuleCard> {
  return actionRow({
    label: ruleLabel('ruling.allow-words'),
    run: allow,
    textOf: ({ pattern, isLookedAt, exceptAdultPlaces }) => ({
      head: pattern,
      about: inOneLine([
        isLookedAt ? ruleLabel('ruling.tag-look') : '',
        exceptAdultPlaces ? ruleLabel('ruling.tag-adults') : '',
      ]),
      hasButton: mayManage(),
    }),
  });
}

function wordForm({ add }: WordActions): HTMLFormElement {
  const pattern = element('input', { type: 'text', required: true, maxlength: 100, autocomplete: 'off' });
  const adults = element('input', { type: 'checkbox' });
  const look = element('input', { type: 'checkbox' });
  const form = element(
    'form',
    { class: 'rule-form' },
    element('label', { class: 'stack' }, element('span', {}, ruleLabel('ruling.new-words')), pattern),
    element('label', { class: 'tick' }, look, ruleLabel('ruling.look-first')),
    element('label', { class: 'tick' }, adults, ruleLabel('ruling.except-adults')),
    element('p', { class: 'soft small-text' }, ruleLabel('ruling.words-how')),
    element('button', { type: 'submit', class: 'btn' }, ruleLabel('ruling.add-words')),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const rule = { pattern: pattern.value, exceptAdultPlaces: adults.checked, isLookedAt: look.checked };
    if (await add(rule)) form.reset();
  });
  return form;
}
