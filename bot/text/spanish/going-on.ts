import type { GOING_ON as ENGLISH } from '#bot/text/english/going-on.ts';
import type { Translation } from '#shared/text/message.ts';
import { link, rich } from '#shared/text/rich.ts';

/** Spanish of the ways to go on from a picture. */
export const GOING_ON: Translation<typeof ENGLISH> = {
  'menu.redraw': 'Redibujar',
  'menu.start': 'Usar como inicio',
  'menu.describe': 'Describir',
  'menu.style': 'Usar como estilo',
  'menu.upscale': 'Ampliar',
  'menu.settings': 'Mostrar ajustes',
  'menu.no-settings': 'No se sabe cómo se dibujó esta imagen: su archivo no lo dice',
  'menu.no-panel': 'No se puede hacer esto con ese mensaje: no muestra ninguna imagen que haya dibujado Easel',
  'menu.no-picture': 'No se puede hacer esto con ese mensaje: no contiene ninguna imagen',
  'menu.vary': 'Alejar, mostrar más o cambiar una imagen',
  'menu.part': 'Cambiar una parte',
  'menu.parts': 'Cambiar una parte: todo lo que hay recibe un número',
  'part.title': ({ number }) => `Redibujar la parte ${number}`,
  'area.left': 'Mitad izquierda',
  'area.right': 'Mitad derecha',
  'area.top': 'Mitad superior',
  'area.bottom': 'Mitad inferior',
  'area.middle': 'Centro',
  'area.edges': 'Bordes',
  'area.top-left': 'Arriba a la izquierda',
  'area.top-right': 'Arriba a la derecha',
  'area.bottom-left': 'Abajo a la izquierda',
  'area.bottom-right': 'Abajo a la derecha',
  'inpaint.where': 'No se sabe qué redibujar: da una zona como «centro» o «el sombrero», o una máscara, y no las dos',
  'inpaint.no-thing': ({ given, known }, { list }) =>
    `No se puede encontrar «${given}» en la imagen: ningún renderizador encuentra cosas. Da una máscara o una de ${list(known)}. ` +
    'Quien lo administra obtiene redes para ello con npm run models -- pull sam-vit-b, y blip-base para palabras',
  'part.likeliest': ({ what, percent }) =>
    `1 es lo que más se parece a «${what}» de lo encontrado (${percent} %), leído en inglés`,
  'part.unread': ({ what }) => `La red que conoce palabras no pudo leer «${what}»; lee inglés`,
  'part.no-words':
    'Ningún renderizador de aquí reconoce cosas por palabras; quien lo administra lo consigue con npm run models -- pull blip-base',
  'part.choose': ({ what }) => `Pulsa el número de «${what}»; allí se dibuja lo que escribiste`,
  'region.area': 'Zona',
  'menu.region': 'Redibujar una parte',
  'region.mask': 'O una máscara',
  'region.mask-about': 'Una imagen de la misma forma; lo blanco se dibuja de nuevo',
  'menu.hires': 'Dibujarla 1,5 veces más grande, con más detalle',
  'menu.animate': 'Animar',
  'menu.restore': 'Arreglar caras',
  'menu.info': 'Mostrar ajustes y origen',
  'info.settings': 'Ajustes',
  'info.as-text': 'Como un prompt que la dibuja de nuevo',
  'info.from': 'Salió de',
  'info.became': 'De ella salió',
  'info.id': 'Identificador',
  'panel.from': 'desde esta',
  'show.from': ({ url }) => rich`Mostrada otra vez; ${link('el primer mensaje', url)}.`,
  'pick.too-often': ({ max }) =>
    `No se puede hacer otra vez desde aquí: se pidió ${max} veces y no funcionó o se borró`,
  'pick.shown': ({ url }) =>
    url === '' ? 'Esto ya se pidió y está en camino.' : rich`Esto ya se pidió: ${link('aquí está', url)}.`,
  'command.upscale': 'Ampliar una imagen',
  'command.upscale.image': 'La imagen: PNG, JPEG o WebP',
  'command.upscale.scale': 'Cuánto más grande; si no se indica, 4 veces',
  'command.upscale.by': 'Qué ampliador; si no se indica, el más pequeño',
  'command.upscale.denoise':
    'Cuánto ruido se quita, de 0 a 1, si el ampliador tiene un archivo que lo conserva; si no, todo',
  'option.denoise': 'reducir-ruido',
};
