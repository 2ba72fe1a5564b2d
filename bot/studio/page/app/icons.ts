/** Line drawings on a 20-pixel grid, by name. */
const ICONS = {
  again: 'M15.6 8.2A6 6 0 1 0 16 11M16 4.5v4h-4',
  back: 'M7.5 4.5 4 8l3.5 3.5M4 8h7.5a4 4 0 0 1 0 8H8',
  bell: 'M5 14h10M6.5 14V9a3.5 3.5 0 0 1 7 0v5M8.5 16.5h3',
  brush:
    'M16.5 3.5c-3 1-6 4-7.7 6.7l1.5 1.5c2.7-1.7 5.4-5 6.2-8.2zM8 11.2c-2 0-2.6 1.6-2.8 2.8-.1.9-.7 1.6-1.7 2 2.4.9 6 .4 6.2-3',
  check: 'M4.5 10.5 8 14l7.5-8',
  close: 'M5 5l10 10M15 5 5 15',
  compare: 'M10 2.5v15M3.5 5h4M3.5 15h4M3.5 5v10M12.5 5h4v10h-4M7 10l-1.5 0M13 10h1.5',
  copy: 'M7.5 7.5h9v9h-9zM4 12.5H3.5v-9h9V4',
  dice: 'M4 4h12v12H4zM7.5 7.5h.01M12.5 12.5h.01M10 10h.01M12.5 7.5h.01M7.5 12.5h.01',
  eraser:
    'M8 15.5 3.8 11.3a1 1 0 0 1 0-1.4l5.7-5.7a1 1 0 0 1 1.4 0l4.9 4.9a1 1 0 0 1 0 1.4L11 15.5H8zM6.7 7.2l6 6M11 15.5h5.5',
  face: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM7.5 8.5h.01M12.5 8.5h.01M7.5 12c1.4 1.5 3.6 1.5 5 0',
  film: 'M3.5 5h13v10h-13zM8.5 7.8v4.4l3.6-2.2z',
  grid: 'M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h5v5h-5z',
  help: 'M7.5 7.5a2.5 2.5 0 1 1 3.4 2.4c-.6.2-.9.7-.9 1.3v.5M10 14.5h.01',
  larger: 'M11 4h5v5M9 16H4v-5M16 4l-5 5M4 16l5-5',
  lasso: 'M5 12.5C2 9.5 4.5 4.5 10 4.5s8 4.5 5 7.5-8 1.8-8.5 3.5S8 17.5 9 16.5',
  lines: 'M4 5h12M4 9h9M4 13h11',
  locked: 'M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 5 0V9',
  machine: 'M4 4.5h12v5H4zM4 10.5h12v5H4zM7 7h.01M7 13h.01M10 7h3M10 13h3',
  moon: 'M15.8 12A6.5 6.5 0 0 1 8 4.2 6.5 6.5 0 1 0 15.8 12z',
  more: 'M4.4 10h1.2M9.4 10h1.2M14.4 10h1.2',
  on: 'M12.5 4.5 16 8l-3.5 3.5M16 8H8.5a4 4 0 0 0 0 8H12',
  pencil: 'M4 16l.8-3.2L13.6 4a1.6 1.6 0 0 1 2.3 2.3L7.2 15.2 4 16zM12 5.6l2.4 2.4',
  picture: 'M3.5 4.5h13v11h-13zM4 14l4-4.5 3 3 2-2 3.5 3.5M13 7.5h.01',
  play: 'M7 4.5v11l8.5-5.5z',
  plus: 'M10 4v12M4 10h12',
  region: 'M3.5 6.5v-3h3M13.5 3.5h3v3M16.5 13.5v3h-3M6.5 16.5h-3v-3M8 8.2l6.3 2.3-2.8 1.2-1.2 2.8z',
  remove: 'M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  save: 'M10 3.5v9M6.5 9.5 10 13l3.5-3.5M4 16.5h12',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l3.5 3.5',
  settings: 'M4 6h7M15 6h1M13 4v4M4 14h1M9 14h7M7 12v4',
  star: 'M10 3.5l2 4.2 4.6.6-3.4 3.2.9 4.6L10 13.9l-4.1 2.2.9-4.6L3.4 8.3 8 7.7z',
  stop: 'M5.5 5.5h9v9h-9z',
  sun: 'M10 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10 2.5v1.2M10 16.3v1.2M2.5 10h1.2M16.3 10h1.2M4.7 4.7l.9.9M14.4 14.4l.9.9M4.7 15.3l.9-.9M14.4 5.6l.9-.9',
  unlocked: 'M5.5 9h9v7h-9zM7.5 9V6.5a2.5 2.5 0 0 1 4.8-1',
  vary: 'M4 12c1.5-4 3-4 4.3 0s2.8 4 4.3 0 2.4-3.6 3.4-2M4 7.5c1.5-2 3-2 4.3 0',
  without: 'M10 16.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM5.4 14.6l9.2-9.2',
  warning: 'M10 4 3.5 15.5h13zM10 8.5v3.5M10 13.8h.01',
} as const;

export type IconName = keyof typeof ICONS;

const SVG = 'http://www.w3.org/2000/svg';

/** A line drawing in the colour of the text around it. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 20 20');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  svg.append(svgPath(ICONS[name]));
  return svg;
}

/** A path of an SVG, with a class of its own where it has one. */
export function svgPath(d: string, name = ''): SVGPathElement {
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', d);
  if (name !== '') path.setAttribute('class', name);
  return path;
}
