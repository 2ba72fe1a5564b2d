import type { Sentences } from '#shared/text/message.ts';

/** What the roles of a server let their members draw. */
export const ROLE_LIMITS = {
  'role-limit.nothing': 'Cannot draw for you here: your roles in this server allow no pictures',
  'role-limit.jobs': ({ max, open }: { max: number; open: number }) =>
    `Cannot take another picture from you yet: your roles allow ${max} at a time here, and you have ${open} open`,
  'role-limit.seconds': ({ max, used, open }: { max: number; used: number; open: number }) =>
    `Cannot draw for you now: your roles allow ${max} GPU-seconds in 24 hours here, and ${used} are used` +
    (open > 0 ? `; what you have open takes about ${open} s` : ''),
  'role-limit.your-day': ({ max, used, open }: { max: number; used: number; open: number }) =>
    `Of your ${max} GPU-seconds in 24 hours, ${used} are used` +
    (open > 0 ? `; what you have open takes about ${open} s, and is given back where it fails` : ''),
  'role-limit.steps': ({ max, given }: { max: number; given: number }) =>
    `Cannot draw with so many steps: your roles allow ${max} at most here, given ${given}`,
  'role-limit.pixels': ({ max, width, height }: { max: number; width: number; height: number }) =>
    `Cannot draw so large: your roles allow ${max} pixels a picture here, given ${width}×${height} = ${width * height}`,
  'role-limit.model': ({ model, known }: { model: string; known: readonly string[] }) =>
    `Cannot draw with ${model}: your roles allow ${known.join(', ')} here`,
  'role-limit.none-given': 'Cannot set limits: say at least one of jobs, steps, pixels, models and seconds',
  'role-limit.model-unknown': ({ name, known }: { name: string; known: readonly string[] }) =>
    `Cannot allow the model ${name}: there is ${known.join(', ')}`,
  'role-limit.nothing-said': ({ role }: { role: string }) => `The role ${role} says nothing of what may be drawn`,
  'role-limit.removed': ({ role }: { role: string }) => `The role ${role} limits nothing any more`,
  'role-limit.heading': 'What roles may draw here',
  'role-limit.none': 'No role says anything: everybody may draw whatever the renderers can',
  'role-limit.some':
    'A member with several of these roles has the most generous of each limit; what none of them names is not limited',
  'role-limit.said-jobs': ({ max }: { max: number }) => (max === 0 ? 'no pictures' : `${max} at a time`),
  'role-limit.said-steps': ({ max }: { max: number }) => `${max} steps`,
  'role-limit.said-pixels': ({ max }: { max: number }) => `${max} pixels`,
  'role-limit.said-models': ({ models }: { models: readonly string[] }) => `only ${models.join(', ')}`,
  'role-limit.said-seconds': ({ max }: { max: number }) => `${max} GPU-seconds a day`,

  'command.limits': 'What roles may draw in this server',
  'command.limits.set': 'Limit what members of a role may draw; what you leave out the role says nothing of',
  'command.limits.role': 'The role; @everyone for all members',
  'command.limits.jobs': 'Pictures at a time; 0 for none at all',
  'command.limits.steps': 'Steps at most',
  'command.limits.pixels': 'Pixels a picture at most: 1048576 is 1024×1024',
  'command.limits.models': 'Names of models, with commas',
  'command.limits.seconds': 'GPU-seconds in 24 hours; what is drawn together shares them, what fails costs none',
  'command.limits.list': 'Show what roles may draw here',
  'command.limits.remove': 'Take the limits of a role away',
  'option.role': 'role',
  'option.jobs': 'jobs',
  'option.pixels': 'pixels',
  'option.models': 'models',
  'option.seconds': 'seconds',
} as const satisfies Sentences;
