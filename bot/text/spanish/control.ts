import type { CONTROL as ENGLISH } from '#bot/text/english/control.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of control pictures, and of the command that shows them. */
export const CONTROL: Translation<typeof ENGLISH> = {
  'command.preview': 'Ver qué leería un ControlNet en una imagen',
  'command.preview.method': 'Qué se busca',
  'command.preview.low': ({ usual }) => `Canny: pendiente desde la que un borde continúa (si no, ${usual})`,
  'command.preview.high': ({ usual }) => `Canny: pendiente desde la que un borde empieza (si no, ${usual})`,
  'option.method': 'método',
  'option.low': 'bajo',
  'option.high': 'alto',
  'preprocess.canny': 'Bordes (canny)',
  'preprocess.invert': 'Líneas negras a blancas (invert)',
  'preprocess.softedge': 'Bordes suaves',
  'preprocess.softedge-safe': 'Bordes suaves por niveles',
  'preprocess.softedge-hard': 'Bordes, todo o nada',
  'preprocess.scribble': 'Garabato',
  'preprocess.lineart': 'Dibujo lineal',
  'preprocess.depth': 'Profundidad',
  'preprocess.pose': 'Pose de personas',
  'order.no-preprocessor': ({ method }) =>
    `Ningún renderizador puede hacer imágenes de control con ${method}: quien lo ` +
    'administra pone una red para ello en models/preprocessors. Canny no necesita ' +
    'ninguna',
};
