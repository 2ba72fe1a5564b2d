/** Grains along one side of the frame. */
const GRAINS = 72;
/** Pictures of noise a second. */
const RATE_MS = 90;

/** Noise that pictures come out of: it moves while something is awaited, and rests when nobody wants motion. */
export interface Noise {
  readonly canvas: HTMLCanvasElement;
  /** How much of it is seen, 0–1. At 0 nothing is drawn. */
  setStrength(strength: number): void;
}

/** A canvas of grain, invisible at first. */
export function createNoise(): Noise {
  const canvas = document.createElement('canvas');
  canvas.className = 'noise';
  canvas.width = canvas.height = GRAINS;
  canvas.setAttribute('aria-hidden', 'true');
  const context = canvas.getContext('2d')!;
  const isStill = matchMedia('(prefers-reduced-motion: reduce)');
  let timer: ReturnType<typeof setInterval> | undefined;

  return {
    canvas,
    setStrength(strength) {
      canvas.style.opacity = String(strength);
      const isMoving = strength > 0 && !isStill.matches;
      if (strength > 0 && timer === undefined) drawGrain(context);
      if (isMoving) timer ??= setInterval(() => drawGrain(context), RATE_MS);
      else {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}

function drawGrain(context: CanvasRenderingContext2D): void {
  const grain = context.createImageData(GRAINS, GRAINS);
  for (let at = 0; at < grain.data.length; at += 4) {
    const light = bell();
    for (let channel = 0; channel < 3; channel++) grain.data[at + channel] = 118 + 62 * (0.6 * light + 0.4 * bell());
    grain.data[at + 3] = 255;
  }
  context.putImageData(grain, 0, 0);
}

/** Roughly normal with unit spread: the sum of three uniform numbers. */
function bell(): number {
  return (Math.random() + Math.random() + Math.random() - 1.5) * 2;
}
