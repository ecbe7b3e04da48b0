"""Layout: how the collections of a generation are named and made.

`NAME` is the index's name (`milvus_name`), the alias of the live generation's records:

    NAME_000003_5f2c1e_passages  row, vector (unit, inner product), terms (BM25, sparse, where the
                                 server has sparse vectors)
    NAME_000003_5f2c1e_records   key, content (see `records.py`)
"""

from __future__ import annotations

from dataclasses import dataclass

from qa_bot.index.milvus.connection import Connection

ROW, VECTOR, TERMS = "row", "vector", "terms"
KEY, CONTENT = "key", "content"
LONGEST_KEY, LONGEST_CONTENT = 8_192, 65_535
"""Bytes that Milvus holds in a text field."""
EXACT_UP_TO = 50_000
"""Passages up to which Milvus compares every vector."""
_UNUSED = "unused"
_PASSAGES, _RECORDS = "_passages", "_records"


@dataclass(frozen=True)
class Collections:
    """The names of a generation's collections.

    Args:
        name: the index's.
        generation: as its manifest has it, "000003-5f2c1e".
    """

    name: str
    generation: str

    @property
    def passages(self) -> str:
        """The collection that is searched."""
        return f"{self._stem}{_PASSAGES}"

    @property
    def records(self) -> str:
        """The collection that is read by key; the alias points to it."""
        return f"{self._stem}{_RECORDS}"

    @property
    def _stem(self) -> str:
        return f"{self.name}_{self.generation.replace('-', '_')}"

    def create(self, connection: Connection, passages: int, dim: int, sparse: bool) -> None:
        """Make both anew, ready to be filled; `sparse` says whether BM25 is searched by Milvus.

        Raises:
            StoreError: Milvus can't be reached or refuses.
        """
        self.drop(connection)
        _create_passages(connection, self.passages, passages, dim, sparse)
        _create_records(connection, self.records)

    def drop(self, connection: Connection) -> None:
        """Remove both, the records first: without them the generation is not whole.

        Raises:
            StoreError: Milvus can't be reached or refuses.
        """
        for collection in (self.records, self.passages):
            if connection.call("has_collection", collection):
                connection.call("drop_collection", collection)


def find_live(connection: Connection, name: str) -> Collections | None:
    """The collections that the alias names, or None where there is none.

    Raises:
        StoreError: Milvus can't be reached.
    """
    if not connection.call("has_collection", name):
        return None
    return _parse(connection.call("describe_collection", name)["collection_name"], name)


def find_all(connection: Connection, name: str) -> list[Collections]:
    """The collections of all generations, unfinished ones too, in the order of their names.

    Raises:
        StoreError: Milvus can't be reached.
    """
    listed = connection.call("list_collections")
    found = {_parse(collection, name) for collection in listed}
    return sorted(
        (collections for collections in found if collections),
        key=lambda collections: collections.generation,
    )


def point_alias(connection: Connection, collections: Collections) -> None:
    """Make a generation the live one, in one step.

    Raises:
        StoreError: Milvus can't be reached or refuses.
    """
    there = connection.call("has_collection", collections.name)
    connection.call(
        "alter_alias" if there else "create_alias", collections.records, collections.name
    )


def _parse(collection: str, name: str) -> Collections | None:
    """The generation that a collection belongs to, if it is one of the index's."""
    stem = collection.removesuffix(_PASSAGES).removesuffix(_RECORDS)
    parts = stem.removeprefix(f"{name}_").split("_")
    if stem in (collection, name) or not stem.startswith(f"{name}_") or len(parts) != 2:
        return None
    return Collections(name, "-".join(parts)) if parts[0].isdigit() else None


def has_terms(connection: Connection, collections: Collections) -> bool:
    """Whether Milvus searches a generation by BM25.

    Raises:
        StoreError: Milvus can't be reached.
    """
    fields = connection.call("describe_collection", collections.passages)["fields"]
    return any(field["name"] == TERMS for field in fields)


def _create_passages(
    connection: Connection, collection: str, passages: int, dim: int, sparse: bool
) -> None:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(ROW, DataType.INT64, is_primary=True)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=dim)
    index = MilvusClient.prepare_index_params()
    kind = "FLAT" if passages <= EXACT_UP_TO else "AUTOINDEX"
    index.add_index(VECTOR, index_type=kind, metric_type="IP")
    if sparse:
        schema.add_field(TERMS, DataType.SPARSE_FLOAT_VECTOR)
        index.add_index(TERMS, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    _create(connection, collection, schema, index)


def _create_records(connection: Connection, collection: str) -> None:
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field(KEY, DataType.VARCHAR, is_primary=True, max_length=LONGEST_KEY)
    schema.add_field(CONTENT, DataType.VARCHAR, max_length=LONGEST_CONTENT)
    schema.add_field(_UNUSED, DataType.FLOAT_VECTOR, dim=2)  # Milvus wants one in every collection
    index = MilvusClient.prepare_index_params()
    index.add_index(_UNUSED, index_type="FLAT", metric_type="L2")
    _create(connection, collection, schema, index)


def _create(connection: Connection, collection: str, schema: object, index: object) -> None:
    connection.call(
        "create_collection",
        collection,
        schema=schema,
        index_params=index,
        consistency_level="Bounded",
    )
