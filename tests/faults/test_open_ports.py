"""Nobody else on a machine can speak to the kernels of a run, or without the key to the cluster of a build."""

from __future__ import annotations

import json
import os
import socket
import ssl
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import Client

from liwan_analysis.corpus.cluster import connected
from liwan_analysis.export import kernels
from liwan_analysis.export.notebooks import run_notebooks

CELLS = Path(__file__).parents[1] / "cases" / "failing.ipynb"


def _listening(process: psutil.Process) -> list[Any]:
    return [one for one in process.net_connections("inet") if one.status == psutil.CONN_LISTEN]


def _answer(port: int, context: ssl.SSLContext) -> bytes:
    """Speak TLS without a certificate; an end without a word is no answer."""
    with socket.create_connection(("127.0.0.1", port), 10) as one, context.wrap_socket(one) as secure:
        said = secure.recv(1)
    if not said:
        raise ConnectionAbortedError
    return said


def test_kernels_listen_on_no_open_port(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a kernel runs a notebook: sockets in a folder that is its owner's alone, and gone afterwards."""
    notebook = json.loads(CELLS.read_text("utf-8"))
    notebook["cells"] = [cell | {"source": "1 + 1"} for cell in notebook["cells"] if cell["cell_type"] == "code"][:1]
    path = tmp_path / "few.ipynb"
    path.write_text(json.dumps(notebook), "utf-8")
    monkeypatch.setattr(kernels.tempfile, "gettempdir", lambda: str(tmp_path) + "/" + "long" * 40)
    seen: list[tuple[list[Any], set[Path]]] = []

    def look(*_: object) -> None:
        (source,) = (one for one in psutil.Process().children() if str(kernels.PROGRAM) in one.cmdline())
        (kernel,) = source.children()
        sockets = {Path(one.laddr) for one in kernel.net_connections("unix") if one.laddr.startswith("/")}
        seen.append((_listening(source) + _listening(kernel), {socket.parent for socket in sockets}))

    run_notebooks([path], {}, tmp_path, tmp_path, workers=1, on_cell=look)
    (((), (folder,)),) = seen
    assert folder.parent == Path("/tmp")
    assert not folder.exists()


def test_sockets_are_in_a_private_folder(tmp_path: Path) -> None:
    from liwan_analysis.export.aside import folder_aside

    with folder_aside(tmp_path, "liwan") as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert folder.stat().st_uid == os.getuid()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.filterwarnings("default")
def test_the_cluster_refuses_whoever_has_no_key() -> None:
    """Neither a client of Dask without certificate, nor one that speaks TLS, nor plain bytes get an answer."""
    with connected(1, None) as client:
        addresses = [client.scheduler.address, *client.scheduler_info()["workers"]]
        assert all(address.startswith("tls://127.0.0.1:") for address in addresses)
        for address in addresses:
            port = int(address.rpartition(":")[2])
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with socket.create_connection(("127.0.0.1", port), 10) as plain:
                plain.sendall(b"x" * 64)
            with pytest.raises((ssl.SSLError, ConnectionError)):
                _answer(port, context)
        script = f"from distributed import Client; Client('tcp://{addresses[0][6:]}', timeout=3)"
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 1
        assert "distributed.comm" in done.stderr  # closed, or nobody answered within the time
        assert client.submit(lambda: 42).result() == 42
        for process in psutil.Process().children(recursive=True):
            assert all(one.laddr.ip == "127.0.0.1" for one in _listening(process))
    assert isinstance(client, Client)
