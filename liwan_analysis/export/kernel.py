"""The kernel that `run` starts: IPython's, without the open TCP port that it keeps for what forked processes print.

It is run by its path, not as a part of the package: pandas shows tables as in a notebook only where it is loaded after
the kernel is there.
"""

from __future__ import annotations

from typing import Any

from ipykernel import kernelapp
from ipykernel.iostream import IOPubThread


class _WithoutPipe(IOPubThread):
    def __init__(self, socket: Any, pipe: bool = False, session: Any = False) -> None:
        super().__init__(socket, pipe=False, session=session)  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    kernelapp.IOPubThread = _WithoutPipe  # type: ignore[attr-defined]
    kernelapp.launch_new_instance()
