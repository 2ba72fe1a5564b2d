/*
 * The layers that networks are described in, beside operators that every provider has. Images are (b, c, h, w) and
 * tokens (b, n, c) here, whatever a dialect makes of them. Weights are as their file has them.
 */

/** The two factors of a weight's addend at run time (LoRA), or null where it takes none. */
interface LowRank<Value> {
  /** (in, rank), or (rank, in, k, k) of a convolution with k > 1. */
  readonly down: Value | null;
  /** (rank, out), or (out, rank, 1, 1). */
  readonly up: Value | null;
}

export interface LinearOperands<Value> extends LowRank<Value> {
  /** (…, in) */
  readonly x: Value;
  /** (out, in) */
  readonly weight: Value;
  readonly bias: Value | null;
}

export interface ImageToTokensOperands<Value> extends LowRank<Value> {
  readonly image: Value;
  /** (out, in) or (out, in, 1, 1) */
  readonly weight: Value;
  readonly bias: Value | null;
}

export interface TokensToImageOperands<Value> extends LowRank<Value> {
  /** (b, h·w, in) */
  readonly tokens: Value;
  /** (out, in) or (out, in, 1, 1) */
  readonly weight: Value;
  readonly bias: Value | null;
  /** An image of the result's size. */
  readonly like: Value;
}

export interface ConvOperands<Value> extends LowRank<Value> {
  readonly image: Value;
  /** (out, in, k, k), or (out, in, k, 1) */
  readonly weight: Value;
  readonly bias: Value | null;
  /** (b, out), added to every pixel. */
  readonly perSample: Value | null;
  /** Added to the result. */
  readonly residual: Value | null;
}

export interface ConvAttributes {
  readonly stride: number;
  /** top, left, bottom, right. */
  readonly pads: readonly number[];
  /** Of the usual result; 0 when nobody can say. */
  readonly pixels: number;
  /** What lies in the margins is the image's opposite edge, as torch's padding mode `circular`; zeros when left out. */
  readonly wraps?: boolean;
}

export interface ImageNormOperands<Value> {
  readonly image: Value;
  readonly weight: Value;
  readonly bias: Value;
}

export interface GroupsAttributes {
  readonly groups: number;
  readonly eps: number;
}

export interface SkipNormOperands<Value> {
  /** The branch's result, without its last bias. */
  readonly branch: Value;
  /** That bias. */
  readonly branchBias: Value;
  /** What the branch is added to. */
  readonly trunk: Value;
  readonly weight: Value;
  readonly bias: Value;
}

export interface AttentionOperands<Value> {
  readonly q: Value;
  readonly k: Value;
  readonly v: Value;
  /** Added to the products of queries and keys, (b or 1, heads or 1, n, m). */
  readonly bias: Value | null;
}

export interface AttentionAttributes {
  readonly heads: number;
  /** Whether a token sees only itself and those before it. */
  readonly causal: boolean;
  /** Tokens of the usual picture where each looks at all others; left out = they look at others, or nobody can say. */
  readonly tokens?: number;
}

type NoAttributes = Readonly<Record<never, never>>;

/** Every composite with its operands, which are values or what is known of them, and its attributes. */
export interface Composites<Value> {
  /** x · weightᵀ + bias. */
  readonly Linear: { readonly operands: LinearOperands<Value>; readonly attributes: NoAttributes };
  /** The same on an image's pixels: -> tokens (b, h·w, out). */
  readonly ImageToTokens: { readonly operands: ImageToTokensOperands<Value>; readonly attributes: NoAttributes };
  /** The same on tokens that become the pixels of an image (b, out, h, w). */
  readonly TokensToImage: { readonly operands: TokensToImageOperands<Value>; readonly attributes: NoAttributes };
  /** An image as tokens, and back. */
  readonly PixelsAsTokens: { readonly operands: { readonly image: Value }; readonly attributes: NoAttributes };
  readonly TokensAsPixels: {
    readonly operands: { readonly tokens: Value; readonly like: Value };
    readonly attributes: NoAttributes;
  };
  /** The frames of a film (n, c, h, w) as the rows of one image (1, c, n, h·w), and back: what acts along time, acts down. */
  readonly FramesAsRows: { readonly operands: { readonly image: Value }; readonly attributes: NoAttributes };
  readonly RowsAsFrames: {
    readonly operands: { readonly image: Value; readonly like: Value };
    readonly attributes: NoAttributes;
  };
  readonly Conv: { readonly operands: ConvOperands<Value>; readonly attributes: ConvAttributes };
  /** Group normalisation (https://arxiv.org/abs/1803.08494). */
  readonly GroupNorm: { readonly operands: ImageNormOperands<Value>; readonly attributes: GroupsAttributes };
  /** Its SiLU. */
  readonly NormSilu: { readonly operands: ImageNormOperands<Value>; readonly attributes: GroupsAttributes };
  /** Two results: layer normalisation of trunk + branch + branchBias, and that sum. */
  readonly SkipNorm: { readonly operands: SkipNormOperands<Value>; readonly attributes: { readonly eps: number } };
  /** Scaled dot-product attention (https://arxiv.org/abs/1706.03762) of tokens (b, n, c). */
  readonly Attention: { readonly operands: AttentionOperands<Value>; readonly attributes: AttentionAttributes };
  /** GEGLU (https://arxiv.org/abs/2002.05202): x · weightᵀ + bias, of which the first half times gelu of the second. */
  readonly Gate: { readonly operands: LinearOperands<Value>; readonly attributes: NoAttributes };
  /** An image of twice the sides, or of the size of `like`; every pixel is its nearest neighbour. */
  readonly Upsample: {
    readonly operands: { readonly image: Value; readonly like: Value | null };
    readonly attributes: NoAttributes;
  };
  /** Rows of a table, by whole numbers (…) -> (…, width). */
  readonly Embedding: {
    readonly operands: { readonly table: Value; readonly indices: Value };
    readonly attributes: NoAttributes;
  };
}

export type CompositeName = keyof Composites<unknown>;

/** Composites whose result is an image; dialects choose how it lies in memory. */
export const IMAGE_RESULTS: ReadonlySet<CompositeName> = new Set([
  'TokensToImage',
  'TokensAsPixels',
  'FramesAsRows',
  'RowsAsFrames',
  'Conv',
  'GroupNorm',
  'NormSilu',
  'Upsample',
]);

/** Operands that are images. */
export const IMAGE_OPERANDS: ReadonlySet<string> = new Set(['image', 'like', 'residual']);
