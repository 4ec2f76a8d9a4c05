"""The index of what cases say, without who asked: the pairs of characters of title and text, once for each case.

SQLite keeps them in an FTS5 table, PostgreSQL as a tsvector under a GIN index. Both only fetch candidates; the order
is made by the same ``engine.text`` on both, and neither needs an extension or a dictionary.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    Float,
    Index,
    Select,
    String,
    Table,
    Text,
    bindparam,
    case,
    cast,
    delete,
    event,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY, TSVECTOR
from sqlalchemy.engine import Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateTable

from engine.persistence.database import DISTRICT, metadata
from engine.text import Corpus, grams

ASKED = 24  # the rarest grams of a question that are looked up; the common ones tell nothing and cost most
UNSEEN = 100  # texts imagined beside those there are, so that in a young district no word counts as common

case_texts = Table(
    "case_texts",
    metadata,
    Column("number", String(32), primary_key=True),
    Column("grams", Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
)
Index("ix_case_texts_grams", case_texts.c.grams, postgresql_using="gin").ddl_if(dialect="postgresql")
VIRTUAL = "CREATE VIRTUAL TABLE case_texts USING fts5(number UNINDEXED, grams, tokenize = 'unicode61')"
WORDS = "CREATE VIRTUAL TABLE case_texts_words USING fts5vocab(case_texts, 'row')"


@compiles(CreateTable, "sqlite")
def _create(create: CreateTable, compiler: Any, **options: Any) -> str:
    """This one table is a virtual one on SQLite."""
    return VIRTUAL if create.element is case_texts else str(compiler.visit_create_table(create, **options))


@event.listens_for(case_texts, "after_create")
def _count_words(_table: Table, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sql(WORDS))


@event.listens_for(case_texts, "before_drop")
def _forget_words(_table: Table, connection: Connection, **_options: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.execute(sql("DROP TABLE case_texts_words"))


class CaseTexts:
    """Add a case's words; find the cases that share the rarest of some words."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"

    def add(self, number: str, *texts: str) -> None:
        """Index what a case says."""
        found = list(dict.fromkeys(gram for one in texts for gram in grams(one)))
        kept: Any = " ".join(found) if self._is_sqlite else func.array_to_tsvector(cast(found, ARRAY(Text)))
        self._connection.execute(insert(case_texts).values(number=number, grams=kept))

    def drop(self, numbers: Sequence[str]) -> None:
        """Forget what these cases say; together, since SQLite looks through the whole index for them."""
        if numbers:
            self._connection.execute(delete(case_texts).where(case_texts.c.number.in_(numbers)))

    def settle(self) -> None:
        """Let what was forgotten go from the file too: SQLite keeps the grams of dropped texts until it merges."""
        if self._is_sqlite:
            self._connection.execute(sql("INSERT INTO case_texts(case_texts) VALUES ('optimize')"))

    def corpus(self, words: Sequence[str]) -> Corpus:
        """In which share of the cases these grams stand: counted on SQLite, from its statistics on PostgreSQL."""
        return self._counted(words) if self._is_sqlite else self._estimated()

    def sharing(self, query: Select[Any], words: Sequence[str], most: int) -> list[Any]:
        """The rows of a query whose texts share the rarest of the words, those that share most first.

        Args:
            query: selects from ``case_texts``, joined with what it needs of the cases.
            words: grams.
            most: how many rows at most.
        """
        corpus = self.corpus(words)
        # on SQLite it is known which there are; a long text has more that stand in no other than are looked up
        asked = corpus.rarest([one for one in words if one in corpus.shares] if self._is_sqlite else words, ASKED)
        if not asked:
            return []
        found = query
        if self._is_sqlite:
            match = " OR ".join(f'"{gram}"' for gram in asked)
            found = found.where(literal_column("case_texts").op("MATCH")(match)).order_by(literal_column("rank"))
        else:
            found = found.where(case_texts.c.grams.op("@@")(_either(asked))).order_by(_weighed(asked, corpus).desc())
        return list(self._connection.execute(found.limit(most)))

    def holding(self, words: Sequence[str]) -> Select[Any] | None:
        """The numbers of cases whose texts have every gram of the words; None when no gram of theirs is indexed.

        Latin words and numbers are found by their beginning. A Chinese character alone is no gram: it stands in many.
        """
        asked = list(dict.fromkeys(gram for word in words for gram in grams(word) if len(gram) > 1 or gram.isascii()))
        if not asked:
            return None
        query = select(case_texts.c.number)
        if self._is_sqlite:
            match = " AND ".join(f'"{gram}"' + ("*" if gram.isascii() else "") for gram in asked)
            return query.where(literal_column("case_texts").op("MATCH")(match))
        every = " & ".join(f"'{gram}'" + (":*" if gram.isascii() else "") for gram in asked)
        return query.where(case_texts.c.grams.op("@@")(cast(every, TSQUERY)))

    def finds_more(self, found: Select[Any], than: int) -> bool:
        """Does a query of ``holding`` find more than so many cases?"""
        few = found.limit(than + 1).subquery()
        return bool(self._connection.execute(select(func.count() > than).select_from(few)).scalar())

    def _counted(self, words: Sequence[str]) -> Corpus:
        total = UNSEEN + (self._connection.execute(sql("SELECT max(rowid) FROM case_texts")).scalar() or 0)
        query = sql("SELECT term, doc FROM case_texts_words WHERE term IN :terms")
        query = query.bindparams(bindparam("terms", sorted(set(words)), expanding=True))
        return Corpus({row[0]: row[1] / total for row in self._connection.execute(query)}, unlisted=0.5 / total)

    def _estimated(self) -> Corpus:
        schema = self._connection.get_execution_options()["schema_translate_map"][DISTRICT]
        query = sql(
            "SELECT most_common_elems::text::text[], most_common_elem_freqs, reltuples FROM pg_stats "
            "JOIN pg_class ON oid = format('%I.%I', schemaname, tablename)::regclass "
            "WHERE schemaname = :schema AND tablename = 'case_texts' AND attname = 'grams'"
        )
        row = self._connection.execute(query, {"schema": schema}).first()
        if row is None or row[0] is None:
            return Corpus()
        seen = max(row[2], 1) / (max(row[2], 1) + UNSEEN)  # among few texts what stands in each is not yet common
        shares = {
            gram: share * seen for gram, share in zip(row[0], row[1], strict=False)
        }  # two more follow: the bounds
        return Corpus(shares, unlisted=min(shares.values(), default=0.001) / 2)


def _either(words: Sequence[str]) -> Any:
    return cast(" | ".join(f"'{word}'" for word in words), TSQUERY)


def _weighed(words: Sequence[str], corpus: Corpus) -> Any:
    has = case_texts.c.grams.op("@@")
    parts = [case((has(cast(f"'{word}'", TSQUERY)), corpus.weight(word)), else_=0.0) for word in words]
    total: Any = cast(parts[0], Float)
    for part in parts[1:]:
        total = total + part
    return total
