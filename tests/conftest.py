"""One torch thread a process, as in a worker: many small kernels on few cores are slower with more."""

import torch

torch.set_num_threads(1)
