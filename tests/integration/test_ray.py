"""A build on a Ray cluster of two nodes on this machine; one of them is killed meanwhile."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from pytest_socket import socket_allow_hosts

from qa_bot import build_index
from qa_bot.config import Settings
from qa_bot.errors import ClusterError, ModelError
from qa_bot.index.folder import READINGS, Index
from qa_bot.index.sources import SOURCES
from qa_bot.index.stores import VECTORS
from qa_bot.index.vectors import SENTENCES
from qa_bot.models import ray_encoder as ray_encoding
from qa_bot.models.ray_encoder import open_ray_encoder
from tests.conftest import ESSAY, ESSAY_ID
from tests.fakes import FakeEncoder

pytestmark = pytest.mark.slow
ray = pytest.importorskip("ray", reason="Ray, of the extra `cluster`, is not installed")
COPIES = 6
"""Of the essay, each with words of its own, so that all have to be encoded."""


@pytest.fixture
def start_cluster(monkeypatch):
    """Starts nodes, each with as many cores as is said."""
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    from ray.cluster_utils import Cluster
    from ray.util import get_node_ip_address

    socket_allow_hosts(["127.0.0.1", get_node_ip_address()], allow_unix_socket=True)

    cluster = Cluster()

    def start(*cores):
        node = {"object_store_memory": 100_000_000, "include_dashboard": False}
        return cluster, [cluster.add_node(num_cpus=count, **node) for count in cores]

    yield start
    cluster.shutdown()


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    folder.mkdir()
    essay = (ESSAY / ESSAY_ID).read_text(encoding="utf-8")
    for number in range(COPIES):
        text = essay.replace(". ", f" in report {number}. ")
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_node_killed_while_building_costs_its_batches_only(
    tmp_path, start_cluster, corpus, encoder, monkeypatch
):
    monkeypatch.setattr(ray_encoding, "BATCH_CHARACTERS", 2_000)
    cluster, nodes = start_cluster(1, 1)
    done_when_killed = []

    def kill_a_node(done, total):
        if not done_when_killed and done > total / 3:
            done_when_killed.append(done / total)
            cluster.remove_node(nodes[1], allow_graceful=False)

    with open_ray_encoder(cluster.address, Settings()) as spread:
        report = build_index(corpus, tmp_path / "spread", encoder=spread, progress=kill_a_node)
    alone = build_index(corpus, tmp_path / "alone", encoder=encoder)
    assert done_when_killed[0] < 0.5
    assert report.encoded == alone.encoded > COPIES * 50
    assert_same_rows(tmp_path / "spread", tmp_path / "alone")


def assert_same_rows(index: Path, other: Path):
    """Every file but vectors and notes of when files were read has the same bytes."""
    with Index.open(index) as own, Index.open(other) as expected:
        assert own.manifest.model == expected.manifest.model
        assert own.documents.documents() == expected.documents.documents()
        differing = {
            name
            for name, checksum in expected.manifest.files.items()
            if own.manifest.files[name] != checksum
        }
        assert own.manifest.files.keys() == expected.manifest.files.keys()
        assert differing <= {VECTORS, SENTENCES, READINGS, SOURCES}
        pairs = [
            (own.passages.vectors, expected.passages.vectors),
            [np.load(opened.folder / SENTENCES) for opened in (own, expected)],
        ]
        for rows, wanted in pairs:
            assert rows.shape == wanted.shape
            assert np.abs(rows - wanted).max() < 1e-6


def test_a_worker_with_another_model_is_named(start_cluster):
    cluster, _ = start_cluster(1)
    with open_ray_encoder(cluster.address, Settings()) as spread:
        spread._local = FakeEncoder()
        with pytest.raises(ModelError, match=r"has another model all-MiniLM-L6-v2 .*wanted fake"):
            spread.encode_passages(["A text."])


def test_a_batch_that_ends_every_worker_ends_the_build_in_one_line(start_cluster):
    cluster, _ = start_cluster(1)
    with open_ray_encoder(cluster.address, Settings()) as spread:
        spread._task = ray.remote(max_retries=1)(lambda *_: os._exit(1))
        with pytest.raises(ClusterError, match=r"can't encode .*memory for one model a core"):
            spread.encode_passages(["A text."])


def test_a_cluster_without_cores_is_not_waited_for_without_end(start_cluster, monkeypatch):
    monkeypatch.setattr(ray_encoding, "PATIENCE", 1.0)
    cluster, _ = start_cluster(0)
    with (
        open_ray_encoder(cluster.address, Settings()) as spread,
        pytest.raises(ClusterError, match=r"no worker .* finished anything for 1 s; .*ray status"),
    ):
        spread.encode_passages(["A text."])
