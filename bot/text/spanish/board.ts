import type { BOARD as ENGLISH } from '#bot/text/english/board.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what the studio's drawer of machines says. */
export const BOARD: Translation<typeof ENGLISH> = {
  'board.now': 'ahora',
  'board.seconds': ({ count }) => `${count} s`,
  'board.minutes': ({ count }) => `${count} min`,
  'board.elsewhere': 'otro servidor',
  'board.elsewhere-job': 'Un encargo de otro servidor',
  'board.block': ({ title, seconds }) => `${title}, lista en unos ${seconds} s`,
  'board.block-untimed': ({ title }) => `${title}, aún sin tiempo`,
  'board.yours': 'Una barra a la izquierda marca lo pedido aquí. Justo primero entre servidores, luego entre miembros.',
  'board.add': 'Añadir una máquina',
  'board.add-how':
    'Arranca esto en la otra máquina, en una carpeta con Easel, con un secreto de 16 caracteres o más en lugar de los puntos:',
  'board.address': 'Su dirección y puerto',
  'board.secret': 'Su secreto',
  'board.try': 'Probarla y añadirla',
  'board.trying': 'Preguntando …',
  'board.added': ({ name, device }) =>
    `${name}${device === '' ? '' : ` (${device})`} responde y dibuja desde ahora, hasta que Easel arranque de nuevo. Para siempre, arranca Easel con:`,
  'board.named': 'Entonces solo dibujan las máquinas nombradas. Esta también, si funciona como renderizador.',
};
