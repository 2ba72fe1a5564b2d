"""How large the networks are that know this world."""

UNET_CHANNELS = (64, 128, 192)
# Of the whole folder in float16.
MOST_BYTES = 24_000_000
