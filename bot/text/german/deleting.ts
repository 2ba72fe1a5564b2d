import type { DELETING as ENGLISH } from '#bot/text/english/deleting.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of deleting, and taking it back. */
export const DELETING: Translation<typeof ENGLISH> = {
  'delete.in-bin': 'Gelöscht. Es lässt sich einen Tag lang zurückholen, hier oder mit /undelete.',
  'forget.here': 'auf diesem Server',
  'forget.everywhere': 'auf allen Servern',
  'forget.sure': ({ count, where }) =>
    count === 0
      ? `Es gibt${places(where)} kein fertiges Bild von dir`
      : `${pictures(count)} von dir würde${count === 1 ? '' : 'n'}${places(where)} gelöscht, mit Worten und Nachrichten. ` +
        '/forget mit sure: True tut es; /undelete holt es einen Tag lang zurück',
  'forget.done': ({ count }) =>
    `${pictures(count)} von dir gelöscht. /undelete holt es einen Tag lang zurück, danach kann das niemand mehr`,
  'forget.nothing': ({ where }) => `Es gibt${places(where)} kein fertiges Bild von dir`,
  'undelete.done': ({ count, show }) =>
    `${pictures(count)} zurückgeholt${show === '' ? '' : `. Wo es den Kanal nicht mehr gibt, zeigt es ${show} der Person, der es gehört`}`,
  'undelete.nothing': 'Es gibt nichts zurückzuholen: Du hast hier seit einem Tag nichts gelöscht',
};

function places(where: 'here' | 'everywhere'): string {
  return where === 'here' ? ' hier' : '';
}

function pictures(count: number): string {
  return count === 1 ? '1 Bild' : `${count} Bilder`;
}
