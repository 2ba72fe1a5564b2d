/**
 * In the page: texts that are cut at an edge, controls that reach out of their sheet, and things that lie on each other
 * though each is to be seen whole. Empty = everything has its room.
 */
export function unfit(): string[] {
  const found: string[] = [];
  const nameOf = (one: Element) =>
    `${one.tagName.toLowerCase()}${one.id && `#${one.id}`}${one.classList[0] ? `.${one.classList[0]}` : ''}`;
  const seen = [...document.body.querySelectorAll('*')].filter((one) => one.checkVisibility() && !one.closest('svg'));

  for (const one of seen) {
    const text = [...one.childNodes].find(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '',
    );
    const isControl = one.matches('button, input, select, summary, a');
    if (!text && !isControl) continue;
    const { textOverflow, webkitLineClamp, clipPath } = getComputedStyle(one);
    if (textOverflow === 'ellipsis' || webkitLineClamp !== 'none' || clipPath !== 'none') continue;
    // Both go sideways on a phone.
    if (one.closest('.rack') || (window.innerWidth < 480 && one.closest('.rooms'))) continue;
    const range = document.createRange();
    range.selectNodeContents(text ?? one);
    const box = isControl ? one.getBoundingClientRect() : range.getBoundingClientRect();
    const inner = range.getBoundingClientRect();
    const outer = one.getBoundingClientRect();
    if (text && outer.width > 0 && inner.width > outer.width + 1.5)
      found.push(`${nameOf(one)} “${one.textContent!.trim().slice(0, 24)}” is wider than its box`);
    for (let place = one.parentElement; place && place !== document.body; place = place.parentElement) {
      const { overflowX, clipPath: cut } = getComputedStyle(place);
      if (cut !== 'none') break; // read out only
      if (overflowX === 'visible') continue;
      const edge = place.getBoundingClientRect();
      if (edge.width > 4 && (box.left < edge.left - 1 || box.right > edge.right + 1))
        found.push(`${nameOf(one)} “${one.textContent!.trim().slice(0, 24)}” is cut by ${nameOf(place)}`);
      if (overflowX !== 'visible' && overflowX !== 'clip') break; // what scrolls is looked at by itself
    }
    if (box.width > 0 && box.right > window.innerWidth + 1) found.push(`${nameOf(one)} leaves the window`);
  }

  const boxesOf = (selector: string) =>
    seen.filter((one) => one.matches(selector)).map((one) => [one, one.getBoundingClientRect()] as const);
  const whole = boxesOf('.hello, .bevel, .strip, .plate, .composer, .side, .top');
  const isPhone = window.innerWidth <= 980; // sheets lie over the easel there, and are closed until somebody wants them
  for (const [index, [one, a]] of whole.entries()) {
    for (const [other, b] of whole.slice(index + 1)) {
      if (isPhone && (one.matches('.side, .composer, .plate') || other.matches('.side, .composer, .plate'))) continue;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 1) found.push(`${nameOf(one)} lies on ${nameOf(other)}`);
    }
  }
  return found;
}
