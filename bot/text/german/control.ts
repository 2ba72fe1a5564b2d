import type { CONTROL as English } from '#bot/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of control pictures, and of the command that shows them. */
export const CONTROL: Translation<typeof English> = {
  'command.preview': 'Sehen, was ein ControlNet in einem Bild liest',
  'command.preview.method': 'Wonach gesucht wird',
  'command.preview.low': ({ usual }) => `Canny: Steilheit, ab der eine Kante weitergeht (sonst ${usual})`,
  'command.preview.high': ({ usual }) => `Canny: Steilheit, ab der eine Kante beginnt (sonst ${usual})`,
  'option.method': 'verfahren',
  'option.low': 'unten',
  'option.high': 'oben',
  'preprocess.canny': 'Kanten (canny)',
  'preprocess.invert': 'Schwarze Linien zu weißen (invert)',
  'preprocess.softedge': 'Weiche Kanten',
  'preprocess.softedge-safe': 'Weiche Kanten in Stufen',
  'preprocess.softedge-hard': 'Kanten, ganz oder gar nicht',
  'preprocess.scribble': 'Skizze',
  'preprocess.lineart': 'Linienzeichnung',
  'preprocess.depth': 'Tiefe',
  'preprocess.pose': 'Haltung von Menschen',
  'order.no-preprocessor': ({ method }) =>
    `Kein Renderer kann Kontrollbilder mit ${method} machen: ` +
    'Sein Betreiber legt ein Netz dafür nach models/preprocessors. Canny braucht keines',
};
