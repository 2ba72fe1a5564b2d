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
} as const satisfies Sentences;
