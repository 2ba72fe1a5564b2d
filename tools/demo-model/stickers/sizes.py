"""What this world is called, and how large the networks are that know it."""

WORLD = "stickers"
UNET_CHANNELS = (64, 128, 192)
# Of the whole folder in float16.
MOST_BYTES = 24_000_000
