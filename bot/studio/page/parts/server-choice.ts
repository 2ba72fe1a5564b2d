import { element } from '#bot/studio/page/app/element.ts';
import { rules } from '#bot/studio/page/app/rule-server.ts';
import { ruleLabel } from '#bot/studio/page/app/rule-words.ts';
import { labelOf } from '#bot/studio/page/app/words.ts';
import { fill } from '#bot/studio/page/parts/field.ts';
import type { RuledServerCard } from '#bot/studio/server/rule-api.ts';

/** Which server a room is about; the rooms about rules choose together. */
export interface ServerChoice {
  readonly element: HTMLElement;
  /** Says which servers there are, and that some are not looked after here. */
  readonly note: HTMLElement;
  /** Asks anew which there are; null = none. */
  load(): Promise<RuledServerCard | null>;
  readonly chosen: RuledServerCard | null;
}

/** What was chosen last, in either room. */
let chosenId = '';

/** A list of the servers that fit; `changed` is called when another one is chosen. */
export function serverChoice({
  fits,
  changed,
}: {
  readonly fits: (server: RuledServerCard) => boolean;
  readonly changed: () => void;
}): ServerChoice {
  let servers: readonly RuledServerCard[] = [];
  const select = element('select', { class: 'small', 'aria-label': labelOf('page.room-server') });
  const note = element('p', { class: 'soft small-text', hidden: true });
  const chosen = () => servers.find(({ serverId }) => serverId === chosenId) ?? servers[0] ?? null;
  select.addEventListener('change', () => {
    chosenId = select.value;
    changed();
  });
  return {
    element: select,
    note,
    get chosen() {
      return chosen();
    },
    async load() {
      const found = await rules.servers();
      servers = found.servers.filter(fits);
      fill(
        select,
        servers.map(({ serverId, name }) => [serverId, name ?? ruleLabel('ruling.this-studio')] as const),
      );
      const server = chosen();
      select.value = server?.serverId ?? '';
      note.hidden = found.closed === 0;
      note.textContent = found.closed === 0 ? '' : ruleLabel('ruling.closed', { count: found.closed });
      return server;
    },
  };
}
