#!/bin/bash
#SBATCH --job-name=unpark-sweep
#SBATCH --array=0-7
#SBATCH --cpus-per-task=1
#SBATCH --output=unpark-sweep-%A-%a.log
# A sweep as a Slurm array: each task runs its shard and writes one part. The folder of --out is one that all nodes see.
#
#   sbatch --array=0-7 deploy/slurm-array.sh omi-sync --set pools.storage.threads=32..256/32 --out parts
#   npx unpark merge parts
#
# UNPARK is the command, where it is not the one that this project has installed. A task that is started again does nothing twice.
set -euo pipefail
read -ra unpark <<<"${UNPARK:-npx --no-install unpark}"
exec "${unpark[@]}" sweep "$@" --shard auto --jobs "${SLURM_CPUS_PER_TASK:-1}"
