"""What this world is called, and how large the networks are that know it."""

WORLD = "storybook"
UNET_CHANNELS = (64, 96, 128)
# Of the whole folder in float16.
MOST_BYTES = 16_000_000
