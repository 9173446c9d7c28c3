"""Zhenwu (镇务): runs a township government's year, from the promises of its report to the answer each one gets."""

__version__ = "0.1.0"
