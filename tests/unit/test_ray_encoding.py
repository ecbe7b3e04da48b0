from __future__ import annotations

import importlib.util

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from qa_bot.cli.app import app
from qa_bot.config import Settings
from qa_bot.errors import ClusterError
from qa_bot.models.ray_encoder import BATCH_CHARACTERS, cut_batches, open_ray_encoder


@given(st.lists(st.integers(0, 3 * BATCH_CHARACTERS)))
def test_every_text_is_in_one_batch_and_batches_are_small(lengths):
    batches = cut_batches(lengths)
    places = [int(place) for batch in batches for place in batch]
    assert sorted(places) == list(range(len(lengths)))
    assert [lengths[place] for place in places] == sorted(lengths, reverse=True)
    for batch in batches:
        assert len(batch)
        assert sum(lengths[place] for place in batch[1:]) < BATCH_CHARACTERS


def test_without_ray_the_error_names_the_extra(monkeypatch):
    monkeypatch.setattr("qa_bot.models.ray_encoder.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match=r'pip install "qa_bot\[cluster\]"'):
        open_ray_encoder("auto", Settings()).__enter__()


@pytest.mark.skipif(not importlib.util.find_spec("ray"), reason="Ray is not installed")
@pytest.mark.parametrize("address", ["127.0.0.1:9", "ray://127.0.0.1:9", "nonsense", "host:port"])
def test_a_cluster_that_cant_be_reached_is_named_with_the_remedy(address):
    with pytest.raises(ClusterError, match=f"{address} can't be reached .*ray start"):
        open_ray_encoder(address, Settings()).__enter__()


def test_watching_is_not_done_on_a_cluster():
    done = CliRunner().invoke(app, ["build", "--watch", "--ray", "auto"])
    assert done.exit_code == 2
    assert "leave out --watch" in done.output
