import type { PREFLIGHT as English } from '#shared/text/english/preflight.ts';
import type { Translation } from '#shared/text/message.ts';

/** Spanish of what is looked at before a start. */
export const PREFLIGHT: Translation<typeof English> = {
  'preflight.node': ({ version }) => `Easel funciona con Node ${version}`,
  'preflight.node-old': ({ version, least }) =>
    `Node debe ser ${least} o más nuevo, y aquí está ${version}: arranca con npm, que trae el suyo, o instala uno más nuevo`,
  'preflight.folder': ({ folder, gibibytes }) => `Se puede escribir en ${folder}, con ${gibibytes} GiB libres`,
  'preflight.folder-refused': ({ folder, setting, code }) =>
    `No se puede escribir en ${folder} (${code}): dale la carpeta al usuario con el que corre Easel, o indica otra en ${setting}`,
  'preflight.disk-low': ({ folder, setting, free, least }) =>
    `El disco de ${folder} debería tener ${least} MiB libres y tiene ${free}: libera espacio, o indica otra carpeta en ${setting}`,
  'preflight.port': ({ address, setting }) => `${address} está libre (${setting})`,
  'preflight.port-taken': ({ address, setting }) =>
    `No se puede escuchar en ${address}: ya lo hace otro programa, quizá este mismo. Termínalo, o cambia ${setting}`,
  'preflight.port-refused': ({ address, setting, code }) =>
    `No se puede escuchar en ${address} (${code}): ${setting} necesita una dirección de esta máquina y un puerto que su usuario pueda abrir`,
  'preflight.no-token': 'DISCORD_TOKEN no está definido: el estudio funciona solo, sin Discord',
  'preflight.token-form': 'DISCORD_TOKEN parece el token de un bot; con --discord se le pregunta a Discord',
  'preflight.token-malformed':
    'DISCORD_TOKEN no es el token de un bot (tres partes separadas por puntos): cópialo de la página Bot de discord.com/developers',
  'preflight.token-known': ({ name }) => `Discord conoce el token: es de ${name}`,
  'preflight.discord-away': ({ address, why }) =>
    `No se puede llegar a Discord en ${address} (${why}): deja que esta máquina abra conexiones hacia allí`,
  'preflight.database': ({ place, version }) => `Se puede usar PostgreSQL ${version} en ${place}`,
  'preflight.database-old': ({ version, tried }) =>
    `PostgreSQL ${version} es más antiguo que aquello con lo que se prueba Easel: mejor ${tried} o más nuevo`,
  'preflight.database-rights': ({ place, user }) =>
    `${user} no puede crear tablas en ${place}: haz a ese usuario dueño de la base de datos, o dale GRANT CREATE ON SCHEMA public`,
  'preflight.database-standby': ({ place }) =>
    `La base de datos ${place} no admite escrituras: indica su servidor primario en EASEL_DATABASE_URL`,
  'preflight.redis': ({ place, version }) => `Se puede usar Redis ${version} en ${place}`,
  'preflight.redis-old': ({ version, tried }) =>
    `Redis ${version} es anterior a lo que se ha probado con Easel: mejor ${tried} o más nuevo`,
  'preflight.redis-away': ({ place, why }) =>
    `No se puede usar Redis ni Valkey en ${place} (${why}): arráncalo o corrige EASEL_REDIS_URL; sin ese ajuste los avisos van por PostgreSQL`,
  'preflight.renderer': ({ address, name, device }) => `El renderer ${address} responde: ${name}, ${device}`,
  'preflight.renderer-away': ({ address }) =>
    `El renderer ${address} no responde: arráncalo allí (npm run renderer) y abre su puerto a esta máquina`,
  'preflight.renderer-secret': ({ address }) =>
    `El renderer ${address} quiere otro secreto: EASEL_RENDERER_SECRET debe ser el mismo aquí y allí`,
  'preflight.renderers-none':
    'Ningún renderer responde, así que no se puede dibujar: hace falta uno de EASEL_RENDERERS',
  'preflight.device': ({ provider, reason }, { say }) => `Las imágenes las calcula ${provider}: ${say(reason)}`,
  'preflight.models': ({ folder }) => `Los modelos se leen de ${folder}`,
  'preflight.no-models': ({ folder }) =>
    `No existe la carpeta ${folder} (EASEL_MODELS), así que solo está el pequeño modelo incluido: npm run models -- pull sd15 trae uno`,
  'preflight.child-ended': ({ why }) =>
    `La búsqueda de lo que calcula aquí terminó antes de tiempo (${why}): npm run gpu:check dice más`,
  'preflight.clear': 'No hay ningún obstáculo',
  'preflight.stops': ({ count }, { plural }) =>
    `${count} ${plural(count, { one: 'cosa detiene', other: 'cosas detienen' })} a Easel, con la marca ✗`,
};
