import type { ENGINE as English } from '#shared/text/english/engine.ts';
import type { Translation } from '#shared/text/message.ts';

/** German of the engine as a whole. */
export const ENGINE: Translation<typeof English> = {
  'engine.starting': 'Die Engine startet gerade',
  'engine.stopping': 'Die Engine hält gerade an',
  'engine.not-starting': 'Die Engine startet nicht',
  'engine.died': ({ reason }, { say }) => `Die Engine ist abgestürzt (${say(reason)}). Sie wird neu gestartet`,
  'engine.frozen': ({ seconds }) => `seit ${seconds} s kein Lebenszeichen`,
  'engine.hangs': ({ network, seconds }) => `ihr ${network} antwortete ${seconds} s lang nicht`,
  'engine.busy': ({ seconds }) => `sie war ${seconds} s lang nicht ansprechbar`,
  'engine.exit-code': ({ code }) => `Exit-Code ${code}`,

  'device.none': ({ provider, refusals }, { say }) =>
    `Auf ${provider} lässt sich nicht rechnen: ${refusals.map(say).join('; ')}`,
  'device.asked-for': 'so gewünscht',
  'device.fastest': ({ provider }) => `${provider} ist am schnellsten und funktioniert`,
  'device.refused': ({ refusals }, { say }) => refusals.map(say).join('; '),
  'device.other-weights': ({ reason, weights, providers }, { say }) =>
    `${say(reason)}; EASEL_GPU_WEIGHTS=${weights} gilt nur auf ${providers}`,
  'engine.looks-again': 'sie sieht nach, ob das Zurückgestellte wieder rechnet',
  'device.set-aside': ({ reason, minutes }, { say }) =>
    `hat die Engine zum Absturz gebracht (${say(reason)}) und wird in ${minutes} min wieder versucht`,
  'device.sick': ({ provider }) => `${provider} rechnet gerade falsch. Die Engine wird neu gestartet`,
  'device.refusal': ({ provider, reason }, { say }) => `${provider}: ${say(reason)}`,
  'device.starting': 'die Engine startet gerade',
  'device.not-installed': ({ library }) => `${library} ist nicht installiert`,
  'device.no-cuda': ({ library }) => `${library} ist nicht installiert: npm run gpu:install`,
  'device.no-driver': ({ library }) => `der Treiber von NVIDIA ist nicht installiert (${library} fehlt)`,
  'device.old-driver': ({ driver }) =>
    `der Treiber ${driver ? `${driver} ` : ''}von NVIDIA ist zu alt für CUDA 13, das 580 oder neuer braucht`,
  'device.other-driver': ({ driver }) =>
    `der Treiber ${driver ? `${driver} ` : ''}von NVIDIA und seine Bibliothek libcuda.so.1 sind verschieden alt: den Rechner neu starten`,
  'device.no-fabric':
    'die Karten sind nicht bereit: nvidia-fabricmanager muss laufen, den Karten an einem NVSwitch brauchen',
  'device.hidden':
    'CUDA sieht keine Karte: CUDA_VISIBLE_DEVICES verbirgt sie, oder dieser Container hat keine bekommen',
  'device.old-card':
    'die Karte ist zu alt für CUDA 13, das Compute Capability 7.5 (GTX 16, RTX 20, T4) oder neuer braucht',
  'device.full': 'der Speicher der Karte ist voll: nvidia-smi zeigt, welche Programme ihn haben',
  'device.unshared': ({ reason }, { say }) =>
    `Jeder Graph eines Netzes hat eigene Gewichte auf dem Gerät, denn sie ließen sich nicht teilen: ${say(reason)}`,
  'device.unrecorded': ({ network, reason }, { say }) =>
    `Schritte von ${network} werden ohne Aufzeichnung gerechnet, denn sie ließ sich nicht machen: ${say(reason)}`,
  'device.no-c-api': ({ reason }) =>
    'Netze werden über das npm-Paket von ONNX Runtime gerechnet, das die Engine anhält und mitten im Schritt nicht zu ' +
    `stoppen ist, denn seine C-Schnittstelle gibt es hier nicht (npm install bringt sie): ${reason}`,
  'device.no-nvidia': 'hier gibt es keine Karte von NVIDIA',
  'device.no-gpu': 'hier gibt es keine GPU',
  'device.no-vulkan': 'keine GPU hier hat einen passenden Vulkan-Treiber',
  'device.wrong-numbers': 'die Ergebnisse sind falsch',
  'device.no-answer': ({ seconds }) => `innerhalb von ${seconds} s kam keine Antwort`,
  'device.trial-ended': ({ reason }, { say }) => `ein Versuch endete mit ${say(reason)}`,
  'device.problem': ({ problem }) => problem,
};
