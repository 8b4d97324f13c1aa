"""The choices that all notebooks share, set once. 各笔记本共用的选项，只在此处设置一次。

Change a line, save this file, and run a notebook from its first cell. A notebook's own first cell may set any of them
for that notebook alone. `liwan-analysis run` takes its choices from the command line, never from here.
"""

REPORT = None  # None is the report in seeds/; else a path: "my-report.docx" (text, saved web page, .docx, .pdf)  报告
PLACE = None  # "荔湾区": what you know of the place stands above what the file says  地区
YEAR = None  # 2024: the year the report plans for  年份
OTHER = None  # the path of a second report, for 05_two_reports  另一份报告
LANGUAGE = "both"  # "both", "zh" or "en": titles, findings and axes  语言
SIZE = None  # of figures: (width, height) in inches, "one-column", "two-column" or "slide"  图的大小
PALETTE = None  # "colour-blind", "grey", or colours by role: {"review": "#0072B2", "plan": "#D55E00"}  配色
STORE = None  # for 06 and 07: None is the store in seeds/; else the path of one that build_corpus made  报告库
