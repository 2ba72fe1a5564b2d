"""What webuiapi (PyPI), a client of A1111's API, does with the doors: python draw_by_webuiapi.py PORT KEY."""

import sys

import webuiapi
from PIL import Image

port, key = int(sys.argv[1]), sys.argv[2]
api = webuiapi.WebUIApi(host="127.0.0.1", port=port, username="anybody", password=key, steps=4)

assert api.util_get_model_names() == ["demo"], api.util_get_model_names()
assert "LCM" in api.util_get_sampler_names(), api.util_get_sampler_names()
assert "karras" in api.util_get_scheduler_names(), api.util_get_scheduler_names()
api.util_set_model("demo")
assert api.util_get_current_model() == "demo"

drawn = api.txt2img(
    prompt="a red boat",
    negative_prompt="fog",
    seed=7,
    cfg_scale=2,
    width=64,
    height=64,
    batch_size=2,
    sampler_name="LCM",
)
assert [image.size for image in drawn.images] == [(64, 64)] * 2, drawn.images
assert drawn.info["all_seeds"] == [7, 8], drawn.info
assert drawn.info["sampler_name"] == "LCM"

start = Image.new("RGB", (64, 64), "red")
varied = api.img2img(
    images=[start],
    mask_image=Image.new("L", (64, 64), 255),
    prompt="a blue boat",
    denoising_strength=0.5,
    width=64,
    height=64,
    sampler_name="LCM",
)
assert varied.image.size == (64, 64)

assert api.get_progress()["progress"] == 0
assert api.png_info(start).info == ""
assert api.interrogate(start).info == "a boat at night"
assert api.extra_single_image(start, upscaler_1="Easel", upscaling_resize=2).image.size == (256, 256)
assert api.get_loras()[0]["name"]
assert api.get_prompt_styles()
assert api.controlnet_model_list() == []
api.interrupt()

try:
    api.txt2img(prompt="a boat", tiling=True, sampler_name="LCM")
except RuntimeError as refused:
    assert "tiling" in str(refused), refused
else:
    raise AssertionError("tiling was passed over")

print("webuiapi is content")
