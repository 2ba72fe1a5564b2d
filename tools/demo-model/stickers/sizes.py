"""How large the networks are that know this world."""

UNET_CHANNELS = (64, 128, 192)
