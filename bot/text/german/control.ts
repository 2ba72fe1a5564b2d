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
  'command.blend.area': 'Wo das Bild dieser Nummer wirkt, etwa links oder mitte; sonst überall',
  'command.blend.mask': 'Dasselbe durch ein Bild: Es wirkt, wo dieses weiß ist',
  'command.blend.take': 'Was von ihnen übernommen wird; weniger als alles nur mit SDXL',
  'option.area-number': ({ number }) => `stelle${number}`,
  'option.mask-number': ({ number }) => `maske${number}`,
  'option.take': 'nimm',
  'like.all': 'Alles',
  'like.style': 'Stil',
  'like.layout': 'Aufbau',
  'like.style-and-layout': 'Stil und Aufbau',
  'like.no-picture': ({ name }) =>
    `${name} kann nirgends wirken, weil das Bild fehlt: Gib es an, oder lass weg, wo es wirkt`,
  'like.twice': ({ name }) => `Für ${name} ist zweimal gesagt, wo es wirkt: Gib eine Stelle oder eine Maske an`,
  'like.area-unknown': ({ name, known, given }) =>
    `${name} kann dort nicht wirken: Die Stelle muss eine von ${known.join(', ')} sein, angegeben ist „${given}“`,
  'order.layout-whole': ({ model }) =>
    `${model} kann den Aufbau eines Bildes nicht allein übernehmen, darum wirkt das ganze`,
  'command.follow': 'Entlang der Kanten, Tiefe oder Haltungen von bis zu vier Bildern zeichnen',
  'command.follow.guess': 'Ob sie mehr zählen als die Worte',
  'option.guess': 'vorrang',
};
