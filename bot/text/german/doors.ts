import type { DOORS as ENGLISH } from '#bot/text/english/doors.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of other programs and their keys. */
export const DOORS: Translation<typeof ENGLISH> = {
  'command.key': 'Schlüssel, mit denen andere Programme hier in deinem Namen zeichnen',
  'command.key.create': 'Einen Schlüssel für ein anderes Programm machen; nur du siehst ihn, einmal',
  'command.key.name': 'Wie du ihn nennst',
  'command.key.scope': 'Was er darf; ohne Angabe alles',
  'command.key.requests': 'Anfragen in der Minute, höchstens; ohne Angabe 60',
  'command.key.seconds': 'Sekunden von Renderern in 24 Stunden, höchstens',
  'command.key.days': 'Tage, bis er abläuft; ohne Angabe nie',
  'command.key.list': 'Deine Schlüssel hier zeigen, ohne die Schlüssel selbst',
  'command.key.revoke': 'Einen Schlüssel sofort zurücknehmen',
  'option.scope': 'umfang',
  'option.requests': 'anfragen',

  'setting.keys': 'Ob Mitglieder andere Programme hier in ihrem Namen zeichnen lassen dürfen; siehe /key',

  'key.scope.all': 'alles',
  'key.scope.draw': 'zeichnen',
  'key.scope.look': 'sagen, was auf Bildern ist',
  'key.scope.jobs': 'Aufträge und die Warteschlange sehen',
  'key.made': ({ name }) => `Der Schlüssel „${name}“`,
  'key.once':
    'Kopiere ihn jetzt: Er wird nur dieses eine Mal gezeigt, behalten wird nur sein Hash. Wer ihn hat, zeichnet in deinem Namen.',
  'key.heading': 'Deine Schlüssel hier',
  'key.none': 'Du hast keine.',
  'key.some': 'Mit /key revoke nimmst du einen zurück.',
  'key.said-requests': ({ max }) => `${max} Anfragen in der Minute`,
  'key.said-seconds': ({ max }) => `${max} Sekunden von Renderern am Tag`,
  'key.said-until': ({ date }) => `bis ${date}`,
  'key.revoked': ({ name }) => `Der Schlüssel „${name}“ öffnet nichts mehr.`,
  'key.off': 'Schlüssel gibt es hier nicht: Wer diesen Bot betreibt, lässt keine anderen Programme ein (EASEL_API)',
  'key.name-taken': ({ name }) =>
    `Ein zweiter Schlüssel „${name}“ geht nicht: Du hast hier schon einen. Nimm ihn erst zurück oder wähle einen anderen Namen`,
  'key.too-many': ({ max }) => `Noch ein Schlüssel geht nicht: höchstens ${max}, nimm erst einen zurück`,
  'key.all-taken': ({ max }) => `Noch ein Schlüssel geht nicht: Dieser Bot hat schon ${max}`,
  'key.gone': ({ name, known }, { list }) =>
    `Einen Schlüssel „${name}“ gibt es hier nicht${known.length === 0 ? '' : `; du hast ${list(known)}`}`,

  'api.no-key':
    'Ohne Schlüssel gibt es keine Antwort: Sende einen als „Authorization: Bearer …“. Mitglieder machen sie mit /key create',
  'api.wrong-key': 'Keine Antwort: Dieser Schlüssel ist falsch oder wurde zurückgenommen',
  'api.key-over': ({ name }) => `Keine Antwort: Der Schlüssel „${name}“ ist abgelaufen`,
  'api.local-key':
    'Ohne Schlüssel gibt es keine Antwort: Der in EASEL_API_LOCAL_KEY, der für Programme dieser Maschine steht, ist falsch oder gilt nicht mehr',
  'api.scope': ({ name, scope, has }, { list }) =>
    `Das geht mit dem Schlüssel „${name}“ nicht: Es braucht den Umfang ${scope}, gegeben ist ${list(has)}`,
  'api.server-off': 'Andere Programme zeichnen hier nicht: Dieser Server hat das ausgeschaltet',
  'api.not-there': 'Keine Antwort: Wem dieser Schlüssel gehört, ist nicht mehr auf seinem Server',
  'api.discord-away': 'Discord lässt sich nicht fragen, wem dieser Schlüssel gehört: Es ist gerade nicht zu erreichen',
  'api.seconds': ({ max, used }) =>
    `Mehr geht heute mit diesem Schlüssel nicht: ${max} Sekunden von Renderern in 24 Stunden, verbraucht sind ${used}`,
  'api.open': ({ max }) => `Mehr Anfragen dieses Schlüssels zugleich gehen nicht: höchstens ${max}`,
  'api.body': ({ max }) => `Die Anfrage ist nicht zu lesen: höchstens ${max} Byte`,
  'api.idempotency': ({ max, given }) =>
    `Dieser Idempotency-Key geht nicht: höchstens ${max} Zeichen, gegeben ${given}`,
  'api.host': ({ host }) =>
    `Anfragen an ${host} bekommen keine Antwort: Wer diesen Bot betreibt, hat den Namen nicht in EASEL_API_HOSTS genannt`,
  'api.origin': ({ origin }) =>
    `Seiten von ${origin} bekommen keine Antwort: Wer diesen Bot betreibt, hat sie nicht in EASEL_API_ORIGINS genannt`,
  'api.only-here': ({ found }) =>
    `Ohne Schlüssel gibt es keine Antwort für andere: Diese Adresse ist für Programme dieser Maschine, gegeben ${found}`,
  'api.link': 'Dieses Bild lässt sich nicht zeigen: Der Link ist abgelaufen',
  'api.no-route': ({ method, path }) => `${method} ${path} geht nicht: Diese Tür gibt es nicht`,
  'api.cancelled': 'Der Auftrag wurde abgebrochen',
  'api.not-done': ({ id }) => `Der Auftrag ${id} ist noch nicht zu Ende`,
  'api.closing': 'Es geht nicht weiter: Der Bot hält an. Der Auftrag wird danach wieder aufgenommen',
  'api.port': ({ where, why, setting }) =>
    `Andere Programme lassen sich auf ${where} nicht einlassen: ${why}. Setze ${setting} auf etwas anderes`,
  'api.seed': ({ max, given }) =>
    `Dieser Seed geht nicht: eine ganze Zahl von 0 bis ${max}, oder -1 für irgendeinen, gegeben ${given}`,
  'api.no-links': ({ name }) => `${name} wird nicht von anderswo geholt: Sende das Bild selbst als Base64`,
  'api.base64': ({ name }) => `${name} ist nicht zu lesen: Es muss ein Bild als Base64 sein`,
  'api.size': ({ given }) => `Diese Größe geht nicht: Sie muss wie 1024x1024 sein, oder auto, gegeben ${given}`,
  'api.no-form': ({ type }) =>
    `Die Anfrage ist nicht zu lesen: Sie muss ein Formular sein (multipart/form-data), gegeben ${type === '' ? 'nichts' : type}`,
  'api.no-model': ({ name }) => `Ein Modell „${name}“ gibt es nicht`,
  'api.no-describer': 'Was auf einem Bild ist, lässt sich nicht sagen: Kein Renderer hat ein Netz dafür',
  'api.opaque-mask': 'Diese Maske geht nicht: Nichts an ihr ist durchsichtig, also würde nichts neu gezeichnet',
  'api.one-file': ({ name, given }) => `Mehrere Dateien als ${name} gehen nicht: höchstens eine, gegeben ${given}`,
  'api.url-format': ({ given }) =>
    `Ein Link auf ein Bild als ${given} geht nicht: Links führen zu PNG, verlange b64_json`,
  'api.needs': ({ name, needed }) => `${name} geht nicht: Ohne ${needed} bewirkt es nichts`,

  'a1111.unknown': ({ name, given }) => `${name} geht nicht: Das kennt niemand, gegeben ${given}`,
  'a1111.unsupported': ({ name, given }) => `${name} geht nicht: Dafür gibt es hier nichts, gegeben ${given}`,
  'a1111.told': ({ name, given }) => `${name} wird hier auf anderem Weg bestimmt, ${given} wurde weggelassen`,
  'a1111.size': ({ width, height }) => `mit ${width} × ${height} gezeichnet: Seiten sind Vielfache von 8`,
  'a1111.same-size': 'in einem Durchgang gezeichnet: Einen zweiten in derselben Größe gibt es hier nicht',
  'a1111.stopped': ({ step, steps, finished, unfinished }) =>
    `angehalten bei Schritt ${step} von ${steps}; fertige Bilder: ${finished}, in ihrem damaligen Stand: ${unfinished}`,
  'a1111.scheduler': ({ given, known }, { list }) =>
    `Der Schedule-Typ „${given}“ geht nicht: bekannt sind ${list(known)}; DPM++ 2M nimmt immer Karras`,
  'a1111.one-style': ({ given }, { list }) =>
    `Mehrere Stile zugleich gehen nicht: höchstens einer, gegeben ${list(given)}`,
  'a1111.one-picture': ({ given }) => `So viele Bilder als Anfang gehen nicht: genau eines, gegeben ${given}`,
  'a1111.batch': ({ max, given }) => `So viele Bilder auf einmal gehen nicht: 1 bis ${max}, gegeben ${given}`,
  'a1111.memory':
    'vom Speicher einer Karte ist nichts zu sagen: Hier zeichnen Renderer, auf so vielen Maschinen, wie es gibt',
  'a1111.residency':
    'Modelle lassen sich nicht laden oder entladen: Renderer entscheiden selbst, was sie im Speicher behalten',
  'a1111.training': 'Mit dieser API lässt sich nicht trainieren: Mitglieder tun das mit /train und im Studio',
  'a1111.hires-upscaler': ({ given }) => `Der Upscaler „${given}“ geht im zweiten Durchgang nicht: Latent oder Lanczos`,
  'a1111.scripts': ({ names }, { list }) => `Die Skripte ${list(names)} laufen hier nicht: Es gibt nur ControlNet`,
  'a1111.units': ({ max, given }) =>
    `So vielen ControlNet-Units lässt sich nicht folgen: höchstens ${max}, gegeben ${given}`,
  'a1111.unit-fields': ({ names }, { list }) =>
    `${list(names)} einer ControlNet-Unit geht nicht: Dafür gibt es hier nichts`,
  'a1111.extras':
    'Das geht mit dem Bild nicht: Nenne einen upscaler_1 oder setze codeformer_visibility auf 1, nicht beides',
  'a1111.upscaler': ({ given, known }, { list }) =>
    `Den Upscaler „${given}“ gibt es nicht: bekannt sind ${list(known)}`,
  'a1111.interrogator': ({ given }) =>
    `Was auf dem Bild ist, lässt sich mit „${given}“ nicht sagen: Kein Renderer hat ein Netz dafür`,
  'a1111.module': ({ given }) => `Ein Kontrollbild mit „${given}“ geht nicht: Dieses Verfahren kennt niemand`,

  'mcp.one-picture':
    'Von diesem Bild geht es nicht weiter: Nenne einen deiner Aufträge (job) oder sende ein Bild (image), nicht beides',
};
