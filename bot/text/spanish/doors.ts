import type { DOORS as ENGLISH } from '#bot/text/english/doors.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of other programs and their keys. */
export const DOORS: Translation<typeof ENGLISH> = {
  'command.key': 'Claves con las que otros programas dibujan aquí en tu nombre',
  'command.key.create': 'Crear una clave para otro programa; se muestra una vez, solo a ti',
  'command.key.name': 'Cómo la llamas',
  'command.key.scope': 'Qué puede hacer; todo si no se dice',
  'command.key.requests': 'Peticiones por minuto como máximo; 60 si no se dice',
  'command.key.seconds': 'Segundos de renderizador en 24 horas como máximo',
  'command.key.days': 'Días hasta que caduque; nunca si no se dice',
  'command.key.list': 'Mostrar tus claves de aquí, sin las claves mismas',
  'command.key.revoke': 'Retirar una clave de inmediato',
  'option.scope': 'alcance',
  'option.requests': 'peticiones',

  'setting.keys': 'Si los miembros pueden dejar que otros programas dibujen aquí en su nombre; véase /key',

  'key.scope.all': 'todo',
  'key.scope.draw': 'dibujar',
  'key.scope.look': 'decir qué hay en las imágenes',
  'key.scope.jobs': 'ver los trabajos y la cola',
  'key.made': ({ name }) => `La clave «${name}»`,
  'key.once': 'Cópiala ahora: se muestra solo esta vez y solo se guarda su hash. Quien la tenga dibuja en tu nombre.',
  'key.heading': 'Tus claves aquí',
  'key.none': 'No tienes ninguna.',
  'key.some': 'Retira una con /key revoke.',
  'key.said-requests': ({ max }) => `${max} peticiones por minuto`,
  'key.said-seconds': ({ max }) => `${max} segundos de renderizador al día`,
  'key.said-until': ({ date }) => `hasta el ${date}`,
  'key.revoked': ({ name }) => `La clave «${name}» ya no abre nada.`,
  'key.off': 'No se pueden crear claves: quien administra este bot no deja entrar a otros programas (EASEL_API)',
  'key.name-taken': ({ name }) =>
    `No se puede crear otra clave llamada «${name}»: ya tienes una aquí. Retírala antes o usa otro nombre`,
  'key.too-many': ({ max }) => `No se puede crear otra clave: ${max} como máximo, retira antes alguna`,
  'key.all-taken': ({ max }) => `No se puede crear otra clave: este bot ya tiene ${max}`,
  'key.gone': ({ name, known }, { list }) =>
    `No hay aquí una clave llamada «${name}»${known.length === 0 ? '' : `; tienes ${list(known)}`}`,

  'api.no-key':
    'No se responde sin clave: envía una como «Authorization: Bearer …». Los miembros las crean con /key create',
  'api.wrong-key': 'No se responde: esta clave es incorrecta o fue retirada',
  'api.key-over': ({ name }) => `No se responde: la clave «${name}» ha caducado`,
  'api.local-key':
    'No se responde sin clave: la de EASEL_API_LOCAL_KEY, que vale por los programas de esta máquina, es incorrecta o ya no abre nada',
  'api.scope': ({ name, scope, has }, { list }) =>
    `No se puede hacer eso con la clave «${name}»: requiere el alcance ${scope}, tiene ${list(has)}`,
  'api.server-off': 'No se puede dibujar aquí desde otros programas: este servidor lo ha desactivado',
  'api.not-there': 'No se responde: el dueño de esta clave ya no es miembro de su servidor',
  'api.discord-away': 'No se puede preguntar a Discord quién es el dueño de esta clave: ahora no responde',
  'api.seconds': ({ max, used }) =>
    `No se puede dibujar más hoy con esta clave: ${max} segundos de renderizador en 24 horas, usados ${used}`,
  'api.open': ({ max }) => `No se aceptan más peticiones de esta clave a la vez: ${max} como máximo`,
  'api.body': ({ max }) => `No se puede leer la petición: ${max} bytes como máximo`,
  'api.idempotency': ({ max, given }) =>
    `No se puede usar este Idempotency-Key: ${max} caracteres como máximo, recibidos ${given}`,
  'api.host': ({ host }) =>
    `No se responde a peticiones dirigidas a ${host}: quien administra este bot no lo nombra en EASEL_API_HOSTS`,
  'api.origin': ({ origin }) =>
    `No se responde a páginas de ${origin}: quien administra este bot no las nombra en EASEL_API_ORIGINS`,
  'api.only-here': ({ found }) =>
    `No se responde sin clave a quien está en otra parte: esta dirección es para programas de esta máquina, dado ${found}`,
  'api.link': 'No se puede mostrar esta imagen: el enlace ha caducado',
  'api.no-route': ({ method, path }) => `No se puede ${method} ${path}: no existe esa puerta`,
  'api.cancelled': 'El trabajo fue cancelado',
  'api.not-done': ({ id }) => `El trabajo ${id} aún no ha terminado`,
  'api.closing': 'No se puede seguir: el bot se está deteniendo. El trabajo continuará cuando vuelva',
  'api.port': ({ where, why, setting }) =>
    `No se puede dejar entrar a otros programas en ${where}: ${why}. Pon otro valor en ${setting}`,
  'api.seed': ({ max, given }) =>
    `No se puede usar esta semilla: un número entero de 0 a ${max}, o -1 para cualquiera, recibido ${given}`,
  'api.no-links': ({ name }) => `No se trae ${name} de otro sitio: envía la imagen misma en base64`,
  'api.base64': ({ name }) => `No se puede leer ${name}: debe ser una imagen en base64`,
  'api.size': ({ given }) => `No se puede dibujar ese tamaño: debe ser como 1024x1024, o auto, recibido ${given}`,
  'api.no-form': ({ type }) =>
    `No se puede leer la petición: debe ser un formulario (multipart/form-data), recibido ${type === '' ? 'nada' : type}`,
  'api.no-model': ({ name }) => `No hay ningún modelo llamado «${name}»`,
  'api.no-describer': 'No se puede decir qué hay en una imagen: ningún renderizador tiene una red para eso',
  'api.opaque-mask': 'No se puede usar esta máscara: nada en ella es transparente, así que nada se dibujaría de nuevo',
  'api.one-file': ({ name, given }) =>
    `No se pueden usar varios archivos como ${name}: uno como máximo, recibidos ${given}`,
  'api.url-format': ({ given }) => `No se puede enlazar una imagen como ${given}: los enlaces son a PNG, pide b64_json`,
  'api.needs': ({ name, needed }) => `No se puede usar ${name}: no hace nada sin ${needed}`,

  'a1111.unknown': ({ name, given }) => `No se puede usar ${name}: nadie lo conoce, recibido ${given}`,
  'a1111.unsupported': ({ name, given }) => `No se puede usar ${name}: aquí no hay nada para ello, recibido ${given}`,
  'a1111.told': ({ name, given }) => `${name} se decide aquí por otros medios, y ${given} se ha omitido`,
  'a1111.size': ({ width, height }) => `dibujado a ${width} × ${height}: los lados son múltiplos de 8`,
  'a1111.same-size': 'dibujado en una pasada: aquí no se hace una segunda al mismo tamaño',
  'a1111.stopped': ({ step, steps, finished, unfinished }) =>
    `detenido en el paso ${step} de ${steps}; imágenes terminadas: ${finished}, como estaban entonces: ${unfinished}`,
  'a1111.scheduler': ({ given, known }, { list }) =>
    `No se puede dibujar con el tipo de planificación «${given}»: se conocen ${list(known)}; DPM++ 2M siempre usa Karras`,
  'a1111.one-style': ({ given }, { list }) =>
    `No se pueden usar varios estilos a la vez: uno como máximo, recibidos ${list(given)}`,
  'a1111.one-picture': ({ given }) => `No se puede partir de tantas imágenes: exactamente una, recibidas ${given}`,
  'a1111.batch': ({ max, given }) => `No se pueden tomar tantas imágenes a la vez: de 1 a ${max}, se dieron ${given}`,
  'a1111.memory':
    'no hay memoria de una tarjeta de la que informar: aquí dibujan renderizadores, en tantas máquinas como haya',
  'a1111.residency':
    'No se pueden cargar ni descargar modelos: los renderizadores deciden ellos mismos qué guardan en memoria',
  'a1111.training': 'No se puede entrenar por esta API: los miembros lo hacen con /train y en el estudio',
  'a1111.hires-upscaler': ({ given }) =>
    `No se puede usar el ampliador «${given}» en la segunda pasada: Latent o Lanczos`,
  'a1111.scripts': ({ names }, { list }) => `No se pueden ejecutar los scripts ${list(names)}: solo hay ControlNet`,
  'a1111.units': ({ max, given }) =>
    `No se pueden seguir tantas unidades de ControlNet: ${max} como máximo, recibidas ${given}`,
  'a1111.unit-fields': ({ names }, { list }) =>
    `No se puede usar ${list(names)} de una unidad de ControlNet: aquí no hay nada para ello`,
  'a1111.extras':
    'No se puede hacer eso con la imagen: nombra un upscaler_1 o pon codeformer_visibility a 1, y no ambos',
  'a1111.upscaler': ({ given, known }, { list }) =>
    `No se puede usar el ampliador «${given}»: se conocen ${list(known)}`,
  'a1111.interrogator': ({ given }) =>
    `No se puede decir con «${given}» qué hay en la imagen: ningún renderizador tiene una red para eso`,
  'a1111.module': ({ given }) => `No se puede hacer una imagen de control con «${given}»: nadie conoce ese método`,

  'mcp.one-picture':
    'No se puede partir de una imagen: nombra un trabajo tuyo (job) o envía una imagen (image), y no ambos',
};
