"""Figures in words, in English and in Chinese."""
