"""The map of passages: principal components, the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from qa_bot.web.library.passage_map import map_passages, project


def test_the_axes_are_those_of_the_largest_variance():
    # Along (3, 4) / 5 from -2 to 2, across it from -1 to 1, and 0.1 along a third direction.
    along, across, third = np.array([0.6, 0.8, 0]), np.array([-0.8, 0.6, 0]), np.array([0, 0, 1.0])
    steps = [(a, b, c) for a in (-2, 2) for b in (-1, 1) for c in (-0.1, 0.1)]
    places, share = project(np.array([a * along + b * across + c * third for a, b, c in steps]))
    assert places == pytest.approx(np.array([[a > 0, b < 0] for a, b, _ in steps], float))
    assert share == pytest.approx((4 + 1) / (4 + 1 + 0.01))


def test_distances_are_those_of_a_reference_decomposition():
    vectors = np.random.default_rng(7).normal(size=(60, 12)) * np.arange(1, 13)
    places, _ = project(vectors)
    centred = vectors - vectors.mean(axis=0)
    expected = centred @ np.linalg.svd(centred)[2][:2].T
    for axis in (0, 1):
        assert abs(np.corrcoef(places[:, axis], expected[:, axis])[0, 1]) == pytest.approx(1)
    assert places.min() == 0
    assert places.max() == 1


def test_one_passage_and_equal_passages_are_in_the_middle():
    for vectors in (np.ones((1, 4)), np.ones((5, 4))):
        places, share = project(vectors)
        assert (places == 0.5).all()
        assert share == 1


def test_many_passages_are_thinned_evenly_and_the_map_stays_the_same(essay_bot):
    whole, thinned = map_passages(essay_bot.index), map_passages(essay_bot.index, most=10)
    assert len(whole.passages) == whole.total == essay_bot.index.manifest.passages
    ids = [passage.passage_id for passage in thinned.passages]
    assert len(ids) == 10
    assert (ids[0], ids[-1]) == (0, whole.total - 1)
    assert max(np.diff(ids)) - min(np.diff(ids)) <= 1
    assert (map_passages(essay_bot.index).places == whole.places).all()
