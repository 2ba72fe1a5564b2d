import type { HELP as ENGLISH } from '#bot/text/english/help.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, linesOf, rich } from '#shared/text/rich.ts';

/** Spanish of the help card. Prompts stay English: that is what the models were trained with. */
export const HELP: Translation<typeof ENGLISH> = {
  'help.heading': 'Easel dibuja lo que escribes',
  'help.intro': rich`Escribe ${code('/imagine')} y luego unas palabras, mejor en inglés. Verás cómo la imagen sale del ruido.`,
  'help.intro-studio': rich`Escribe unas palabras y pulsa ${code('Enter')}. Cada vista previa es la imagen tal como está en ese paso.`,
  'help.try': 'Para empezar',
  'help.words': 'Palabras',
  'help.words-text': linesOf([
    rich`${code('(red)')} da énfasis a una palabra, ${code('((red))')} más, ${code('(red:1.4)')} con un número; ${code('[red]')} se lo quita.`,
    rich`${code('[dog:cat:0.5]')} convierte una cosa en la otra a mitad de camino, ${code('[dog|cat]')} alterna en cada paso; ${code('a AND b')} dibuja ambas en una imagen.`,
    rich`${code('<lora:name:0.8>')} añade un adaptador del modelo. ${code('BREAK')} empieza una parte nueva. Una barra invertida deja el paréntesis como está: ${code('\\(')}.`,
    rich`${code('{rojo|azul}')} toma uno según la semilla, ${code('{2$$a|b|c}')} dos, ${code('__nombre__')} una línea de una lista de ${code('/wildcards')}.`,
  ]),
  'help.settings': 'Ajustes, en cualquier parte del prompt',
  'help.settings-text': linesOf([
    rich`${code('--seed 7')} el mismo ruido, así que la misma imagen`,
    rich`${code('--steps 4')} cuánto tiempo se dibuja, ${code('--guidance 1.5')} con qué rigor`,
    rich`${code('--ar 3:2')} su forma, o ${code('--width 512 --height 768')}`,
    rich`${code('--count 4')} tantas imágenes a la vez, ${code('--no hands')} lo que no debe salir`,
    rich`${code('--repeat 3')} tantas veces, ${code('--draft')} primero un vistazo rápido, ${code('--hires 1.5 --hires-by latent')} una segunda pasada más grande`,
    rich`${code('--strength 0.6')} cuánto cambia una imagen dada, ${code('--keep off')} también el resto, ${code('--iw 1')} cuánto pesa una`,
    rich`${code('--weighting comfy')} cómo pesan los paréntesis; ${code('--chaos 25')}, ${code('--subseed 8 --subseed_strength 0.2')} parecido; ${code('--tile')} mosaico, ${code('--stop 60')} a medias`,
    rich`${code('--relax')} cede el paso, ${code('--fast')} no`,
    rich`${code('--refiner')} toma el relevo por su nombre, ${code('--handover 0.8')} desde dónde`,
    rich`${code('--style')}, ${code('--model')}, ${code('--sampler')}, ${code('--spacing trailing')} por su nombre`,
  ]),
  'help.buttons': 'Debajo de una imagen',
  'help.buttons-text': linesOf([
    rich`🔁 Otra vez la dibuja con otra semilla, ✏️ Editar con otras palabras, ❌ cancela o borra.`,
    rich`Debajo de varias, de U1 a U4 amplían una y de V1 a V4 la dibujan de otra manera; ${code('/info')} dice cómo, ${code('/show')} la trae de vuelta.`,
    rich`Lo que borraste vuelve con Deshacer o ${code('/undelete')}, durante un día.`,
    rich`Las reacciones de quien la pidió hacen lo mismo: 🔁, ❌, 🎲 la semilla siguiente, de 1️⃣ a 4️⃣ una de varias, ⬆️ más grande, 🔒 guarda la semilla para editar.`,
  ]),
  'help.styles': 'Estilos y la cola',
  'help.styles-text': linesOf([
    rich`${code('/style list')} muestra los estilos de este servidor, ${code('/style create')} crea uno.`,
    rich`${code('/queue')} muestra a quién le toca y qué se está dibujando.`,
  ]),
  'help.demo': 'Sobre estas imágenes',
  'help.demo-text': rich`Salen de un modelo diminuto de demostración. Conoce 200 cosas, entre ellas gatos, dragones, robots, astronautas, pizzas, castillos, faros, cohetes y rosas, como pegatinas en pequeñas escenas. Para imágenes de verdad, quien administra el bot ejecuta ${code('npm run models -- pull sd15')}, o pone archivos de modelos en la carpeta ${code('models')}, y arranca Easel de nuevo.`,
  'help.demo-studio': rich`Salen de un modelo diminuto de demostración. Conoce 200 cosas, entre ellas gatos, dragones, robots, astronautas, pizzas, castillos, faros, cohetes y rosas, como pegatinas en pequeñas escenas. Para imágenes de verdad pulsa «Traer Stable Diffusion 1.5» junto al caballete, o pon archivos de modelos en la carpeta ${code('models')} y arranca Easel de nuevo.`,
};
