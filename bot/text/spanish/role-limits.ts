import type { ROLE_LIMITS as ENGLISH } from '#bot/text/english/role-limits.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what the roles of a server let their members draw. */
export const ROLE_LIMITS: Translation<typeof ENGLISH> = {
  'role-limit.nothing': 'No se puede dibujar para ti aquí: tus roles en este servidor no permiten imágenes',
  'role-limit.jobs': ({ max, open }) =>
    `No se puede aceptar otra imagen tuya todavía: tus roles permiten ${max} a la vez aquí, y tienes ${open} abiertas`,
  'role-limit.seconds': ({ max, used, open }) =>
    `No se puede dibujar para ti ahora: tus roles permiten ${max} ` +
    `segundos de GPU en 24 horas aquí, y ya se usaron ${used}` +
    (open > 0 ? `; lo que tienes pendiente tarda unos ${open} s` : ''),
  'role-limit.your-day': ({ max, used, open }) =>
    `De tus ${max} segundos de GPU en 24 horas se usaron ${used}` +
    (open > 0 ? `; lo que tienes pendiente tarda unos ${open} s y se devuelve si falla` : ''),
  'role-limit.steps': ({ max, given }) =>
    `No se puede dibujar con tantos pasos: tus roles permiten ${max} como máximo aquí, se dio ${given}`,
  'role-limit.pixels': ({ max, width, height }) =>
    `No se puede dibujar tan grande: tus roles permiten ${max} píxeles ` +
    `por imagen aquí, se dio ${width}×${height} = ${width * height}`,
  'role-limit.model': ({ model, known }) =>
    `No se puede dibujar con ${model}: tus roles permiten ${known.join(', ')} aquí`,
  'role-limit.none-given':
    'No se pueden fijar límites: indica al menos uno de trabajos, pasos, píxeles, modelos y segundos',
  'role-limit.model-unknown': ({ name, known }) => `No se puede permitir el modelo ${name}: hay ${known.join(', ')}`,
  'role-limit.nothing-said': ({ role }) => `El rol ${role} no dice nada de lo que se puede dibujar`,
  'role-limit.removed': ({ role }) => `El rol ${role} ya no limita nada`,
  'role-limit.heading': 'Lo que los roles pueden dibujar aquí',
  'role-limit.none': 'Ningún rol dice nada: todo el mundo puede dibujar lo que los renderizadores puedan',
  'role-limit.some':
    'Quien tiene varios de estos roles tiene el más generoso de cada límite; lo que ninguno nombra no tiene límite',
  'role-limit.said-jobs': ({ max }) => (max === 0 ? 'ninguna imagen' : `${max} a la vez`),
  'role-limit.said-steps': ({ max }) => `${max} pasos`,
  'role-limit.said-pixels': ({ max }) => `${max} píxeles`,
  'role-limit.said-models': ({ models }) => `solo ${models.join(', ')}`,
  'role-limit.said-seconds': ({ max }) => `${max} segundos de GPU al día`,
  'command.limits': 'Lo que los roles pueden dibujar en este servidor',
  'command.limits.set': 'Limitar lo que puede dibujar quien tiene un rol; de lo que omitas, el rol no dice nada',
  'command.limits.role': 'El rol; @everyone para todo el mundo',
  'command.limits.jobs': 'Imágenes a la vez; 0 para ninguna',
  'command.limits.steps': 'Pasos como máximo',
  'command.limits.pixels': 'Píxeles por imagen como máximo: 1048576 es 1024×1024',
  'command.limits.models': 'Nombres de modelos, con comas',
  'command.limits.seconds': 'Segundos de GPU en 24 horas; lo dibujado a la vez los comparte, lo que falla no cuesta',
  'command.limits.list': 'Mostrar lo que los roles pueden dibujar aquí',
  'command.limits.remove': 'Quitar los límites de un rol',
  'option.role': 'rol',
  'option.jobs': 'trabajos',
  'option.pixels': 'píxeles',
  'option.models': 'modelos',
  'option.seconds': 'segundos',
};
