/**
 * Functions of ONNX Runtime's C API that are used: their places in the table `OrtApi`, to which later versions only append
 * (onnxruntime_c_api.h), their parameters, and what they give; `void*` is an OrtStatus, null where all is well.
 */
export const ORT_FUNCTIONS = {
  GetErrorMessage: [2, 'void* status', 'const char*'],
  CreateEnv: [3, 'int level, const char* id, _Out_ void** env', 'void*'],
  CreateSessionFromArray: [
    8,
    'void* env, const void* model, size_t bytes, void* options, _Out_ void** session',
    'void*',
  ],
  Run: [
    9,
    'void* session, void* options, const char** names, void** values, size_t count, const char** wanted, size_t wantedCount, _Inout_ void** results',
    'void*',
  ],
  CreateSessionOptions: [10, '_Out_ void** options', 'void*'],
  EnableProfiling: [14, 'void* options, const char* prefix', 'void*'],
  DisableMemPattern: [17, 'void* options', 'void*'],
  DisableCpuMemArena: [19, 'void* options', 'void*'],
  SetSessionLogSeverityLevel: [22, 'void* options, int level', 'void*'],
  SetSessionGraphOptimizationLevel: [23, 'void* options, int level', 'void*'],
  SetIntraOpNumThreads: [24, 'void* options, int threads', 'void*'],
  CreateRunOptions: [39, '_Out_ void** options', 'void*'],
  RunOptionsSetTerminate: [46, 'void* options', 'void*'],
  CreateTensorWithDataAsOrtValue: [
    49,
    'void* memory, void* data, size_t bytes, int64_t* dims, size_t rank, int type, _Out_ void** value',
    'void*',
  ],
  GetTensorMutableData: [51, 'void* value, _Out_ void** data', 'void*'],
  GetTensorElementType: [60, 'void* info, _Out_ int* type', 'void*'],
  GetDimensionsCount: [61, 'void* info, _Out_ size_t* count', 'void*'],
  GetDimensions: [62, 'void* info, int64_t* dims, size_t count', 'void*'],
  GetTensorTypeAndShape: [65, 'void* value, _Out_ void** info', 'void*'],
  CreateCpuMemoryInfo: [69, 'int allocator, int type, _Out_ void** info', 'void*'],
  AllocatorFree: [76, 'void* allocator, void* memory', 'void*'],
  GetAllocatorWithDefaultOptions: [78, '_Out_ void** allocator', 'void*'],
  ReleaseStatus: [93, 'void* status', 'void'],
  ReleaseSession: [95, 'void* session', 'void'],
  ReleaseValue: [96, 'void* value', 'void'],
  ReleaseRunOptions: [97, 'void* options', 'void'],
  ReleaseTensorTypeAndShapeInfo: [99, 'void* info', 'void'],
  ReleaseSessionOptions: [100, 'void* options', 'void'],
  SessionEndProfiling: [110, 'void* session, void* allocator, _Out_ void** file', 'void*'],
  AddSessionConfigEntry: [130, 'void* options, const char* key, const char* value', 'void*'],
  SessionOptionsAppendExecutionProvider_CUDA_V2: [204, 'void* options, void* cuda', 'void*'],
  CreateCUDAProviderOptions: [205, '_Out_ void** cuda', 'void*'],
  ReleaseCUDAProviderOptions: [208, 'void* cuda', 'void'],
  SessionOptionsAppendExecutionProvider: [
    216,
    'void* options, const char* provider, const char** keys, const char** values, size_t count',
    'void*',
  ],
} as const;

/** A function of the C API. */
export type OrtFunction = keyof typeof ORT_FUNCTIONS;
