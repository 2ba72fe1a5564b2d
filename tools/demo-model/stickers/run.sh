#!/bin/sh
# Runs one stage with this folder's scenes and the storybook's networks and loops: `./run.sh STAGE --work DIR ...`, the
# stage without `.py`. Lowest priority, and memory kept instead of given back at every step.
cd "$(dirname "$0")" || exit 1
export PYTHONPATH="../train" OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}" OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"
export MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=17179869184 MALLOC_TOP_PAD_=268435456
exec nice -n "${NICE:-19}" "${PYTHON:-python}" -m "$@"
