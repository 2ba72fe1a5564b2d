/** What SDXL and its smaller kin share. */
const TEXT_TIME = {
  _class_name: 'UNet2DConditionModel',
  sample_size: 128,
  block_out_channels: [320, 640, 1280],
  down_block_types: ['DownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
  up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'UpBlock2D'],
  layers_per_block: 2,
  attention_head_dim: [5, 10, 20],
  cross_attention_dim: 2048,
  use_linear_projection: true,
  addition_embed_type: 'text_time',
  addition_time_embed_dim: 256,
  projection_class_embeddings_input_dim: 2816,
};

/** The configuration of SDXL base's UNet: 2,567 million parameters. */
export const SDXL_UNET = { ...TEXT_TIME, transformer_layers_per_block: [1, 2, 10] };

/** The configuration of Segmind Vega's UNet: 745 million parameters. */
export const VEGA_UNET = {
  ...TEXT_TIME,
  transformer_layers_per_block: [1, 1, 2],
  mid_block_type: 'UNetMidBlock2D',
};
