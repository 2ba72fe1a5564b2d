import { byId, element } from '#bot/studio/page/app/element.ts';
import { rules } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import type { PageStore } from '#bot/studio/page/app/state.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { banSheet } from '#bot/studio/page/parts/ban-sheet.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import { logSheet } from '#bot/studio/page/parts/log-sheet.ts';
import { moderationActions } from '#bot/studio/page/parts/moderation-actions.ts';
import { outcomeLine } from '#bot/studio/page/parts/outcome-line.ts';
import { createRows } from '#bot/studio/page/parts/rows.ts';
import { type Decide, ruledWork } from '#bot/studio/page/parts/ruled-work.ts';
import { serverChoice } from '#bot/studio/page/parts/server-choice.ts';
import { wordSheet } from '#bot/studio/page/parts/word-sheet.ts';
import type { ModerationCard, RuledMember, RuledWork } from '#bot/studio/server/rule-api.ts';

/** How often the page asks what waits while somebody looks at it. Milliseconds. */
const ASK_MS = 10_000;

/** What moderators of a server look after: pictures to look at, members, bans, words, and who changed what. */
export function showModerationRoom(store: PageStore): void {
  const room = byId('room-moderation', HTMLDivElement);
  const told = outcomeLine();
  const choice = serverChoice({ fits: () => true, changed: () => void refresh() });
  const show = (card: ModerationCard) => {
    const { serverId = '', mayManage = false } = choice.chosen ?? {};
    waiting.show(serverId, card);
    recent.show(serverId, card.members);
    bans.show(card);
    words.show(card, mayManage);
    log.show(card, mayManage);
  };
  const refresh = () =>
    told.run(async () => {
      const server = await choice.load();
      if (server) show(await rules.moderation(server.serverId));
      return null;
    });
  const actions = moderationActions({ told, server: () => choice.chosen, show });
  const waiting = waitingSheet(actions.decide);
  const recent = recentSheet({ decide: actions.decide, ban: (memberId) => bans.choose(memberId), run: told.run });
  const bans = banSheet(actions);
  const words = wordSheet(actions.words);
  const log = logSheet(actions.undo);
  room.append(
    element('header', { class: 'row' }, element('h2', {}, labelOf('page.room-moderation')), choice.element),
    told.element,
    element('div', { class: 'ruled' }, waiting.element, recent.element),
    element('div', { class: 'ruled' }, bans.element, words.element, log.element),
    choice.note,
  );
  followRoom(store, refresh);
}

/** Asks when somebody comes in, and now and then while they look; what is being typed stays as it is. */
function followRoom(store: PageStore, refresh: () => Promise<void>): void {
  let turn = 0;
  const again = async (mine: number) => {
    while (mine === turn && store.state.room === 'moderation') {
      if (document.visibilityState === 'visible') await refresh();
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
  };
  store.watch(
    ({ room }) => [room],
    (room) => {
      turn += 1;
      if (room === 'moderation') void again(turn);
    },
  );
}

/** Works of one server; another server's are other rows. */
function workList(decide: Decide) {
  const list = element('ul', { class: 'ruled-works' });
  let server = '';
  const rows = createRows<RuledWork>(list, {
    keyOf: ({ id }) => `${server} ${id}`,
    make: () => ruledWork(server, decide),
  });
  return {
    list,
    show(of: string, works: readonly RuledWork[]) {
      server = of;
      rows(works);
    },
  };
}

function waitingSheet(decide: Decide) {
  const heading = element('h2');
  const nothing = element('p', { class: 'soft' }, ruleLabel('ruling.nothing-waits'));
  const works = workList(decide);
  return {
    element: element('section', { class: 'sheet rule-sheet' }, heading, nothing, works.list),
    show(server: string, { waiting }: ModerationCard) {
      heading.textContent = ruleLabel('ruling.waiting', { count: waiting.length });
      nothing.hidden = waiting.length > 0;
      works.show(server, waiting);
    },
  };
}

/** What one member drew last. */
function recentSheet({
  decide,
  ban,
  run,
}: {
  readonly decide: Decide;
  readonly ban: (memberId: string) => void;
  readonly run: ReturnType<typeof outcomeLine>['run'];
}) {
  const select = element('select', { class: 'small', 'aria-label': ruleLabel('ruling.member') });
  const nobody = element('p', { class: 'soft' }, ruleLabel('ruling.nobody-drew'));
  const label = ruleLabel('ruling.ban');
  const banThem = element('button', { class: 'btn small', onclick: () => ban(select.value) }, label);
  const works = workList(decide);
  let server = '';
  const refresh = () =>
    run(async () => {
      banThem.hidden = select.value === '';
      works.show(server, select.value === '' ? [] : await rules.drawnBy(server, select.value));
      return null;
    });
  select.addEventListener('change', () => void refresh());
  return {
    element: element(
      'section',
      { class: 'sheet rule-sheet' },
      element('header', { class: 'row' }, element('h2', {}, ruleLabel('ruling.recent')), select, banThem),
      nobody,
      works.list,
    ),
    show(of: string, members: readonly RuledMember[]) {
      const before = of === server ? select.value : '';
      server = of;
      nobody.hidden = members.length > 0;
      select.hidden = members.length === 0;
      const nobodyYet = ['', ruleLabel('ruling.choose-member')] as const;
      fill(select, [nobodyYet, ...members.map((one) => [one.memberId, ruleLabel('ruling.drew', one)] as const)]);
      select.value = members.some(({ memberId }) => memberId === before) ? before : '';
      // What was decided of one of them shows here, too.
      void refresh();
    },
  };
}
