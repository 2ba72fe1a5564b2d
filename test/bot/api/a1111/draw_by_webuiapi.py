"""What webuiapi (PyPI), a client of A1111's API, does with the doors: python draw_by_webuiapi.py PORT KEY LOCAL_PORT."""

import sys
import threading
import time

import webuiapi
from PIL import Image

port, key, local_port = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
api = webuiapi.WebUIApi(host="127.0.0.1", port=port, username="anybody", password=key, steps=4, sampler="UniPC")

assert api.util_get_model_names() == ["other", "small"], api.util_get_model_names()
assert "UniPC" in api.util_get_sampler_names(), api.util_get_sampler_names()
assert "karras" in api.util_get_scheduler_names(), api.util_get_scheduler_names()
api.util_set_model("small")
assert api.util_get_current_model() == "small"

drawn = api.txt2img(prompt="a red boat", negative_prompt="fog", seed=7, cfg_scale=2, width=64, height=64, batch_size=2)
assert [image.size for image in drawn.images] == [(64, 64)] * 2, drawn.images
assert drawn.info["all_seeds"] == [7, 8], drawn.info
assert drawn.info["sampler_name"] == "UniPC"

twice = api.txt2img(
    prompt="a red boat",
    width=64,
    height=64,
    enable_hr=True,
    hr_scale=2,
    hr_upscaler=webuiapi.HiResUpscaler.Latent,
    hr_second_pass_steps=2,
)
assert any("hr_second_pass_steps" in notice for notice in twice.info["notices"]), twice.info

start = Image.new("RGB", (64, 64), "red")
varied = api.img2img(
    images=[start],
    mask_image=Image.new("L", (64, 64), 255),
    prompt="a blue boat",
    denoising_strength=0.5,
    width=64,
    height=64,
)
assert varied.image.size == (64, 64)
whole = api.img2img(images=[start], prompt="a blue boat", denoising_strength=0.5, width=64, height=64)
assert whole.info["notices"] == [], whole.info

unit = webuiapi.ControlNetUnit(image=start, module="canny", model="canny-sd15", weight=0.8)
followed = api.txt2img(prompt="a boat", width=64, height=64, controlnet_units=[unit])
assert followed.image.size == (64, 64)
assert api.controlnet_version() == 2
assert api.controlnet_model_list() == ["canny-sd15"]
assert api.controlnet_module_list() == ["none", "canny"]
assert len(api.controlnet_detect([start], module="canny").images) == 1

assert api.get_progress()["progress"] == 0
assert api.png_info(start).info == ""
assert api.interrogate(start).info == "a boat at night"
assert api.interrogate(start, model="deepdanbooru").info == "boat"
assert api.extra_single_image(start, upscaler_1="Easel", upscaling_resize=2).image.size == (256, 256)
assert len(api.extra_batch_images([start, start], upscaler_1="Easel").images) == 2
assert api.get_loras()[0]["name"] == "inked"
assert "badhands" in api.get_embeddings()["loaded"]
assert api.get_prompt_styles()
assert "error" in api.get_memory()["ram"]
assert api.get_cmd_flags()["api"]
assert api.refresh_checkpoints() is None
assert "controlnet" in api.get_scripts()["txt2img"]
assert [each["name"] for each in api.get_upscalers()] == ["None", "Easel"]
assert [each["name"] for each in api.get_face_restorers()] == ["CodeFormer"]
assert [each["name"] for each in api.get_latent_upscale_modes()] == ["Latent"]
for nothing in (api.get_sd_vae, api.get_hypernetworks, api.get_realesrgan_models):
    assert nothing() == []
api.util_wait_for_ready(check_interval=0.1)

stopped = []


def draw_long():
    stopped.append(api.txt2img(prompt="a boat", width=64, height=96, steps=50, seed=1))


for end in (api.interrupt, api.skip):
    drawing = threading.Thread(target=draw_long)
    drawing.start()
    # The client has one session, which serves one thread at a time.
    asking = webuiapi.WebUIApi(host="127.0.0.1", port=port, username="anybody", password=key)
    while asking.get_progress()["current_image"] is None:
        time.sleep(0.02)
    assert (asking.interrupt if end == api.interrupt else asking.skip)() == {}
    drawing.join()
assert [each.image.size for each in stopped] == [(64, 96), (64, 96)], stopped
assert all(each.info["interrupted"] for each in stopped), stopped

try:
    api.txt2img(prompt="a boat", tiling=True)
except RuntimeError as thrown:
    assert "tiling" in str(thrown), thrown
else:
    raise AssertionError("tiling was passed over")

keyless = webuiapi.WebUIApi(host="127.0.0.1", port=local_port, sampler="UniPC", steps=4)
assert keyless.txt2img(prompt="a boat", width=64, height=64).image.size == (64, 64)
try:
    webuiapi.WebUIApi(host="127.0.0.1", port=port, sampler="UniPC").txt2img(prompt="a boat")
except RuntimeError as thrown:
    assert thrown.args[0] == 401, thrown
else:
    raise AssertionError("drew without a key")

print("webuiapi is content")
