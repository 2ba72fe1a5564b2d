#!/bin/sh
# Runs one stage kindly: lowest priority, no busy waiting, and memory kept instead of given back at every step.
export OMP_NUM_THREADS=2 OMP_WAIT_POLICY=PASSIVE KMP_BLOCKTIME=0
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
exec nice -n 19 "${PYTHON:-python}" "$@"
