import type { RULES as English } from '#shared/text/english/rules.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what a value must be, behind its name. */
export const RULES: Translation<typeof English> = {
  'rule.missing': 'fehlt',
  'rule.unknown': ({ names }) => `kennt nichts namens ${names.join(',')}`,
  'rule.twice': 'steht zweimal da',
  'rule.whole': ({ from, to }) => `muss eine ganze Zahl von ${from} bis ${to} sein`,
  'rule.at-least': ({ limit }) => `muss mindestens ${limit} sein`,
  'rule.at-most': ({ limit }) => `darf höchstens ${limit} sein`,
  'rule.multiple': ({ of }) => `muss ein Vielfaches von ${of} sein`,
  'rule.one-of': ({ known }) => `muss eines von ${known.join(', ')} sein`,
  'rule.chars-most': ({ limit }) => `darf höchstens ${limit} Zeichen haben`,
  'rule.chars': ({ from, to }) => `muss ${from} bis ${to} Zeichen haben`,
  'rule.items-most': ({ limit }) => `darf höchstens ${limit} Einträge haben`,
  'rule.number': 'muss eine Zahl sein',
  'rule.flag': 'muss true oder false sein',
  'rule.text': 'muss ein Text sein',
  'rule.list': 'muss eine Liste sein',
  'rule.words': 'muss eine Liste von Wörtern sein',
  'rule.object': 'muss ein Objekt sein',
  'rule.word': ({ example }) => `muss ein Wort wie ${example} sein`,
  'rule.one-word': 'muss ein einziges Wort sein',
  'rule.secret': 'muss ein Wort aus 16 bis 200 Buchstaben, Ziffern und Zeichen sein',
  'rule.link': 'muss eine http- oder https-Adresse sein',
  'rule.listen': 'muss host:port oder unix:/pfad sein',
  'rule.addresses': ({ example }) => `muss aus Adressen wie ${example} bestehen`,

  'rule.model-name': 'darf nur Buchstaben, Ziffern, Leerzeichen und ._+()- enthalten, höchstens 80',
  'rule.demo-name': 'ist der Name des mitgelieferten Modells',
  'rule.place': 'muss ein Pfad oder ein Objekt mit repo sein',
  'rule.place-one': 'muss entweder path oder repo haben',
  'rule.path': 'muss ein Pfad sein',
  'rule.path-relative': 'muss relativ zum Modellordner sein',
  'rule.path-inside': 'muss im Modellordner bleiben',
  'rule.repo': 'muss owner/name sein, wie der Hub es schreibt',
  'rule.revision': 'muss ein Branch, ein Tag oder ein Commit sein',
};
