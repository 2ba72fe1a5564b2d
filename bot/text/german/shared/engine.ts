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
  'device.old-driver': 'der Treiber von NVIDIA ist zu alt für CUDA 13, das 580 oder neuer braucht',
  'device.no-nvidia': 'hier gibt es keine Karte von NVIDIA',
  'device.no-gpu': 'hier gibt es keine GPU',
  'device.no-vulkan': 'keine GPU hier hat einen passenden Vulkan-Treiber',
  'device.wrong-numbers': 'die Ergebnisse sind falsch',
  'device.no-answer': ({ seconds }) => `innerhalb von ${seconds} s kam keine Antwort`,
  'device.trial-ended': ({ reason }, { say }) => `ein Versuch endete mit ${say(reason)}`,
  'device.problem': ({ problem }) => problem,
};
