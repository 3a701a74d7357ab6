"""Seconds and memory of fresh processes: ``python -m benchmarks.fresh RUNS COMMAND…`` prints ``[seconds, megabytes]``.

A process of its own, and a small one, because the system counts what the parent held at the fork into a child's peak.
"""

import json
import os
import statistics
import subprocess
import sys
import time


def main() -> None:
    runs, command = int(sys.argv[1]), sys.argv[2:]
    seconds, megabytes = [], []
    for _ in range(runs + 1):
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds.append(time.perf_counter() - start)
        megabytes.append(usage.ru_maxrss / 1024)
        if status:
            sys.exit(f"{' '.join(command)} failed")
    # The first run warms the file cache.
    print(json.dumps([statistics.median(seconds[1:]), max(megabytes[1:])]))


if __name__ == "__main__":
    main()
