"""Keep a finished generation in Milvus, from where any number of processes answer.

A generation is two collections, the passages' vectors and named records; an alias names the live
one. Nothing of it is imported unless `store = "milvus"`.

`ray_encoding.py` lets a Ray cluster encode a build's passages; only `build --ray` imports it.
"""
