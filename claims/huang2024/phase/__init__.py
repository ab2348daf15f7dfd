"""The phase change between memorising noise and learning the signal."""
