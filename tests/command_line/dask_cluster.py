"""A dask cluster on this machine, as processes that a test can kill."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


class Cluster:
    """A scheduler and its workers, each a process of its own; on the loopback alone."""

    def __init__(self, folder):
        self.folder, self.processes = folder, []
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard", "--no-show")

    def start(self, module, *arguments, **environment):
        """Start a scheduler or a worker."""
        with (self.folder / f"{module}-{len(self.processes)}.log").open("w") as log:
            self.processes.append(
                subprocess.Popen(
                    [sys.executable, "-m", f"distributed.cli.{module}", *arguments],
                    env=os.environ | environment,
                    cwd=self.folder,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )
        return self.processes[-1]

    def worker(self, *options, **environment):
        """A worker of one thread, without a nanny that would start it again."""
        arguments = (self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", *options)
        return self.start("dask_worker", *arguments, **environment)

    def close(self):
        """End all processes, and wait until they have ended."""
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


def children(pid):
    """Processes that a process started, and theirs."""
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*found, *(grandchild for child in found for grandchild in children(child))]


def wait_for(condition, seconds=60):
    """Wait until something is so; whether it came to be so in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False
