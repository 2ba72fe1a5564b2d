import type { PREFERENCES as ENGLISH } from '#bot/text/english/preferences.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what members like to have in every prompt. */
export const PREFERENCES: Translation<typeof ENGLISH> = {
  'prefer.heading': 'Wie du gern zeichnest',
  'prefer.about': 'Das gilt für jeden deiner Prompts, auf jedem Server. Was ein Prompt selbst sagt, geht vor.',
  'prefer.suffix': 'Bei jedem Prompt',
  'prefer.options': 'Eigene Einstellungsworte',
  'prefer.nothing': 'nichts',
  'prefer.remix-on': 'Remix ist an: Wer etwas noch einmal zeichnet, wird erst nach anderen Worten gefragt.',
  'prefer.remix-off': 'Remix ist aus: Noch einmal gezeichnet wird mit denselben Worten.',
  'prefer.many': ({ given }) =>
    `Das geht nicht bei jedem Prompt: --repeat und {a, b} gehören in den Prompt selbst, gegeben „${given}“`,
  'prefer.flag-unknown': ({ flag, meant }) =>
    meant === ''
      ? `„--${flag}“ geht nicht bei jedem Prompt: Diese Einstellung gibt es nicht, auch keine ähnliche; /help hat alle`
      : `„--${flag}“ geht nicht bei jedem Prompt: Diese Einstellung gibt es nicht. Meinst du „--${meant}“?`,
  'prefer.flag-foreign': ({ flags }) =>
    `${flags.join(' ')} geht nicht bei jedem Prompt: Etwas Ähnliches gibt es hier nicht, also lass es weg`,
  'prefer.flag-value': ({ typed, example }) =>
    `„${typed}“ geht nicht als Wert bei jedem Prompt: Er muss so aussehen wie ${example}`,
  'prefer.name': ({ max, given }) =>
    `So kann ein Einstellungswort nicht heißen: erst ein Buchstabe, dann Buchstaben, Ziffern und Striche, höchstens ${max}, gegeben „${given}“`,
  'prefer.name-taken': ({ name }) => `--${name} kann kein eigenes Einstellungswort sein: Es bedeutet schon etwas`,
  'prefer.options-max': ({ max, given }) =>
    `So viele eigene Einstellungsworte gehen nicht: höchstens ${max}, gegeben ${given}. Eins ohne Wert fällt weg`,
  'command.prefer': 'Was bei jedem deiner Prompts gilt',
  'command.prefer.suffix': 'Worte und Einstellungen für jeden deiner Prompts',
  'command.prefer.suffix.text': 'Etwa: weiches Licht --ar 3:2. Weggelassen gibt es keine mehr',
  'command.prefer.option': 'Ein eigenes Einstellungswort',
  'command.prefer.option.name': 'Was du tippst: meins für --meins',
  'command.prefer.option.value': 'Wofür es steht; weggelassen fällt es weg',
  'command.prefer.remix': 'Nach anderen Worten fragen, bevor etwas noch einmal gezeichnet wird',
  'command.prefer.remix.on': 'Ja oder nein',
  'command.prefer.show': 'Zeigen, was bei dir gilt',
  'option.on': 'an',
};
