import type { MODERATION as ENGLISH } from '#bot/text/english/moderation.ts';
import type { Translation } from '#shared/text/message.ts';
import { code, link, rich } from '#shared/text/rich.ts';

/** Spanish of what moderators of a server say. */
export const MODERATION: Translation<typeof ENGLISH> = {
  'rule.moderators': 'No se puede: hace falta el permiso «Gestionar mensajes» o «Gestionar servidor»',
  'setting.adults-only': 'Si solo se dibuja donde Discord no deja entrar más que a adultos',
  'setting.adults-only-here': 'Aquí no se dibuja: este servidor solo dibuja en canales con restricción de edad',
  'review.not-shown': ({ review }) =>
    review === 'held'
      ? 'Estas imágenes todavía no se muestran: la moderación de este servidor las mira antes'
      : 'Estas imágenes no se muestran: la moderación de este servidor las ha rechazado',
  'setting.hold': 'Si las imágenes de aquí esperan a la moderación antes de que alguien las vea; véase /review',
  'setting.flagged': 'Qué pasa con las imágenes que la propia revisión de la máquina rechaza',
  'setting.flagged.withhold': 'nadie las recibe',
  'setting.flagged.hold': 'esperan a la moderación; mira /review',
  'setting.moderators': 'El canal donde se avisa a la moderación de denuncias y de imágenes que esperan',
  'setting.reports-hide':
    'A partir de cuántas denuncias se oculta una imagen hasta que la moderación la mire; 0 para nunca',
  'terms.held': 'La moderación de este servidor la mira antes de que alguien la vea',
  'panel.review': ({ review }) =>
    review === 'held'
      ? 'Dibujada. La moderación de este servidor la mira antes de mostrarla'
      : 'Dibujada, pero la moderación de este servidor ha decidido no mostrarla',
  'menu.recent': 'Imágenes recientes',
  'menu.report': 'Denunciar',
  'button.release': 'Mostrar',
  'button.refuse': 'No mostrar',
  'review.reported': ({ isHeld }) =>
    isHeld
      ? 'Denunciada. Nadie la ve hasta que la moderación la mire'
      : 'Denunciada. La moderación de este servidor la mirará',
  'review.not-there': 'No se puede denunciar: ya no hay ninguna imagen',
  'review.nothing': 'No hay nada que mirar: ninguna imagen está retenida ni denunciada',
  'review.why': ({ isHeld, reports }) =>
    [
      isHeld ? 'Todavía no la ve nadie.' : 'La ve todo el mundo.',
      ...(reports > 0 ? [`Denuncias: ${reports}.`] : []),
    ].join(' '),
  'review.decided': ({ decision, waiting }) =>
    `${decision === 'released' ? 'Ahora la ve todo el mundo' : 'Ya no la ve nadie'}. ${waiting === 0 ? 'No queda nada más' : `Quedan ${waiting} por mirar con /review`}`,
  'review.told': ({ why, reports, url }) =>
    why === 'held'
      ? rich`Una imagen espera a la moderación: ${link('mírala', url)} y decide con ${code('/review')}`
      : rich`${reports === 1 ? 'Alguien ha' : `${reports} miembros han`} denunciado ${link('una imagen', url)}; decide con ${code('/review')}`,
  'audit.report': ({ id }) => `denuncias de ${id}`,
  'audit.review': ({ id }) => `decisión sobre ${id}`,
  'command.review': 'Mirar la siguiente imagen retenida o denunciada y decidir',
  'command.words.look-first': 'Dibujarlas, pero mostrar antes las imágenes a la moderación',
  'word.looked-at': 'La moderación las mira antes',
  'option.look-first': 'mirar-antes',
  'setting.keep-days': 'Cuántos días se guardan aquí las imágenes; 0 para lo que diga quien gestiona Easel',
  'privacy.heading': 'Lo que Easel guarda de ti',
  'privacy.counts': ({ here, everywhere }, { plural }) =>
    `${here} ${plural(here, { one: 'imagen terminada', other: 'imágenes terminadas' })} en este lugar, ${everywhere} en total`,
  'privacy.what': 'Qué se guarda',
  'privacy.what-text':
    'Tus palabras, sus ajustes, tu nombre y número en Discord, el lugar y las imágenes. No se leen los mensajes de otros.',
  'privacy.how-long': 'Cuánto tiempo',
  'privacy.how-long-text': ({ days, leftServerDays, binHours }) =>
    `${days === 0 ? 'Hasta que se borre' : `${days} días después de dibujarse`}. Lo borrado se puede recuperar durante ${binHours} horas; luego desaparece. De un servidor que Easel ha dejado todo desaparece a los ${leftServerDays} días.`,
  'privacy.who': 'Quién lo ve',
  'privacy.who-text': ({ isInGallery }) =>
    `Quien puede leer el canal donde preguntaste; otros no muestran nada de ello en otro sitio. ${isInGallery ? 'Quien gestiona Easel también lo ve en una galería: este servidor lo ha permitido.' : 'Quien gestiona Easel guarda los archivos y no tiene galería de ellos.'}`,
  'privacy.delete': 'Cómo borrarlo',
  'privacy.delete-text': rich`❌ bajo una imagen la borra; ${code('/forget')}, todas las tuyas, aquí o en todas partes.`,
  'recent.none': ({ name, count }) =>
    count === 0 ? `${name} no ha dibujado aquí nada que puedas leer` : `De ${name} solo puedes leer ${count}`,
  'recent.heading': ({ name, count }) => `Las últimas ${count} de ${name}`,
  'recent.how': rich`${code('/recent')} con un número muestra una en grande, con lo que se puede decidir.`,
  'recent.there': 'abrir',
  'recent.which': ({ number, count }) => `Número ${number} de las últimas ${count}.`,
  'command.privacy': 'Qué se guarda de ti, cuánto tiempo, quién lo ve y cómo borrarlo',
  'command.recent': 'Mirar lo último que dibujó un miembro',
  'command.recent.member': 'De quién',
  'command.recent.number': '1 es la más nueva',
  'terms.relaxed': 'Sin prisa: espera a las imágenes de los demás',
  'setting.relax': 'Si las imágenes de aquí esperan a todas las demás',
  'terms.no-relax': '--relax no cambia nada: en este servidor no lo eligen los miembros',
  'terms.no-fast': '--fast no cambia nada: lo que se pide aquí espera a las imágenes de los demás',
  'terms.no-fast-used-up': '--fast no cambia nada: ya has gastado tus segundos del día',
  'setting.choose-pace': 'Qué pueden elegir los miembros: --relax, --fast o ambos',
  'setting.choose-pace.none': 'ninguno',
  'setting.choose-pace.relax': 'solo --relax',
  'setting.choose-pace.both': 'ambos',
  'setting.when-used-up': 'Qué pasa con quien ha gastado sus segundos del día; véase /limits',
  'setting.when-used-up.refuse': 'no dibuja nada hasta mañana',
  'setting.when-used-up.relax': 'sus imágenes esperan a todas las demás',
  'input.member': ({ name, given }) =>
    `No se puede usar ${name}: tiene que ser alguien de este servidor, y se dio ${given}`,

  'word.refused': ({ pattern }) =>
    `No se puede dibujar: este servidor no quiere «${pattern}» en palabras, palabras negativas ni estilos`,
  'word.refused-elsewhere': ({ pattern }) =>
    `No se puede dibujar: uno de tus servidores no quiere «${pattern}» en palabras, palabras negativas ni estilos`,
  'word.unwanted-in-style': ({ name, pattern }) =>
    `No se puede guardar el estilo «${name}»: este servidor no quiere «${pattern}» en el nombre, la descripción ni las palabras de un estilo`,
  'word.unwanted-in-list': ({ name, pattern }) =>
    `No se puede guardar la lista «${name}»: este servidor no quiere «${pattern}» en el nombre ni en las palabras de una lista`,
  'word.pattern': ({ characters, words, given }) =>
    `No se puede guardar: hasta ${words} palabras en ${characters} caracteres, con * para cualquier letra y ? para una, y se dio ${given}`,
  'word.unknown': ({ pattern }) => `Aquí no hay ninguna regla sobre «${pattern}»; /words list las muestra todas`,
  'word.removed': ({ pattern }) => `«${pattern}» se puede dibujar de nuevo`,
  'word.heading': 'Palabras que aquí no se dibujan',
  'word.none': 'Se puede dibujar cualquier palabra.',
  'word.how':
    'Cuentan las palabras enteras, se ponga lo que se ponga entre sus letras; * son letras cualesquiera, ? es una.',
  'word.everywhere': 'En todas partes',
  'word.except-adults': 'Salvo en canales con restricción de edad',

  'ban.holds': ({ reason, until }) =>
    `Aquí no se dibuja para ti${until === '' ? '' : ` antes del ${until}`}: así lo ha decidido la moderación de este servidor. Motivo: ${reason}`,
  'ban.reason': 'No se puede vetar sin motivo: se le dice al miembro; de 1 a 200 caracteres',
  'ban.yourself': 'No se puede: nadie se veta a sí mismo',
  'ban.none-of-them': 'Este miembro no tiene vetado dibujar aquí',
  'ban.added': ({ name, until }) =>
    `Aquí ${until === '' ? 'ya no se dibuja' : `no se dibuja antes del ${until}`} para ${name}`,
  'ban.removed': ({ name }) => `Se dibuja de nuevo para ${name}`,
  'ban.heading': 'Quién no puede dibujar aquí',
  'ban.nobody': 'Todo el mundo puede dibujar.',
  'ban.until': ({ until }) => (until === '' ? 'para siempre' : `hasta el ${until}`),
  'audit.role-limit': 'límites de un rol',
  'audit.ban': 'veto',
  'audit.word': ({ pattern }) => `palabras «${pattern}»`,

  'command.words': 'Palabras que no se dibujan en este servidor',
  'command.words.add': 'No dibujar nada más a partir de estas palabras, tampoco en negativos y estilos',
  'command.words.pattern': 'Palabras seguidas; * son letras cualesquiera, ? es una',
  'command.words.except-adults': 'Permitirlas en canales con restricción de edad',
  'command.words.list': 'Mostrar qué palabras no se dibujan aquí',
  'command.words.remove': 'Permitir palabras de nuevo',
  'command.ban': 'Quién no puede dibujar en este servidor',
  'command.ban.add': 'No dibujar nada más para un miembro, unos días o para siempre',
  'command.ban.member': 'Quién',
  'command.ban.reason': 'Por qué; el miembro lo lee',
  'command.ban.days': 'Durante cuántos días; para siempre si no se indica',
  'command.ban.list': 'Mostrar quién no puede dibujar aquí, por qué y hasta cuándo',
  'command.ban.remove': 'Dejar que un miembro dibuje de nuevo',
  'option.words': 'palabras',
  'option.except-adults': 'salvo-adultos',
  'option.member': 'miembro',
  'option.reason': 'motivo',
  'option.days': 'días',
};
