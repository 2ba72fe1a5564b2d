#!/bin/sh
# Runs one stage kindly: lowest priority, no busy waiting, and memory kept instead of given back at every step.
# With the machine to itself, OMP_WAIT_POLICY=ACTIVE makes it half as fast again.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}" OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
exec nice -n "${NICE:-19}" "${PYTHON:-python}" "$@"
