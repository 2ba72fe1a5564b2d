import type { Sentences } from '#shared/text/message.ts';

/** Control pictures, and the command that shows them. */
export const CONTROL = {
  'command.preview': 'See what a ControlNet would read of a picture',
  'command.preview.method': 'What to look for',
  'command.preview.low': ({ usual }: { usual: number }) =>
    `Canny: steepness from which an edge goes on (${usual} when left out)`,
  'command.preview.high': ({ usual }: { usual: number }) =>
    `Canny: steepness from which an edge begins (${usual} when left out)`,
  'option.method': 'method',
  'option.low': 'low',
  'option.high': 'high',
  'preprocess.canny': 'Edges (canny)',
  'preprocess.invert': 'Black lines to white ones (invert)',
  'preprocess.softedge': 'Soft edges',
  'preprocess.softedge-safe': 'Soft edges in steps',
  'preprocess.softedge-hard': 'Edges, all or nothing',
  'preprocess.scribble': 'Scribble',
  'preprocess.lineart': 'Line art',
  'preprocess.depth': 'Depth',
  'preprocess.pose': 'Pose of people',
  'order.no-preprocessor': ({ method }: { method: string }) =>
    `No renderer can make control pictures by ${method}: ` +
    'its operator puts a network for that into models/preprocessors. Canny needs none',
  'command.blend.area': 'Where the picture of this number acts, as left or middle; everywhere when left out',
  'command.blend.mask': 'The same by a picture: it acts where this is white',
  'command.blend.take': 'What is taken of them; less than everything with SDXL only',
  'option.area-number': ({ number }: { number: number }) => `area${number}`,
  'option.mask-number': ({ number }: { number: number }) => `mask${number}`,
  'option.take': 'take',
  'like.all': 'Everything',
  'like.style': 'Style',
  'like.layout': 'Layout',
  'like.style-and-layout': 'Style and layout',
  'like.no-picture': ({ name }: { name: string }) =>
    `Cannot place ${name}: there is no such picture; give it, or leave out where it acts`,
  'like.twice': ({ name }: { name: string }) => `Cannot place ${name} twice: give an area or a mask`,
  'like.area-unknown': ({ name, known, given }: { name: string; known: readonly string[]; given: string }) =>
    `Cannot place ${name} there: its area must be one of ${known.join(', ')}, given “${given}”`,
  'order.layout-whole': ({ model }: { model: string }) =>
    `${model} cannot take the layout of a picture alone, so all of it acts`,
  'command.follow': 'Draw along the edges, depth or poses of up to four pictures',
  'command.follow.guess': 'Whether they count for more than the words',
  'option.guess': 'guess',
} as const satisfies Sentences;
