/** Sides in pixels. */
export interface Sides {
  readonly width: number;
  readonly height: number;
}

/** The sizes that pictures are trained in, by the rule of kohya's scripts. */
export interface BucketRule {
  /** Its area is that of no bucket exceeded. */
  readonly resolution: Sides;
  readonly least: number;
  readonly most: number;
  /** Sides are multiples of this. */
  readonly step: number;
}

/** Where a picture goes. */
export interface BucketPlace {
  readonly bucket: Sides;
  /** What it is resized to, no smaller than the bucket in any direction. */
  readonly resized: Sides;
  /** The bucket's corner in that, in the middle. */
  readonly crop: Corner;
}

/** Of a crop, in pixels from the left and the upper edge. */
export interface Corner {
  readonly left: number;
  readonly top: number;
}

/** All sizes of a rule, the narrow ones first. */
export function bucketsOf({ resolution, least, most, step }: BucketRule): readonly Sides[] {
  const area = resolution.width * resolution.height;
  const side = Math.floor(Math.sqrt(area) / step) * step;
  const found = new Map([[`${side}x${side}`, { width: side, height: side }]]);
  for (let width = least; width <= most; width += step) {
    const height = Math.min(most, Math.floor(Math.floor(area / width) / step) * step);
    if (height < least) continue;
    found.set(`${width}x${height}`, { width, height });
    found.set(`${height}x${width}`, { width: height, height: width });
  }
  return [...found.values()].sort((a, b) => a.width - b.width || a.height - b.height);
}

/** The bucket that is most like a picture, which is made larger where it has to be. */
export function placeInBucket(picture: Sides, buckets: readonly Sides[]): BucketPlace {
  const aspect = picture.width / picture.height;
  const known = buckets.find(({ width, height }) => width === picture.width && height === picture.height);
  const bucket = known ?? mostAlike(aspect, buckets);
  const scale = aspect > bucket.width / bucket.height ? bucket.height / picture.height : bucket.width / picture.width;
  return placed(bucket, { width: rounded(picture.width * scale), height: rounded(picture.height * scale) });
}

/** The same where no picture is made larger: buckets are made for it. */
export function placeWithoutEnlarging(picture: Sides, rule: BucketRule): BucketPlace {
  const resized = withinArea(picture, rule);
  return placed({ width: inSteps(resized.width, rule), height: inSteps(resized.height, rule) }, resized);
}

/** What SDXL is told of the crop: the bucket's part that shows the picture, in the bucket's own pixels. */
export function cropNumbers(
  bucket: Sides,
  picture: Sides,
): readonly [left: number, top: number, right: number, bottom: number] {
  const aspect = picture.width / picture.height;
  const isWider = bucket.width / bucket.height > aspect;
  const width = isWider ? bucket.height * aspect : bucket.width;
  const height = isWider ? bucket.height : bucket.width / aspect;
  const left = Math.floor((bucket.width - width) / 2);
  const top = Math.floor((bucket.height - height) / 2);
  return [left, top, left + width, top + height];
}

/** The first of several that are equally alike. */
function mostAlike(aspect: number, buckets: readonly Sides[]): Sides {
  const apart = ({ width, height }: Sides) => Math.abs(width / height - aspect);
  return buckets.reduce((best, one) => (apart(one) < apart(best) ? one : best));
}

/** Of the two ways to round the sides of an area, that which keeps the aspect better. */
function withinArea(picture: Sides, rule: BucketRule): Sides {
  const area = rule.resolution.width * rule.resolution.height;
  if (picture.width * picture.height <= area) return picture;
  const aspect = picture.width / picture.height;
  const width = Math.sqrt(area * aspect);
  const byWidth = inSteps(rounded(width), rule);
  const byHeight = inSteps(rounded(area / width), rule);
  const aspectByWidth = byWidth / inSteps(rounded(byWidth / aspect), rule);
  const aspectByHeight = inSteps(rounded(byHeight * aspect), rule) / byHeight;
  return Math.abs(aspectByWidth - aspect) < Math.abs(aspectByHeight - aspect)
    ? { width: byWidth, height: rounded(byWidth / aspect) }
    : { width: rounded(byHeight * aspect), height: byHeight };
}

function placed(bucket: Sides, resized: Sides): BucketPlace {
  const left = Math.floor((resized.width - bucket.width) / 2);
  return { bucket, resized, crop: { left, top: Math.floor((resized.height - bucket.height) / 2) } };
}

function rounded(side: number): number {
  return Math.floor(side + 0.5);
}

function inSteps(side: number, { step }: BucketRule): number {
  return side - (side % step);
}
