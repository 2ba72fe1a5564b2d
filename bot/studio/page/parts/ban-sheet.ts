import { element } from '#bot/studio/page/app/element.ts';
import type { BanAsked } from '#bot/studio/page/app/rule-server.ts';
import { dayText, ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { actionRow } from '#bot/studio/page/parts/action-row.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import { createRows, type Row } from '#bot/studio/page/parts/rows.ts';
import type { BanCard, ModerationCard } from '#bot/studio/server/rule-api.ts';

/** What can be done about members. */
export interface BanActions {
  /** Resolves to true when it was done: what was typed goes then, and no sooner. */
  ban(ban: BanAsked): Promise<boolean>;
  unban(ban: BanCard): void;
}

/** How long a ban may hold; null = for good. */
const DAYS = [1, 7, 30, null] as const;

/** Who may not draw in a server, why and until when, and a form for one more. */
export function banSheet(actions: BanActions) {
  const list = element('ul', { class: 'rule-rows' });
  const nobody = element('p', { class: 'soft' }, ruleLabel('ruling.nobody-banned'));
  const form = banForm(actions);
  const showRows = createRows<BanCard>(list, {
    keyOf: ({ memberId }) => memberId,
    make: () => banRow(actions),
  });
  return {
    element: element(
      'section',
      { class: 'sheet rule-sheet' },
      element('h2', {}, ruleLabel('ruling.bans')),
      nobody,
      list,
      form.element,
    ),
    /** Puts a member into the form. */
    choose: form.choose,
    show({ bans, members }: ModerationCard) {
      nobody.hidden = bans.length > 0;
      showRows(bans);
      form.show(members);
    },
  };
}

function banRow({ unban }: BanActions): Row<BanCard> {
  return actionRow({
    label: ruleLabel('ruling.unban'),
    run: unban,
    textOf: ({ name, reason, until }) => ({
      head: name,
      about: `${reason}, ${until === null ? ruleLabel('ruling.for-good') : untilText(until)}`,
    }),
  });
}

function untilText(at: number): string {
  return ruleLabel('ruling.until', { date: dayText(at) });
}

function banForm({ ban }: BanActions) {
  const member = element('select');
  const id = element('input', { type: 'text', maxlength: 100, autocomplete: 'off' });
  const idRow = stack(ruleLabel('ruling.id'), id);
  const reason = element('input', { type: 'text', required: true, maxlength: 200, autocomplete: 'off' });
  const days = element(
    'select',
    {},
    ...DAYS.map((count) =>
      element(
        'option',
        { value: count ?? '' },
        count === null ? ruleLabel('ruling.for-good') : ruleLabel('ruling.days', { count }),
      ),
    ),
  );
  const followId = () => {
    idRow.hidden = member.value !== '';
    id.required = member.value === '';
  };
  member.addEventListener('change', followId);
  const form = element(
    'form',
    { class: 'rule-form' },
    stack(ruleLabel('ruling.member'), member),
    idRow,
    stack(ruleLabel('ruling.reason'), reason),
    stack(ruleLabel('ruling.for'), days),
    element('button', { type: 'submit', class: 'btn' }, ruleLabel('ruling.ban')),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const memberId = member.value === '' ? id.value.trim() : member.value;
    const memberName = member.value === '' ? memberId : (member.selectedOptions[0]?.dataset.name ?? memberId);
    const asked = { memberId, memberName, reason: reason.value };
    if (await ban({ ...asked, ...(days.value !== '' && { days: Number(days.value) }) })) reason.value = '';
  });
  return {
    element: form,
    show(members: ModerationCard['members']) {
      const before = member.value;
      const others = [['', ruleLabel('ruling.somebody-else')] as const];
      fill(member, [...members.map(({ memberId, name }) => [memberId, name] as const), ...others]);
      for (const option of member.options) option.dataset.name = option.textContent;
      if ([...member.options].some(({ value }) => value === before)) member.value = before;
      followId();
    },
    choose(memberId: string) {
      member.value = memberId;
      followId();
      reason.focus();
    },
  };
}

function stack(label: string, control: HTMLElement): HTMLElement {
  return element('label', { class: 'stack' }, element('span', {}, label), control);
}
