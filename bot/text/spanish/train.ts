import type { TRAIN as English } from '#bot/text/english/train.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is said about training models. */
export const TRAIN: Translation<typeof English> = {
  'train.zip-files': ({ max, given }) => `No se puede leer este archivo: como máximo ${max} ficheros, hay ${given}`,
  'train.zip-damaged': 'No se puede leer este archivo: debe ser un ZIP entero y sin contraseña',
  'train.too-many': ({ max, given }) => `No se puede entrenar con tantas imágenes: como máximo ${max}, hay ${given}`,
  'train.huge': ({ width, height, max }) => `es demasiado grande: como máximo ${max} píxeles, tiene ${width}x${height}`,
  'train.not-begun': ({ name }) => `${name} no había empezado: se ha quitado de la cola y no cuesta nada`,
  'train.ended': ({ name }) => `No se puede terminar antes ${name}: su entrenamiento ya acabó`,
  'train.too-many-used': ({ max, given }) =>
    `No se puede dibujar con tantas cosas de este servidor: como máximo ${max} a la vez, hay ${given}`,
  'train.not-here': ({ name }) => `No se puede dibujar con ${name}: se entrenó para otro servidor, o está borrado`,
  'train.file-gone': ({ name }) => `No se puede usar ${name}: su fichero ya no está`,
  'train.export-key': ({ key }) =>
    `No se puede exportar este fichero: sus nombres deben ser los de una LoRA, hay ${key}`,
  'train.not-you':
    'No se puede entrenar aquí: un moderador lo permite a roles o a todos con /settings set training o /limits set',
  'train.no-renderer': 'No se puede entrenar: ningún renderizador conectado puede',
  'train.model': ({ known, given }) =>
    `No se puede entrenar ${given === '' ? 'ningún modelo' : given}: aquí se puede con ${known.length === 0 ? 'ninguno' : known.join(', ')}`,
  'train.name': 'Este nombre no sirve: de 2 a 32 letras minúsculas, cifras y guiones, y empieza por letra o cifra',
  'train.name-taken': ({ name }) => `No se puede usar el nombre ${name}: aquí ya hay algo con ese nombre`,
  'train.unwanted': ({ pattern }) =>
    `No se puede entrenar esto: este servidor no quiere «${pattern}» en el nombre ni en las palabras de un entrenamiento`,
  'train.about': 'No se puede entrenar una cosa sin saber qué es: di qué clase de cosa (perro, taza, casa)',
  'train.words-text':
    'No se pueden entrenar los codificadores de texto junto con una palabra nueva: para ella se quedan como están; omítelo',
  'train.newer':
    'No se pueden entrenar los codificadores de texto, elegir la precisión ni recortar al azar: ningún renderizador conectado lo conoce; omítelo',
  'train.no-pictures': 'No se puede entrenar sin imágenes: da de 5 a 20 como ficheros o en un ZIP',
  'train.bytes': ({ max, given }) =>
    `No se pueden enviar estas imágenes: como máximo ${max} bytes en total, hay ${given}; quita algunas`,
  'train.steps': ({ max, given }) => `No se puede entrenar tanto: de 1 a ${max} pasos, hay ${given}`,
  'train.few': ({ count }) =>
    `${count} imágenes son pocas: van mejor de 5 a 20 que solo tengan en común lo que se entrena`,
  'train.budget': ({ left, seconds }) =>
    `No se puede empezar: tarda unos ${seconds} s de un renderizador y hoy te quedan ${left} s`,
  'train.unknown': ({ name, known }) =>
    `Aquí no hay nada llamado ${name}${known.length === 0 ? '' : `; hay ${known.join(', ')}`}`,
  'train.not-yours': ({ name, owner }) =>
    `No se puede cambiar ${name}: es de ${owner}; puede esa persona o un moderador`,
  'setting.training': 'Quién puede entrenar modelos aquí, además de los roles de /limits',
  'setting.training.none': 'nadie',
  'setting.training.moderators': 'moderadores',
  'setting.training.everybody': 'todos',
  'setting.training-seconds': 'Segundos de renderizador que cada miembro puede entrenar en 24 horas',
  'command.limits.training': 'Segundos de entrenamientos en 24 horas; 0 para ninguno',
  'option.training': 'entrenamiento',
  'role-limit.said-training': ({ max }) => (max === 0 ? 'sin entrenamientos' : `${max} s de entrenamientos al día`),
  'audit.trained': ({ name }) => `entrenamiento ${name}`,
  'command.train': 'Entrenar el modelo con tus imágenes: un estilo, una cosa o una palabra',
  'command.train.style': 'Entrenar un estilo con 5 a 20 imágenes',
  'command.train.subject': 'Entrenar una cosa, mascota o lugar con 5 a 20 imágenes',
  'command.train.words': 'Entrenar una palabra nueva para lo que hay en las imágenes (textual inversion)',
  'command.train.status': 'Ver cómo van los entrenamientos aquí',
  'command.train.list': 'Mostrar qué se ha entrenado aquí y cómo usarlo',
  'command.train.pause': 'Pausar un entrenamiento entre dos pasos, también tras reinicios',
  'command.train.resume': 'Hacer que continúe un entrenamiento en pausa',
  'command.train.stop': 'Terminar ya un entrenamiento y quedarse con lo mejor',
  'command.train.delete': 'Borrar algo que se entrenó; durante un día se puede recuperar',
  'command.train.name': 'Cómo se llama en los prompts',
  'command.train.picture': 'Una imagen',
  'command.train.zip': 'Un ZIP con imágenes; un .txt al lado es su descripción',
  'command.train.about': 'Qué clase de cosa es: dog, mug, house',
  'command.train.model': 'El modelo; si se omite, el primero que se puede entrenar',
  'command.train.steps': 'Pasos; los habituales si se omite',
  'command.train.precision': 'En qué calculan las redes; lo habitual del modelo si se omite',
  'command.train.train-text': 'Entrenar también los codificadores de texto del modelo',
  'command.train.random-crop': 'Recortar las imágenes al azar, cada vez por otro sitio, no en el centro',
  'option.zip': 'archivo',
  'option.about': 'clase',
  'option.precision': 'precisión',
  'option.train-text': 'texto',
  'option.random-crop': 'recorte',
  'train.float32': 'float32 (precisión completa)',
  'train.float16': 'float16 (media precisión)',
  'train.heading': ({ name, model }) => `Entrenar ${model}: ${name}`,
  'train.count': ({ count, refused }) =>
    `${count} ${count === 1 ? 'imagen' : 'imágenes'}${refused === 0 ? '' : `, ${refused} sin usar`}`,
  'train.cost': ({ steps, time }) =>
    `${steps} pasos, ${time === null ? 'tiempo aún sin medir' : `unos ${time} de un renderizador`}; quien dibuja va primero`,
  'train.memory': ({ gib }) => `Al menos unos ${gib} GiB de su memoria`,
  'train.with-text': 'También se entrenan los codificadores de texto',
  'train.cropped': 'Las imágenes se recortan al azar, cada vez por otro sitio',
  'train.left': ({ seconds }) => `Hoy quedan ${seconds} s de entrenamientos; lo que falla no cuesta nada`,
  'train.how-to-use': ({ name, word }) =>
    `Después se llama con <lora:${name}:1> y ${word} en un prompt, solo en este servidor`,
  'train.consent':
    'Al empezar confirmas que puedes usar estas imágenes y que las personas que salen están de acuerdo. Queda en el registro de este servidor.',
  'train.left-out': 'Sin usar',
  'train.captions': 'Descripciones',
  'train.more': ({ count }) => `y ${count} más`,
  'train.start': 'Puedo usarlas: empezar',
  'train.edit': 'Editar descripciones',
  'train.describe': 'Describirlas por mí',
  'train.edit-title': 'Descripciones, una por línea',
  'train.edit-label': ({ count }) => `${count} líneas, en el orden de las imágenes`,
  'train.lines': ({ want, given }) =>
    `No sirven estas descripciones: una línea por cada una de las ${want} imágenes, hay ${given}`,
  'train.draft-gone': 'Estas imágenes se han olvidado; dalas otra vez',
  'train.files': 'Imágenes',
  'train.stopping': ({ name }) => `${name} termina tras este paso, con lo mejor`,
  'train.over': ({ name }) => `No se puede pausar ${name}: su entrenamiento ya acabó`,
  'train.begins-held': ({ name }) =>
    `${name} no ha empezado: espera su turno y empieza en pausa, hasta que alguien lo haga continuar`,
  'train.pausing': ({ name }) => `${name} descansa tras este paso: la máquina queda para los dibujos`,
  'train.going-on': ({ name }) => `${name} continúa`,
  'train.in-bin': ({ name }: { name: string }) => `${name} está borrado; durante un día se puede recuperar`,
  'train.deleted': ({ name }) => `${name} está borrado`,
  'train.list-heading': 'Entrenado aquí',
  'train.list-none': 'Aquí aún no se ha entrenado nada.',
  'train.state': ({ state, step, of, isPaused, left }, { say }) => {
    if (state === 'done') return 'listo';
    const far = step > 0 ? `paso ${step} de ${of}` : 'en espera';
    return isPaused ? `${far}, en pausa` : left ? `${far}, ${say(left)}` : far;
  },
  'train.kind': ({ kind }) => (kind === 'style' ? 'estilo' : kind === 'subject' ? 'cosa' : 'palabra'),
  'train.line': ({ kind, owner, state, use }, { say }) => `${say(kind)} de ${owner} · ${say(state)} · ${use}`,
  'train.broke-off': ({ name, step }) =>
    `${name} está listo tal como era antes del paso ${step}: después sus pérdidas ya no eran números; con menos pasos puede salir mejor. Escribe <lora:${name}:1> en un prompt de aquí`,
  'train.interim': ({ step, use }) => `Lo que sabía en el paso ${step} ya se puede probar: ${use}`,
  'train.ready': ({ name }) => `${name} está listo: escribe <lora:${name}:1> en un prompt de aquí`,
};
