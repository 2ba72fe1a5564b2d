import type { WheelSource } from '#renderer/models/wheel/wheel-source.ts';

/** Of NVIDIA's packages on the index; their text lies in each of them. */
const NVIDIA = 'NVIDIA Software License Agreement';

/**
 * What ONNX Runtime's npm package leaves out for NVIDIA's cards: its provider, and the libraries of CUDA 13 that this is
 * linked to. cuDNN compiles some of its kernels itself, by nvrtc.
 */
export const CUDA_WHEELS: readonly WheelSource[] = [
  {
    name: 'onnxruntime-gpu',
    project: 'onnxruntime-gpu',
    wheel: 'onnxruntime_gpu-1.30.0-cp312-cp312-manylinux_2_28_x86_64.whl',
    size: 246_685_715,
    sha256: '6acc0f4b3d5ac5f2984432faa59dd8fcce6775f8b43a7140afa0f322c7a703b1',
    licence: 'MIT',
    files: [
      {
        path: 'onnxruntime/capi/libonnxruntime_providers_shared.so',
        name: 'libonnxruntime_providers_shared.so',
        size: 14_632,
        sha256: '086ec1d5388f64153d9c63470d126693db9a182c8ce236d3a1119068471b8a0d',
      },
      {
        path: 'onnxruntime/capi/libonnxruntime_providers_cuda.so',
        name: 'libonnxruntime_providers_cuda.so',
        size: 272_049_904,
        sha256: '35da2e7ed0dd0d1aec5cdb16ce11a51d06c0c48cf62d1b1c9332946a4fae14fc',
      },
    ],
  },
  {
    name: 'nvidia-cuda-runtime',
    project: 'nvidia-cuda-runtime',
    wheel: 'nvidia_cuda_runtime-13.5.37-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl',
    size: 2_504_024,
    sha256: 'df2b79a8852f10d1fef8c848489c49eebb5754051bf870202a862831412b179d',
    licence: NVIDIA,
    files: [
      {
        path: 'nvidia/cu13/lib/libcudart.so.13',
        name: 'libcudart.so.13',
        size: 806_720,
        sha256: 'be114eaabb3f3251cf30b6e334be5e8c3cf1b12c0a11c17295a810dd83cc141a',
      },
    ],
  },
  {
    name: 'nvidia-cublas',
    project: 'nvidia-cublas',
    wheel: 'nvidia_cublas-13.10.0.20-py3-none-manylinux1_x86_64.manylinux_2_5_x86_64.whl',
    size: 444_289_903,
    sha256: 'dcc6d63884c53d07e267ce7e6feac17b2538cebaafec5db865736c3e28e4dc84',
    licence: NVIDIA,
    files: [
      {
        path: 'nvidia/cu13/lib/libcublasLt.so.13',
        name: 'libcublasLt.so.13',
        size: 551_653_208,
        sha256: 'b58e18ab4a6adc9bf4833d5cfe28db688e675fd6021db7eaf5da78d23f95d2de',
      },
      {
        path: 'nvidia/cu13/lib/libcublas.so.13',
        name: 'libcublas.so.13',
        size: 57_282_152,
        sha256: '863f349b5352363c66079090d43d9d56ad3d676373ecac18418fd4fb2d0579d1',
      },
    ],
  },
  {
    name: 'nvidia-cuda-nvrtc',
    project: 'nvidia-cuda-nvrtc',
    wheel: 'nvidia_cuda_nvrtc-13.5.37-py3-none-manylinux2010_x86_64.manylinux_2_12_x86_64.whl',
    size: 58_185_930,
    sha256: '86b4d68058807988b7d9af5b44917a0601e9c337f35ccd657bfb3c759ff8d8bc',
    licence: NVIDIA,
    files: [
      {
        path: 'nvidia/cu13/lib/libnvrtc-builtins.so.13.5',
        name: 'libnvrtc-builtins.so.13.5',
        size: 7_268_296,
        sha256: '6cecb2fd3e562bab1cb1c6e192f8f828157683c8febb22a00e178f9faf4e7f6a',
      },
      {
        path: 'nvidia/cu13/lib/libnvrtc.so.13',
        name: 'libnvrtc.so.13',
        size: 141_163_664,
        sha256: '98a317ff5d2176dee5a04235c6663f8d553d5ed95b3104cbf7fb198cbf76a10d',
      },
    ],
  },
  {
    name: 'nvidia-curand',
    project: 'nvidia-curand',
    wheel: 'nvidia_curand-10.4.5.25-py3-none-manylinux_2_27_x86_64.whl',
    size: 77_113_015,
    sha256: '22bb226a857e5888fe6b54ae465fc4371296bcff13a35f79e19691bcf454f529',
    licence: NVIDIA,
    files: [
      {
        path: 'nvidia/cu13/lib/libcurand.so.10',
        name: 'libcurand.so.10',
        size: 104_860_296,
        sha256: '82586610865e67dc73505087e04dd40a3cc69b281028731ce763faafe14b1347',
      },
    ],
  },
  {
    name: 'nvidia-cudnn-cu13',
    project: 'nvidia-cudnn-cu13',
    wheel: 'nvidia_cudnn_cu13-9.28.1.4-py3-none-manylinux_2_27_x86_64.whl',
    size: 516_817_937,
    sha256: 'a54f205b1db1f2895d99f398754db1369816f0569dd459731f925635cf7b65ec',
    licence: NVIDIA,
    files: [
      {
        path: 'nvidia/cudnn/lib/libcudnn_graph.so.9',
        name: 'libcudnn_graph.so.9',
        size: 149_118_552,
        sha256: '06c28f04f028466cf33461a7d645210146015d425a0dae6c7dc7e60c07c4d973',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_ops.so.9',
        name: 'libcudnn_ops.so.9',
        size: 35_661_648,
        sha256: 'e849b0a7353eec5bb5c9f75d841d075d786e205d84f8fd07b092770554674e48',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_cnn.so.9',
        name: 'libcudnn_cnn.so.9',
        size: 4_204_144,
        sha256: '2512f47e6e33000e12be5b2e59ac71eb8f5805a548561e7637e4413d1b7cdeb7',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_adv.so.9',
        name: 'libcudnn_adv.so.9',
        size: 92_392_360,
        sha256: 'd69ed7d8adc4524ddb6cbf5e10211e35f580d14e40924692f0cdf1b78cf23ab2',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_ext.so.9',
        name: 'libcudnn_ext.so.9',
        size: 10_492_592,
        sha256: '46c273e178b7733ffa5d56bd9719f378a20b94e07d2ccf23c4078e22bced0652',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_heuristic.so.9',
        name: 'libcudnn_heuristic.so.9',
        size: 96_473_968,
        sha256: '7738da4dd6fee9597680ff595863743b2bc4bd5b0ec3edb4e8e9d28a2b5e629d',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_engines_precompiled.so.9',
        name: 'libcudnn_engines_precompiled.so.9',
        size: 260_072_128,
        sha256: '51bd1d25591ae2994120aac5c5be172e31b973e0fdeba43a50647949096ee40a',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_engines_runtime_compiled.so.9',
        name: 'libcudnn_engines_runtime_compiled.so.9',
        size: 41_978_752,
        sha256: '738655d1b9441a752fde9b9911780635e60fe96113f2b06c1af6d70458ef5174',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn_engines_tensor_ir.so.9',
        name: 'libcudnn_engines_tensor_ir.so.9',
        size: 249_581_552,
        sha256: 'ff088c803f896fd9a92c0ab861026ff3b7ee5a4222713c3dd8221e1c843e74ec',
      },
      {
        path: 'nvidia/cudnn/lib/libcudnn.so.9',
        name: 'libcudnn.so.9',
        size: 137_432,
        sha256: 'f756cabeed9b481134769fdbc0c2ae022cf52ac39aab08be26ea990a56da2efc',
      },
    ],
  },
];
