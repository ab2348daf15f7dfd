"""Multimodality helps unimodality: few-shot adaptation with class names as shots (Lin et al. 2023)."""
