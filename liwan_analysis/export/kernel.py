"""The process that `run` gets its kernels from: it loads what notebooks need once, then parts into kernels.

    python kernel.py REPORT copies|none

Each line on standard input asks for a kernel, as JSON: `connection` (IPython's connection file, which is there),
`folder` (where the notebook runs), `held` (a folder to hold as long as the kernel lives) and `variables` (of its
environment). What ends by itself is told on standard output, by its connection file. When standard input ends, every
kernel does.

A kernel is a copy (fork) of this process, where copies are wanted; else this process becomes the one kernel that it is
asked for. None keeps the open TCP port that IPython's kernel has for what forked processes print.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from importlib import import_module
from threading import Thread
from typing import Any

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread


class _WithoutPipe(IOPubThread):
    def __init__(self, socket: Any, pipe: bool = False, session: Any = False) -> None:
        super().__init__(socket, pipe=False, session=session)  # type: ignore[no-untyped-call]


def load(path: str) -> None:
    """Load the libraries, and do with a report what most notebooks do; what is wrong with it is said elsewhere."""
    import pandas as pd

    import liwan_analysis as lw

    pd.set_option("display.max_columns", 20)  # as pandas has it where it is loaded in a kernel
    for name in ("liwan_analysis.figures", "matplotlib.backends.backend_pdf", "matplotlib.backends.backend_svg"):
        import_module(name)
    with contextlib.suppress(OSError, lw.ReportError):
        report = lw.load_report(path or None)
        lw.tokenize(report)
        lw.code_themes(report)
        lw.build_ledger(report)
    gc.freeze()  # what is loaded now stays: no collection need look at it, nor touch it, which would copy it


def serve(request: dict[str, Any], parent: int = 0) -> None:
    """Be the kernel that is asked for, to its end or that of the `parent` process."""
    from liwan_analysis.export.aside import hold

    os.chdir(request["folder"])
    os.environ.update(request["variables"])
    hold(request["held"])  # as long as this process lives
    options = [
        "--HistoryManager.enabled=False",
        "--IPKernelApp.log_level=40",
        f"--IPKernelApp.parent_handle={parent}",
    ]
    kernelapp.launch_new_instance(["-f", request["connection"], *options])


def part() -> None:
    """Part into a kernel for each line that comes; end with all of them."""
    kernels: dict[int, str] = {}

    def tell_of_the_dead(*_: Any) -> None:
        with contextlib.suppress(ChildProcessError):
            while (pid := os.waitpid(-1, os.WNOHANG)[0]) > 0:
                os.write(1, f"{kernels.pop(pid, '')}\n".encode())

    signal.signal(signal.SIGCHLD, tell_of_the_dead)
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _let_go_of_pipes()
            serve(request, os.getppid())
            os._exit(0)
        kernels[pid] = request["connection"]
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for pid in kernels:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _let_go_of_pipes() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    kernelapp.IOPubThread = _WithoutPipe  # type: ignore[attr-defined]
    load(sys.argv[1])
    if sys.argv[2] == "copies":
        part()
    elif line := sys.stdin.readline():
        Thread(target=_end_with_input, daemon=True).start()
        serve(json.loads(line))
