import type { SAMPLERS as English } from '#shared/text/english/samplers.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of steps that cannot be taken, and of scheduler files that cannot be followed. */
export const SAMPLERS: Translation<typeof English> = {
  'sampler.unknown': ({ known, given }, { say }) =>
    `Diesen Sampler gibt es hier nicht: ${oneOf(known)}, angegeben: ${say(given)}`,
  'sampler.sigmas': ({ sampler, known, given }) =>
    `Mit ${sampler} geht das nicht: sigmas muss eines von ${known.join(', ')} sein, angegeben ist ${given}`,
  'sampler.own-timesteps': ({ sampler, given }) =>
    `Mit ${sampler} geht das nicht: Seine Zeitschritte liegen bei diesem Modell fest, lass spacing weg; ` +
    `angegeben ist ${given}`,
  'sampler.steps': ({ limit, given }) =>
    `So viele Schritte gehen nicht: Es muss eine ganze Zahl von 1 bis ${limit} sein, angegeben ist ${given}`,
  'sampler.steps-with': ({ sampler, limit, given }) =>
    `Mit ${sampler} geht das nicht: Schritte müssen eine ganze Zahl von 1 bis ${limit} sein, angegeben ist ${given}`,
  'sampler.steps-at-strength': ({ sampler, limit, strength, given }) =>
    `Mit ${sampler} geht das nicht: Bei Stärke ${strength} müssen Schritte eine ganze Zahl von 1 bis ${limit} sein, ` +
    `angegeben ist ${given}`,
  'sampler.timesteps': ({ sampler, least }) =>
    `Mit ${sampler} geht das nicht: Das Modell muss mit mindestens ${least} Zeitschritten trainiert sein`,
  'sampler.same-timestep': ({ steps }) =>
    `Das geht nicht: Zwei der ${steps} Schritte fallen auf denselben Zeitschritt; nimm weniger`,
  'sampler.offset': ({ steps, offset }) =>
    `Das geht nicht: ${steps} Schritte mit steps_offset ${offset} gehen über das Ende hinaus`,
  'sampler.no-step': ({ strength, steps }) =>
    `Das geht nicht: Bei Stärke ${strength} muss mindestens ein Schritt bleiben, es sind ${steps} Schritte`,
  'sampler.no-step-of-part': ({ from, to, steps }) =>
    `Das geht nicht: Im Teil ${from} bis ${to} muss mindestens ein Schritt bleiben, es sind ${steps} Schritte`,
  'sampler.part-edge': ({ edge, given }) =>
    `Dieser Teil geht nicht: ${edge} muss zwischen 0 und 1 liegen, angegeben ist ${given}`,
  'sampler.part-order': ({ from, to }) =>
    `Dieser Teil geht nicht: from muss kleiner als to sein, angegeben sind ${from} und ${to}`,
  'sampler.part-start': 'Ein späterer Teil geht so nicht: Er muss von den Latents des Teils davor ausgehen',
  'sampler.strength': ({ given }) =>
    `Von diesem Bild geht es so nicht weiter: Die Stärke muss von 0 bis 1 sein, angegeben ist ${given}`,
  'sampler.pndm-steps': ({ given }) =>
    `Mit pndm geht das nicht: Ohne skip_prk_steps braucht er Rauschen und mindestens 4 Schritte, es sind ${given}`,
  'sampler.pndm-start':
    'Mit pndm geht das nicht: Ohne skip_prk_steps braucht er Rauschen und mindestens 4 Schritte, kein Ausgangsbild',
  'sampler.not-finite': ({ step, steps }) =>
    `Schritt ${step} von ${steps} ist misslungen: Das Netz muss endliche Zahlen liefern, es kam NaN oder unendlich. ` +
    'Vielleicht sind die Gewichte beschädigt, oder ihr Zahlenformat ist zu klein für dieses Modell',
  'guidance.zero-weights':
    'Ohne Guidance geht das nicht: Die Gewichte der Motive dürfen zusammen nicht 0 ergeben, und das tun sie',

  'scheduler.unusable': ({ reason }, { say }) => `scheduler_config.json ist nicht nutzbar: ${say(reason)}`,
  'scheduler.no-object': 'Es muss ein JSON-Objekt sein',
  'scheduler.zero-snr': 'rescale_betas_zero_snr braucht als prediction_type v_prediction oder sample, nicht epsilon',
  'scheduler.class':
    'ein Scheduler von diffusers für Bilder aus Rauschen, nach epsilon, v, sample oder EDM, keiner für Flow Matching, ' +
    'Inversion oder andere Arten von Modellen',
  'scheduler.unknown-key': ({ key }) =>
    `${key} ist hier nicht bekannt und könnte das Bild ändern. Nimm es heraus, um ohne es zu zeichnen`,
  'scheduler.two-spacings': ({ known }) => `Nur eines von ${known.join(', ')} kann true sein, und beide sind es`,
  'scheduler.edm-sampler': ({ known, given }) =>
    `Mit ${given} geht das nicht: Ein Modell mit EDM-Scheduler zeichnet mit einem von ${known.join(', ')}`,
  'scheduler.betas': 'trained_betas muss eine Liste von mindestens zwei Zahlen zwischen 0 und 1 sein',

  'setting.wrong': ({ key, wanted, given }, { say }) =>
    `${key} hat einen falschen Wert; erlaubt: ${say(wanted)}, angegeben: ${given}`,
  'setting.one-of': ({ known }) => `eines von ${known.join(', ')}`,
  'setting.flag': 'true oder false',
  'setting.text': 'ein Text',
  'setting.number': 'eine Zahl',
  'setting.whole': ({ from, to }) => `eine ganze Zahl von ${from} bis ${to}`,
  'setting.fraction': 'eine Zahl zwischen 0 und 1',
  'setting.positive': 'eine positive Zahl',
  'setting.count': 'eine positive ganze Zahl',
  'setting.below': ({ of }) => `kleiner als ${of}`,
  'setting.whole-list': 'eine Liste ganzer Zahlen',
  'setting.text-list': 'eine Liste von Texten',
  'setting.numbers': ({ count }) => `eine Liste von ${count} Zahlen`,
  'setting.names': ({ count }) => `${count} Namen`,
  'setting.number-or-list': ({ count }) => `eine Zahl oder eine Liste von ${count}`,
  'setting.per-layer': ({ layers }) => `Listen mit einer Zahl für jede Schicht (hier ${layers})`,
  'setting.divisor': ({ of }) => `ein Teiler von ${of}`,
  'setting.even-first': 'gerade auf der ersten Stufe',
  'setting.of': ({ known }) => `nur ${known.join(' und ')}`,
  'setting.throughout': ({ name }) => `überall ${name}`,
  'setting.either': ({ known }) => `${known.slice(0, -1).join(', ')} oder ${known.at(-1)}`,
  'setting.given-with': ({ key }) => `angegeben, wo ${key} es ist`,
  'setting.given-nested': 'angegeben, wenn die Tiefen verschachtelt sind',
};

function oneOf(known: readonly string[]): string {
  return known.length === 0 ? 'Hier gibt es keinen' : `Möglich sind ${known.join(', ')}`;
}
