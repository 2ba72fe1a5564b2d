import type { PROMPT as ENGLISH } from '#bot/text/english/prompt.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what reading a prompt finds odd. */
export const PROMPT: Translation<typeof ENGLISH> = {
  'prompt.last-backslash': 'Der Backslash am Ende bewirkt nichts und wurde weggelassen',
  'prompt.closes-nothing': 'Diese Klammer schließt nichts und gilt deshalb als Text',
  'prompt.breaks-max': ({ max }) =>
    `Ein Prompt kann ${max} BREAKs haben; dieser und alle weiteren zählen als Leerzeichen`,
  'prompt.too-deep': ({ max }) => `Klammern in mehr als ${max} Ebenen wirken nicht weiter`,
  'prompt.never-closed': 'Diese Klammer wird nie geschlossen und reicht deshalb bis zum Ende',
  'prompt.weight-no-number': ({ typed, weight }, { number }) =>
    `„${typed}“ ist keine Zahl, deshalb ist das Gewicht ${number(weight)}`,
  'prompt.weight-range': ({ typed, weight, min, max }, { number }) =>
    `Gewichte gehen von ${min} bis ${max}, deshalb wurde „${typed}“ als ${number(weight)} gelesen`,
  'prompt.weight-comma': ({ typed, weight }) =>
    `„${typed}“ wurde als ${weight} gelesen; Gewichte schreibt man mit Punkt, nicht mit Komma`,
  'prompt.weight-product': ({ max }) => `Die Klammern ergeben zusammen mehr als ${max}, deshalb ist das Gewicht ${max}`,
  'prompt.and-blank': 'AND verbindet zwei Beschreibungen; eine Seite ist leer und wurde weggelassen',
  'prompt.and-max': ({ max }) => `AND kann ${max} Beschreibungen verbinden; dieses und alle weiteren zählen als Worte`,
  'prompt.and-weight': ({ typed, weight, max }, { number }) =>
    `Gewichte von AND gehen von -${max} bis ${max}, deshalb wurde „${typed}“ als ${number(weight)} gelesen`,
  'prompt.changes-too-deep': ({ max }) => `Eckige Klammern in mehr als ${max} Ebenen verändern nichts`,
  'prompt.adapter-misplaced':
    'Adapter stehen im Prompt oder in der Liste eines Stils, deshalb wurde dieser weggelassen',
  'prompt.too-long': ({ max }) => `Nur die ersten ${max} Zeichen werden gelesen; der Rest wurde weggelassen`,
  'prompt.hypernetwork': 'Hypernetworks gehen hier nicht, deshalb wurde es weggelassen',
  'prompt.adapter-no-name': 'Dieser Adapter hat keinen Namen und wurde deshalb weggelassen',
  'prompt.adapter-left-out': ({ typed }) =>
    `„${typed}“ ist nicht bekannt und wurde weggelassen: Ein Adapter hat ein Gewicht, oder eins für den Text (te) und eins für unet`,
  'prompt.adapter-no-weight': 'Das Gewicht ist keine Zahl, deshalb ist es 1',
  'prompt.flag-needs-value': ({ flag, example }) => `„--${flag}“ braucht einen Wert, zum Beispiel ${example}`,
  'prompt.flags-foreign': ({ flags }) => `Weggelassen, denn etwas Ähnliches gibt es hier nicht: ${flags.join(' ')}`,
  'prompt.double-colon': ({ typed }) =>
    `„${typed}“ gewichtet hier nichts und wird als Buchstaben gezeichnet; schreib (Worte:1.5) oder verbinde mit AND`,
  'prompt.list-unknown': ({ name, meant }) =>
    meant === ''
      ? `Eine Liste „${name}“ gibt es hier nicht; /wildcards list zeigt die vorhandenen, und \\__ lässt die Buchstaben stehen`
      : `Eine Liste „${name}“ gibt es hier nicht; war __${meant}__ gemeint?`,
  'prompt.lists-deep': ({ name, max }) =>
    `Listen nennen einander mehr als ${max} Ebenen tief, deshalb wurde „${name}“ weggelassen`,
  'prompt.choices-max': ({ max }) => `Ein Prompt kann ${max} Stellen offen lassen; weitere wurden weggelassen`,
  'prompt.grown-max': ({ max }) =>
    `Mit seiner Auswahl würde der Prompt länger als ${max} Zeichen; der Rest wurde weggelassen`,
  'prompt.link': ({ typed }) =>
    `„${typed}“ wird als Buchstaben gezeichnet; hänge das Bild als „bild“ oder „vorbild“ an; nur Links auf Dateien bei Discord sind Bilder`,
  'prompt.flag-unknown': ({ flag }) => `„--${flag}“ ist keine Einstellung und wurde weggelassen`,
  'prompt.flag-misspelt': ({ flag, meant }) =>
    `„--${flag}“ ist keine Einstellung und wurde weggelassen; meintest du „--${meant}“?`,
  'prompt.flag-twice': ({ flag }) => `„--${flag}“ steht mehrmals da; das letzte zählt`,
  'prompt.flag-no-number': ({ typed, example }) => `„${typed}“ ist keine Zahl (wie ${example}) und wurde weggelassen`,
  'prompt.flag-no-ratio': ({ typed, example }) =>
    `„${typed}“ ist kein Verhältnis von Breite zu Höhe (wie ${example}) und wurde weggelassen`,
  'prompt.unknown-words': ({ model, words, more, known }, { list }) => {
    const all = [...words.map((word) => `„${word}“`), ...(more > 0 ? [`${more} weitere`] : [])];
    return `Das Modell ${model} kennt ${list(all)} nicht; es kennt ${known.join(', ')} …`;
  },
};
