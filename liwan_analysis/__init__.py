"""Read a Chinese government work report (政府工作报告) with numbers.

>>> import liwan_analysis as lw
>>> report = lw.load_report()                      # the report in seeds/; or the path of any other
>>> tokens = lw.tokenize(report)                   # words with their places
>>> lw.term_frequency(tokens).term[0]
'项目'
>>> lw.keyness(tokens, target="plan", reference="review").columns[2]
'n_reference'
>>> lw.find_targets(report).query("is_headline").quote.iloc[0]
'5%以上'
>>> lw.theme_attention(lw.code_themes(report)).part.unique().tolist()
['review', 'plan']

Importing this reads no file and prints nothing; each name is loaded from its room when it is
first used; `__init__.pyi` lists them.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
