/** One line for each option, for --help. */
export const TRAIN_USAGE = `Trains a LoRA, new words or a whole model from pictures, or takes a LoRA out of two models.
  npm run train -- lora | dreambooth | textual-inversion | extract | checkpoint
Files
  --model PATH          diffusers folder or single file, SD 1, SD 2 or SDXL  (the demo model)
  --prediction NAME     what the model says or is to say: epsilon, v_prediction, sample  (as its files say)
  --out FILE            .safetensors (a whole model: as --model)   --format diffusers|peft|kohya   names  (diffusers)
  --resume FILE         goes on from it, and saves to it     --save-every N (100)
Pictures
  --data FOLDER         pictures; a .txt beside one is its caption; folders N_words inside, too
  --caption TEXT        of pictures without a .txt           --caption-dropout X   share left out   (0)
  --shuffle-captions    parts between commas in another order each time; the first --keep-tokens N (0) stay in front
  --resolution N        of a square (the model's)            --no-flips            none is mirrored
  --random-crop         what of a picture is too much for its size is cut off by chance, not on both sides alike
  --class-data FOLDER   dreambooth: pictures of the kind that is not to change, as the model draws them
  --class-caption TEXT  of those                             --prior-weight X      what they count  (1)
  --prior prediction    of those is kept what the model says of them before it is trained, not what they show (pictures)
What is trained
  --rank N (4)          --alpha X (the rank)                 --train-text          all text encoders, too
  --targets NAME        attention, linear (all that multiplies tokens), all (convolutions, too), or names of modules,
                        to_q,to_k,ff.net.2 …                 (attention)
  --dora                rows keep lengths of their own (DoRA), of attention and ff.net.2
  --whole               dreambooth: the whole model, written as checkpoint does, in the place of a LoRA
  --token WORD (<new>)  --vectors N (1)                      --begin WORD (a)      new words: what they begin as
  --pivotal X           lora, dreambooth: such words, too, in the first X of the steps; in NAME_emb.safetensors
  --precision float32|float16  float16: half the memory on a GPU, with scaled losses; what is trained stays float32
Steps
  --steps N (500)       or --epochs N                        --batch N (1)         --accumulate N   batches a step  (1)
  --lr X                (lora 1e-4; dreambooth 5e-4, of SDXL 1e-4, with --whole 5e-6; words 5e-3; checkpoint 1e-5)
  --text-lr X           of text encoders, and of --pivotal's words  (--lr; dreambooth of SDXL 5e-6)
  --schedule NAME       constant, constant_with_warmup, linear, cosine, cosine_with_restarts, polynomial,
                        piecewise_constant                   (constant; constant_with_warmup with --warmup)
  --warmup N (0)        --lr-cycles N (1) of cosine_with_restarts   --lr-power X (1) of polynomial
  --step-rules RULES    of piecewise_constant: 1:300,0.1:400,0.01 is all of --lr before step 300, then a tenth …
  --adam-beta1 X (0.9)  --adam-beta2 X (0.999)               --adam-epsilon X (1e-8)
  --weight-decay X      (1e-2; a LoRA by dreambooth of SDXL 1e-4)
  --max-grad-norm X     gradients that are longer are shortened to it; 0 = none is  (1; those of new words never are)
  --ema X               whole models: a mean of the weights that forgets so slowly (0.9999) is written
  --seed N (0)
Noise
  --loss-weighting NAME none, min-snr, debiased, like-noise (v-prediction)  (none; min-snr with --snr-gamma)
  --snr-gamma X (5)     --noise-offset X (0)                 --input-perturbation X (0)
  --min-timestep N (0)  --max-timestep N (1000): noise levels below it are trained
  --zero-snr            v-prediction: the last timestep is noise alone, also where the model's scheduler does not say so
extract
  --tuned PATH          the model whose difference from --model is wanted   --targets attention|linear|all  (linear)
  --rank N (4)          --conv-rank N of convolutions; all are taken then   (the rank, with --targets all)
  --clamp-quantile X    of a weight's numbers that all larger ones are brought to; 1 = none is  (0.99)
  --min-diff X          text encoders of which no weight differs by more are left out          (0.01)
Of the demo model steps, batch, rank, lr and vectors are those of /train. LoRAs of small models train all targets by cosine,
by min-snr with a gamma of their own, and by --prior prediction that counts 3, where nothing is said.
EASEL_PROVIDER (auto, cuda, webgpu, cpu) and EASEL_THREADS say what computes.`;
