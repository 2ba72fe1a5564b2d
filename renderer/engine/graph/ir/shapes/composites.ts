import type { CompositeName, Composites, ConvOperands, LinearOperands } from '#renderer/engine/graph/ir/composites.ts';
import { type Dim, type Dims, divideExactly, multiplyDims, productOfDims } from '#renderer/engine/graph/ir/dims.ts';
import { attended } from '#renderer/engine/graph/ir/shapes/attention.ts';
import { convolvedSide } from '#renderer/engine/graph/ir/shapes/convolutions.ts';
import { expectEqual, expectOneType, expectRank, refuse } from '#renderer/engine/graph/ir/shapes/rule.ts';
import type { TensorType } from '#renderer/engine/graph/ir/value.ts';

type CompositeShape<Name extends CompositeName> = (
  operands: Composites<TensorType>[Name]['operands'],
  attributes: Composites<TensorType>[Name]['attributes'],
) => readonly TensorType[];

/** What each composite gives; refuses operands that do not fit. */
export const COMPOSITE_SHAPES: { readonly [Name in CompositeName]: CompositeShape<Name> } = {
  Linear: ({ x, ...rest }) => [{ type: x.type, dims: [...x.dims.slice(0, -1), projected(x.dims.at(-1)!, rest)] }],
  ImageToTokens: ({ image, ...rest }) => {
    const [b, channels, h, w] = expectRank(image, 4, 'its image');
    return [{ type: image.type, dims: [b!, multiplyDims(h!, w!), projected(channels!, rest)] }];
  },
  TokensToImage: ({ tokens, like, ...rest }) => {
    const [b, pixels, width] = expectRank(tokens, 3, 'its tokens');
    return [{ type: tokens.type, dims: pixelsLike(like, [b!, pixels!, projected(width!, rest)]) }];
  },
  PixelsAsTokens: ({ image }) => {
    const [b, channels, h, w] = expectRank(image, 4, 'its image');
    return [{ type: image.type, dims: [b!, multiplyDims(h!, w!), channels!] }];
  },
  TokensAsPixels: ({ tokens, like }) => [
    { type: tokens.type, dims: pixelsLike(like, expectRank(tokens, 3, 'its tokens')) },
  ],
  FramesAsRows: ({ image }) => {
    const [frames, channels, h, w] = expectRank(image, 4, 'its frames');
    return [{ type: image.type, dims: [1, channels!, frames!, multiplyDims(h!, w!)] }];
  },
  RowsAsFrames: ({ image, like }) => {
    const [, channels, rows, pixels] = expectRank(image, 4, 'its rows');
    const [frames, , h, w] = expectRank(like, 4, 'its model');
    expectEqual(frames!, rows!, 'frames and rows');
    expectEqual(multiplyDims(h!, w!), pixels!, 'pixels of a frame');
    return [{ type: image.type, dims: [frames!, channels!, h!, w!] }];
  },
  Conv: (operands, { stride, pads }) => [convolved(operands, { stride, pads })],
  GroupNorm: normed,
  NormSilu: normed,
  SkipNorm: ({ branch, trunk, branchBias, weight, bias }) => {
    const dims = expectRank(trunk, branch.dims.length, 'its trunk').map((dim, i) =>
      expectEqual(branch.dims[i]!, dim, 'branch and trunk'),
    );
    for (const row of [branchBias, weight, bias]) expectRow(row, dims.at(-1)!);
    const type = expectOneType(branch, trunk, branchBias, weight, bias);
    return [
      { type, dims },
      { type, dims },
    ];
  },
  Attention: ({ q, k, v, bias }, { heads }) => [attended({ q, k, v, bias }, heads)],
  Gate: ({ x, ...rest }) => {
    const both = projected(x.dims.at(-1)!, rest);
    const half = divideExactly(both, 2) ?? refuse('its weight must have two halves');
    return [{ type: x.type, dims: [...x.dims.slice(0, -1), half] }];
  },
  Upsample: ({ image, like }) => {
    const [b, channels, h, w] = expectRank(image, 4, 'its image');
    const [, , height, width] = like ? expectRank(like, 4, 'its model') : [];
    const sides = like ? [height!, width!] : [multiplyDims(h!, 2), multiplyDims(w!, 2)];
    return [{ type: image.type, dims: [b!, channels!, ...sides] }];
  },
  Embedding: ({ table, indices }) => {
    const [, width] = expectRank(table, 2, 'its table');
    return [{ type: table.type, dims: [...indices.dims, width!] }];
  },
};

/** The number of outputs of a product with a weight (out, in) or (out, in, 1, 1). */
function projected(inputs: Dim, { weight, bias, down, up }: Omit<LinearOperands<TensorType>, 'x'>): Dim {
  const [outputs, width, ...kernel] = weight.dims;
  if (outputs === undefined || width === undefined || productOfDims(kernel) !== 1)
    refuse('its weight must be a matrix');
  expectEqual(inputs, width!, 'operand and inputs of the weight');
  if (bias) expectRow(bias, outputs!);
  if (down && up) {
    const [from, rank] = expectRank(down, 2, 'its first factor');
    const [through, to] = expectRank(up, 2, 'its second factor');
    expectEqual(from!, width!, 'inputs of weight and factors');
    expectEqual(rank!, through!, 'ranks');
    expectEqual(to!, outputs!, 'outputs of weight and factors');
  }
  return outputs!;
}

function convolved(
  { image, weight, bias, perSample, residual, down, up }: ConvOperands<TensorType>,
  { stride, pads }: { readonly stride: number; readonly pads: readonly number[] },
): TensorType {
  const [b, channels, h, w] = expectRank(image, 4, 'its image');
  const [outputs, inputs, y, x] = expectRank(weight, 4, 'its kernels');
  expectEqual(channels!, inputs!, 'channels of image and kernels');
  if (bias) expectRow(bias, outputs!);
  if (perSample) expectEqual(expectRank(perSample, 2, 'its addends')[1]!, outputs!, 'outputs and addends');
  if (down && up)
    expectKernelFactors({ down, up }, { outputs: outputs!, inputs: inputs!, isPoint: y === 1 && x === 1 });
  const [top, left, bottom, right] = pads as [number, number, number, number];
  const height = convolvedSide(h!, { kernel: y!, stride, pads: top + bottom });
  const width = convolvedSide(w!, { kernel: x!, stride, pads: left + right });
  const dims = [b!, outputs!, height, width];
  const type = expectOneType(image, weight, bias, perSample, residual);
  return {
    type,
    dims: residual ? dims.map((dim, i) => expectEqual(dim, residual.dims[i]!, 'result and residual')) : dims,
  };
}

function expectKernelFactors(
  { down, up }: { down: TensorType; up: TensorType },
  { outputs, inputs, isPoint }: { outputs: Dim; inputs: Dim; isPoint: boolean },
): void {
  const rank = isPoint ? 2 : 4;
  const [first, second] = [expectRank(down, rank, 'its first factor'), expectRank(up, rank, 'its second factor')];
  const [from, narrow] = isPoint ? [first[0]!, first[1]!] : [first[1]!, first[0]!];
  const [through, to] = isPoint ? [second[0]!, second[1]!] : [second[1]!, second[0]!];
  expectEqual(from, inputs, 'inputs of kernels and factors');
  expectEqual(narrow, through, 'ranks');
  expectEqual(to, outputs, 'outputs of kernels and factors');
}

function normed(
  { image, weight, bias }: Composites<TensorType>['GroupNorm']['operands'],
  { groups }: Composites<TensorType>['GroupNorm']['attributes'],
): readonly TensorType[] {
  const channels = expectRank(image, 4, 'its image')[1]!;
  if (typeof channels === 'number' && channels % groups !== 0) refuse('groups must divide channels');
  for (const row of [weight, bias]) expectRow(row, channels);
  return [{ type: expectOneType(image, weight, bias), dims: image.dims }];
}

/** (b, c, h, w) of tokens (b, h·w, c) that become pixels of such an image. */
function pixelsLike(like: TensorType, [b, pixels, channels]: Dims): Dims {
  const [, , h, w] = expectRank(like, 4, 'its model');
  expectEqual(multiplyDims(h!, w!), pixels!, 'tokens and pixels');
  return [b!, channels!, h!, w!];
}

function expectRow(row: TensorType, width: Dim): void {
  expectEqual(expectRank(row, 1, 'a row of numbers')[0]!, width, 'channels and rows of numbers');
}
