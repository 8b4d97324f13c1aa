"""The kernels of a run: from a process that has loaded what notebooks need, on sockets that nobody else can reach."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from liwan_analysis.export.aside import folder_aside

if TYPE_CHECKING:
    from jupyter_client.manager import AsyncKernelManager

__all__ = ["CAN_COPY", "FOLDER_VARIABLE", "Kernels", "private_folder", "ready_kernels"]

FOLDER_VARIABLE = "LIWAN_ANALYSIS_EXPORT"
"""`liwan-analysis run` tells the notebooks by this variable where to write; no other variable is read."""
CAN_COPY = sys.platform == "linux"
"""Whether a process can be copied (fork) with what it has loaded: not soundly on macOS, and not at all on Windows."""
PROGRAM = Path(__file__).with_name("kernel.py")
PATIENCE = 5
"""Seconds for kernels to end in, which they do at once where they are there."""
LONGEST = 60
"""So many bytes of a socket's name may be those of the folder for temporary files."""
VARIABLES = {
    # a kernel has a core: what NumPy would spread over all of them would wait for the other kernels there
    **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"),
    "JE_ARROW_MALLOC_CONF": "background_thread:false",  # Arrow keeps one; what has threads is not copied soundly
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",  # as IPython sets it, for what is loaded before it
}


class Kernels:
    """Kernels for notebooks, from processes that load what these need while other work is done.

    One process is enough where it can part into copies; elsewhere there is one for each kernel.
    """

    def __init__(self, report: str, n_kernels: int) -> None:
        self._sources = [_Source(report) for _ in range(1 if CAN_COPY else n_kernels)]
        self._n_asked = 0

    def start(self, reports: Path, folder: Path, sockets: Path) -> AsyncKernelManager:
        """Ask for a kernel that hears on `sockets`-1 to -5, in a private folder, and on no open port.

        It runs in `reports` and holds the folder that it writes to, so that nobody clears that away before it ends.
        """
        from jupyter_client.manager import AsyncKernelManager
        from jupyter_client.provisioning.local_provisioner import LocalProvisioner

        kernel = AsyncKernelManager(kernel_name="python3", connection_file=f"{sockets}.json")
        if os.name == "posix":
            kernel.transport, kernel.ip = "ipc", str(sockets)
        kernel.write_connection_file()
        source = self._sources[self._n_asked % len(self._sources)]
        self._n_asked += 1
        source.ask({
            "connection": kernel.connection_file,
            "folder": str(reports),
            "held": str(folder),
            "variables": {FOLDER_VARIABLE: str(folder)},
        })  # fmt: skip
        kernel.provisioner = LocalProvisioner(parent=kernel)
        kernel.provisioner.process = _Kernel(source, kernel.connection_file)  # type: ignore[assignment]
        return kernel

    def end(self) -> None:
        """End every kernel, and the processes that they come from."""
        for source in self._sources:
            source.end()


class _Source:
    """A process of kernel.py."""

    def __init__(self, report: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(PROGRAM), report, "copies" if CAN_COPY else "none"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **VARIABLES},
            start_new_session=True,  # an interrupt at the keyboard is for `run` to hear
        )
        self._is_asked = False
        self._ended = b""

    def ask(self, request: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._is_asked = True
        with contextlib.suppress(BrokenPipeError):  # it has ended, and whoever waits for the kernel finds that out
            self._process.stdin.write(json.dumps(request).encode() + b"\n")
            self._process.stdin.flush()

    def has_ended(self, connection: str) -> bool:
        """Say whether a kernel has ended, by itself or with this process."""
        if CAN_COPY and self._process.stdout is not None:
            os.set_blocking(self._process.stdout.fileno(), False)
            self._ended += self._process.stdout.read() or b""
        return self._process.poll() is not None or os.fsencode(connection) in self._ended.splitlines()

    def end(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(PATIENCE if self._is_asked else 0)
        except subprocess.TimeoutExpired:  # still loading
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()


class _Kernel:
    """What its manager asks of a kernel's process."""

    def __init__(self, source: _Source, connection: str) -> None:
        self._source, self._connection = source, connection

    def poll(self) -> int | None:
        return 1 if self._source.has_ended(self._connection) else None


@contextmanager
def ready_kernels(report: str | Path | None = None, workers: int | None = None) -> Iterator[Kernels]:
    """Hold processes that become kernels; they end with the block.

    `report` is the file that the notebooks will read, None for that in seeds/. What can be read only once, such as a
    pipe, is left alone.
    """
    is_file = report is None or Path(report).is_file()
    kernels = Kernels(str(report or "") if is_file else os.devnull, workers or os.cpu_count() or 1)
    try:
        yield kernels
    finally:
        kernels.end()


@contextmanager
def private_folder() -> Iterator[Path]:
    """Hold a folder for sockets: a system takes no name of one that is longer than some hundred bytes."""
    folder = Path(tempfile.gettempdir())
    with folder_aside(folder if len(os.fsencode(folder)) < LONGEST else Path("/tmp"), "liwan") as private:
        yield private
