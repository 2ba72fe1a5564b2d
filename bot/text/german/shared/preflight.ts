import type { PREFLIGHT as English } from '#shared/text/english/preflight.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of what is looked at before a start. */
export const PREFLIGHT: Translation<typeof English> = {
  'preflight.node': ({ version }) => `Mit Node ${version} läuft Easel`,
  'preflight.node-old': ({ version, least }) =>
    `Node muss ${least} oder neuer sein, hier ist ${version}: Starte mit npm, das sein eigenes mitbringt, oder installiere ein neueres`,
  'preflight.folder': ({ folder, gibibytes }) => `${folder} ist beschreibbar, ${gibibytes} GiB sind frei`,
  'preflight.folder-refused': ({ folder, setting, code }) =>
    `In ${folder} lässt sich nicht schreiben (${code}): Gib den Ordner dem Benutzer, unter dem Easel läuft, oder nenne in ${setting} einen anderen`,
  'preflight.disk-low': ({ folder, setting, free, least }) =>
    `Auf dem Laufwerk von ${folder} sollten ${least} MiB frei sein, es sind ${free}: Schaff Platz, oder nenne in ${setting} einen anderen Ordner`,
  'preflight.port': ({ address, setting }) => `${address} ist frei (${setting})`,
  'preflight.port-taken': ({ address, setting }) =>
    `Auf ${address} lauscht schon ein anderes Programm, vielleicht läuft dieses hier bereits. Beende es, oder ändere ${setting}`,
  'preflight.port-refused': ({ address, setting, code }) =>
    `Auf ${address} lässt sich nicht lauschen (${code}): ${setting} braucht eine Adresse dieses Rechners und einen Port, den sein Benutzer öffnen darf`,
  'preflight.no-token': 'DISCORD_TOKEN ist nicht gesetzt: Das Studio läuft allein, ohne Discord',
  'preflight.token-form': 'DISCORD_TOKEN sieht aus wie das Token eines Bots; mit --discord wird Discord gefragt',
  'preflight.token-malformed':
    'DISCORD_TOKEN ist kein Token eines Bots (drei Teile, dazwischen Punkte): Kopiere es von der Seite „Bot“ auf discord.com/developers',
  'preflight.token-known': ({ name }) => `Discord kennt das Token: Es gehört ${name}`,
  'preflight.discord-away': ({ address, why }) =>
    `Discord ist unter ${address} nicht zu erreichen (${why}): Lass diesen Rechner Verbindungen dorthin öffnen`,
  'preflight.database': ({ place, version }) => `PostgreSQL ${version} auf ${place} ist benutzbar`,
  'preflight.database-old': ({ version, tried }) =>
    `PostgreSQL ${version} ist älter als das, womit Easel erprobt ist: ${tried} oder neuer ist besser`,
  'preflight.database-rights': ({ place, user }) =>
    `${user} darf in ${place} keine Tabellen anlegen: Mach diesen Benutzer zum Eigentümer der Datenbank, oder gib ihm GRANT CREATE ON SCHEMA public`,
  'preflight.database-standby': ({ place }) =>
    `In die Datenbank ${place} lässt sich nicht schreiben: Nenne in EASEL_DATABASE_URL den Server, von dem sie kopiert`,
  'preflight.redis': ({ place, version }) => `Redis ${version} auf ${place} ist benutzbar`,
  'preflight.redis-old': ({ version, tried }) =>
    `Redis ${version} ist älter als das, womit Easel erprobt ist: ${tried} oder neuer ist besser`,
  'preflight.redis-away': ({ place, why }) =>
    `Redis oder Valkey auf ${place} ist nicht benutzbar (${why}): Starte es, oder berichtige EASEL_REDIS_URL; ohne diese Einstellung trägt PostgreSQL die Nachrichten`,
  'preflight.renderer': ({ address, name, device }) => `Renderer ${address} antwortet: ${name}, ${device}`,
  'preflight.renderer-away': ({ address }) =>
    `Renderer ${address} antwortet nicht: Starte ihn dort (npm run renderer), und öffne seinen Port für diesen Rechner`,
  'preflight.renderer-secret': ({ address }) =>
    `Renderer ${address} will ein anderes Geheimnis: EASEL_RENDERER_SECRET muss hier und dort dasselbe sein`,
  'preflight.renderers-none':
    'Kein Renderer antwortet, also lässt sich nichts malen: Mindestens einer aus EASEL_RENDERERS muss laufen',
  'preflight.device': ({ provider, reason }, { say }) => `Bilder rechnet ${provider}: ${say(reason)}`,
  'preflight.models': ({ folder }) => `Modelle werden aus ${folder} gelesen`,
  'preflight.no-models': ({ folder }) =>
    `Den Ordner ${folder} (EASEL_MODELS) gibt es nicht, also nur das kleine mitgelieferte Modell: npm run models -- pull sd15 bringt eines`,
  'preflight.child-ended': ({ why }) =>
    `Die Suche nach dem, was hier rechnet, endete zu früh (${why}): npm run gpu:check sagt mehr`,
  'preflight.clear': 'Nichts steht im Weg',
  'preflight.stops': ({ count }, { plural }) =>
    `${count} ${plural(count, { one: 'Punkt steht', other: 'Punkte stehen' })} Easel im Weg, mit ✗ bezeichnet`,
};
