import type { GALLERY as ENGLISH } from '#bot/text/english/gallery.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the gallery, of pictures beside the words, and of what can be picked. */
export const GALLERY: Translation<typeof ENGLISH> = {
  'page.period': 'Wann',
  'page.ever': 'Jederzeit',
  'page.days': ({ days }) => (days === 1 ? 'Heute' : `Die letzten ${days} Tage`),
  'page.place': 'Woher',
  'page.everywhere': 'Von überall',
  'page.title-short': 'Dieses Studio',
  'page.by-on-discord': ({ name }) => `von ${name} auf Discord`,
  'page.follow': 'Einem Bild folgen',
  'page.follow-about':
    'Linien, Tiefe oder Haltung bleiben, den Rest sagen die Worte. Was davon gelesen wird, steht zuerst hier.',
  'page.follow-none': 'Aus diesem Bild war nichts zu lesen',
  'page.follow-weight': 'Wie genau',
  'page.method': 'Was davon gelesen wird',
  'page.method-none': 'Es ist schon ein Steuerbild',
  'page.network': 'Wer es liest',
  'page.like': 'Wie ein Bild',
  'page.like-whole': 'Wie dieses',
  'page.like-style': 'In seinem Stil',
  'page.like-strength': 'Wie viel davon',
  'page.choose-picture': 'Datei wählen',
  'page.from-easel': 'Das auf der Staffelei',
  'page.take-away': 'Wegnehmen',
  'page.drawn-when-idle': 'Kleine Bilder zeichnet dieser Rechner, wenn er sonst nichts zu tun hat.',
  'page.find': 'Suchen',
  'page.adds-words': ({ words }) => `fügt die Worte „${words}“ hinzu`,
  'page.strength-of': ({ name }) => `Wie viel von ${name}`,
  'page.without-adapter': ({ name }) => `Ohne ${name}`,
  'page.adapter-unknown': ({ model }) => `${model} hat kein solches Zusatzmodell`,
  'page.adapters-fit': ({ count }) =>
    count === 1 ? 'Eines passt noch zu diesem Modell' : `${count} passen noch zu diesem Modell`,
};
