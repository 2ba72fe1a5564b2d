import { element } from '#bot/studio/page/app/element.ts';
import { workAddress } from '#bot/studio/page/app/rule-server.ts';
import { minuteText, ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import type { Row } from '#bot/studio/page/parts/rows.ts';
import type { RuledWork } from '#bot/studio/server/rule-api.ts';

/** What is decided of pictures. */
export type Decide = (work: RuledWork, decision: 'released' | 'refused') => void;

/** Pictures that moderators look at, with whose they are, who sees them, and the two buttons that decide. */
export function ruledWork(server: string, decide: Decide): Row<RuledWork> {
  const pictures = element('div', { class: 'ruled-pictures' });
  const title = element('h3', { class: 'plate-title' });
  const by = element('p', { class: 'soft small-text' });
  const standing = element('p', { class: 'small-text' });
  let now: RuledWork | null = null;
  const button = (decision: 'released' | 'refused', label: string) =>
    element('button', { class: 'btn small', onclick: () => now && decide(now, decision) }, label);
  const show = button('released', ruleLabel('ruling.release'));
  const refuse = button('refused', ruleLabel('ruling.refuse'));
  const buttons = element('div', { class: 'row' }, show, refuse);
  const place = element('li', { class: 'ruled-work' }, pictures, title, by, standing, buttons);
  return {
    element: place,
    show(work) {
      if (now?.id !== work.id || now.pictures.length !== work.pictures.length)
        pictures.replaceChildren(...picturesOf(server, work));
      now = work;
      title.textContent = work.prompt;
      const where = work.channel === null ? '' : `, #${work.channel}`;
      by.textContent = `${ruleLabel('ruling.by', { name: work.by, when: minuteText(work.at) })}${where}`;
      standing.textContent = standingOf(work);
      buttons.hidden = work.seen === 'nothing';
      show.hidden = work.seen === 'all' && work.reports === 0;
      refuse.hidden = work.seen === 'refused';
      show.ariaLabel = `${ruleLabel('ruling.release')}: ${work.prompt}`;
      refuse.ariaLabel = `${ruleLabel('ruling.refuse')}: ${work.prompt}`;
    },
  };
}

function picturesOf(server: string, { id, prompt, pictures }: RuledWork): readonly HTMLElement[] {
  if (pictures.length === 0)
    return [element('p', { class: 'hatch ruled-empty' }, element('span', {}, ruleLabel('ruling.no-picture')))];
  return pictures.map(({ index }, at) => {
    const alt = ruleLabel('ruling.picture', { index: at + 1, count: pictures.length, prompt });
    const picture = element('img', { src: workAddress(server, id, index), alt, loading: 'lazy', decoding: 'async' });
    return element('div', { class: 'mat slim' }, element('div', { class: 'bevel-small' }, picture));
  });
}

const SEEN = {
  held: ruleLabel('ruling.held'),
  all: ruleLabel('ruling.seen-by-all'),
  refused: ruleLabel('ruling.refused'),
  nothing: ruleLabel('ruling.nothing'),
} as const;

function standingOf({ seen, reports }: RuledWork): string {
  return reports === 0 ? SEEN[seen] : `${SEEN[seen]} ${ruleLabel('ruling.reports', { count: reports })}`;
}
