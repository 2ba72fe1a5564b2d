import type { ROLE_LIMITS as ENGLISH } from '#bot/text/english/role-limits.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what the roles of a server let their members draw. */
export const ROLE_LIMITS: Translation<typeof ENGLISH> = {
  'role-limit.nothing': 'Hier wird nichts für dich gezeichnet: Deine Rollen auf diesem Server erlauben keine Bilder',
  'role-limit.jobs': ({ max, open }) =>
    `Noch ein Bild geht gerade nicht: Deine Rollen erlauben hier ${max} zugleich, und du hast ${open} offen`,
  'role-limit.seconds': ({ max, used, open }) =>
    `Gerade wird nichts für dich gezeichnet: Deine Rollen erlauben hier ${max} GPU-Sekunden in 24 Stunden, ${used} sind verbraucht` +
    (open > 0 ? `; was von dir offen ist, dauert etwa ${open} s` : ''),
  'role-limit.your-day': ({ max, used, open }) =>
    `Von deinen ${max} GPU-Sekunden in 24 Stunden sind ${used} verbraucht` +
    (open > 0 ? `; was von dir offen ist, dauert etwa ${open} s und wird zurückgegeben, wenn es scheitert` : ''),
  'role-limit.steps': ({ max, given }) =>
    `So viele Schritte gehen nicht: Deine Rollen erlauben hier höchstens ${max}, gegeben ${given}`,
  'role-limit.pixels': ({ max, width, height }) =>
    `So groß geht es nicht: Deine Rollen erlauben hier ${max} Pixel je Bild, gegeben ${width}×${height} = ${width * height}`,
  'role-limit.model': ({ model, known }) =>
    `Mit ${model} geht es nicht: Deine Rollen erlauben hier ${known.join(', ')}`,
  'role-limit.none-given': 'Es fehlt eine Grenze: mindestens eine von jobs, steps, pixels, models und seconds',
  'role-limit.model-unknown': ({ name, known }) => `Das Modell ${name} gibt es nicht; es gibt ${known.join(', ')}`,
  'role-limit.nothing-said': ({ role }) => `Die Rolle ${role} sagt nichts darüber, was gezeichnet werden darf`,
  'role-limit.removed': ({ role }) => `Die Rolle ${role} begrenzt nichts mehr`,
  'role-limit.heading': 'Was Rollen hier zeichnen dürfen',
  'role-limit.none': 'Keine Rolle sagt etwas: Jeder darf zeichnen, was die Renderer können',
  'role-limit.some':
    'Wer mehrere dieser Rollen hat, hat von jeder Grenze die großzügigste; was keine nennt, ist nicht begrenzt',
  'role-limit.said-jobs': ({ max }) => (max === 0 ? 'keine Bilder' : `${max} zugleich`),
  'role-limit.said-steps': ({ max }) => `${max} Schritte`,
  'role-limit.said-pixels': ({ max }) => `${max} Bildpunkte`,
  'role-limit.said-models': ({ models }) => `nur ${models.join(', ')}`,
  'role-limit.said-seconds': ({ max }) => `${max} GPU-Sekunden am Tag`,

  'command.limits': 'Was Rollen auf diesem Server zeichnen dürfen',
  'command.limits.set': 'Begrenzen, was Mitglieder einer Rolle zeichnen dürfen; was fehlt, sagt die Rolle nicht',
  'command.limits.role': 'Die Rolle; @everyone für alle',
  'command.limits.jobs': 'Bilder zugleich; 0 für gar keine',
  'command.limits.steps': 'Höchstens so viele Schritte',
  'command.limits.pixels': 'Höchstens so viele Bildpunkte je Bild: 1048576 sind 1024×1024',
  'command.limits.models': 'Namen von Modellen, mit Kommas',
  'command.limits.seconds': 'GPU-Sekunden in 24 Stunden; gemeinsam Gezeichnetes teilt sie, Gescheitertes kostet keine',
  'command.limits.list': 'Zeigen, was Rollen hier zeichnen dürfen',
  'command.limits.remove': 'Die Grenzen einer Rolle wegnehmen',
  'option.role': 'rolle',
  'option.jobs': 'zugleich',
  'option.pixels': 'bildpunkte',
  'option.models': 'modelle',
  'option.seconds': 'sekunden',
};
