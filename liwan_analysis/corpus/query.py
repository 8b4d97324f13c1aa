"""SQL over a store: DuckDB reads its Parquet files, and can neither write nor read anything else."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from liwan_analysis.corpus.schemas import TABLES
from liwan_analysis.corpus.store import Corpus, quoted
from liwan_analysis.report.source import ReportError

__all__ = ["select"]


def select(corpus: Corpus, query: str) -> pa.Table:
    """Give what one `select` finds; raise `ReportError` for everything else.

    Rows are in the order of the reports where the query names no other. Sums of whole numbers are whole numbers.
    """
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    with duckdb.connect(":memory:", config=settings) as connection:
        _add_tables(corpus, connection)
        connection.execute("set allowed_directories = [" + quoted(f"{corpus.folder.absolute()}/") + "]")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        try:
            statements = connection.extract_statements(query)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                raise ReportError("the query is not one select; a store can only be read")
            found: pa.Table = connection.sql(statements[0]).to_arrow_table()
        except duckdb.Error as error:
            said = " ".join(str(error).split("\n\n")[0].split())
            raise ReportError(f"the query cannot be run: {said}") from None
    whole = [pa.int64() if pa.types.is_decimal(f.type) and f.type.scale == 0 else f.type for f in found.schema]
    return found.cast(pa.schema(list(zip(found.column_names, whole, strict=True))))


def _add_tables(corpus: Corpus, connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(
        f"create view reports as select * from read_parquet({quoted(str(corpus.folder / 'reports.parquet'))})"
    )
    for name, schema in TABLES.items():
        files = [str(path.absolute()) for path in corpus.files(name)]
        if name == "texts" and not corpus.has_texts:
            continue
        if files:
            listed = ", ".join(map(quoted, files))
            connection.execute(f"create view {name} as select * from read_parquet([{listed}])")
        else:
            connection.register("_empty", schema.empty_table())
            connection.execute(f"create table {name} as select * from _empty")
            connection.unregister("_empty")
