import type { CONTROL as English } from '#shared/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of networks that steer a drawing by pictures. */
export const CONTROL: Translation<typeof English> = {
  'control.unloadable': ({ network, reason }, { say }) =>
    `Das Kontrollnetz ${network} lässt sich nicht laden: ${say(reason)}`,
  'control.family': ({ network, model, wanted, given }, { say }) =>
    `${model} lässt sich nicht mit dem Kontrollnetz ${network} steuern: Es ist für ${say(wanted)}, hier sind es ${say(given)}`,
  'control.line': ({ line }) => `Modelle der Linie ${line}`,
  'control.stages': ({ channels }) => `Modelle, deren Stufen ${channels} Kanäle haben`,
  'control.width': ({ width }) => `Modelle, die Text aus ${width} Zahlen lesen`,
  'control.unknown': ({ model, known, given }, { say }) =>
    `${model} lässt sich nicht mit dem Kontrollnetz ${say(given)} steuern: Hier passen dazu ${known.join(', ')}`,
  'control.none': ({ model, given }, { say }) =>
    `${model} lässt sich nicht mit dem Kontrollnetz ${say(given)} steuern: Hier gibt es keines, das dazu passt`,
  'control.nothing-open': ({ network }, { say }) =>
    `Das Kontrollnetz ${say(network)} kann hier nichts ausfüllen: Es braucht ein Bild mit Maske oder Rändern, gegeben ist keines`,
  'control.no-hole': 'Ausfüllen geht nicht: Der Ablauf hat keine Maske',
  'control.option': ({ given }) =>
    `--control ist nicht lesbar: Es muss NETZ:BILD:GEWICHT sein, und :ANFANG:ENDE für einen Teil der Schritte, gegeben ist ${given}`,
  'control.stray-guess': '--guess geht nicht allein: Es gehört zu --control',
  'field.control': 'Zahl der Kontrollbilder',
  'field.control-image': 'Kontrollbild',
  'field.control-start': 'Anfang des Kontrollbilds',
  'field.control-end': 'Ende des Kontrollbilds',
  'field.control-weight': 'Gewicht des Kontrollbilds',
  'limit.below': ({ limit }) => `unter ${limit}`,
  'control.gone': 'Seine Datei ist nicht mehr da',
  'control.no-config': ({ folder }) =>
    `Im Ordner ${folder} muss eine config.json liegen; hol ihn neu, oder leg die Datei allein zu den Kontrollnetzen`,
  'control.class': ({ known, given }) =>
    `Seine config.json muss eines von ${known.join(', ')} nennen, gegeben ist ${given}`,
  'control.foreign': ({ key }) =>
    `Sein Schlüssel ${key} gehört zu keinem ControlNet und keinem T2I-Adapter; eines davon muss es sein`,
  'control.other': ({ reason, key }, { say }) =>
    `Es ist nach seinem Schlüssel ${key} ${say(reason)}, und das geht nicht; nimm ein ControlNet für eine Art von Bild`,
  'control.is-union': 'ein ControlNet-Union',
  'control.is-lora': 'ein Control-LoRA',
  'control.is-xs': 'ein ControlNet-XS',
};
