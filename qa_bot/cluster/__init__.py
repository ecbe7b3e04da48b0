"""The cluster: a finished generation goes out to Milvus; from there any number of processes answer.

A generation is two collections, the passages' vectors and named records; an alias names the live
one. Nothing here is imported unless `store = "milvus"`.
"""
