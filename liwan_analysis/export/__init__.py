"""Export: a report into a folder of figures, tables, texts, notebooks and one page.

Each name is loaded when it is first used, as `liwan_analysis` does; `__init__.pyi` lists them: `run` starts its kernels
before the rest of this room is loaded.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
